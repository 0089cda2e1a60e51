"""How large a node is drawn where nobody measured its label."""

import unicodedata

from desktop.records.graph import Node

_CHARACTER_WIDTH = 7.0
_PADDING = 24.0
_HEIGHT = 30.0
_NARROWEST = 48.0
_WIDEST = 320.0


def estimated_size(node: Node) -> tuple[float, float]:
    """Estimate a node's width and height, in pixels, from its label, or else from its name."""
    text = node.label or node.name.rpartition("::")[2].removesuffix("Backward0")
    return min(max(_NARROWEST, _PADDING + _CHARACTER_WIDTH * _columns(text)), _WIDEST), _HEIGHT


def _columns(text: str) -> int:
    """Count the text's width in columns: a Korean or Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
