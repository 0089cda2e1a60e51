"""Letters that look like others, by name: so that nobody reads an alpha as an a in the code."""

ALPHA = "\N{GREEK SMALL LETTER ALPHA}"
GAMMA = "\N{GREEK SMALL LETTER GAMMA}"
PRIME = "\N{PRIME}"
