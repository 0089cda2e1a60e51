"""Long texts, cut."""

from desktop.views.shortening import shortened


def test_a_text_that_fits_is_left_alone() -> None:
    """Up to the bound nothing is changed."""
    assert shortened("abcdef", 6) == "abcdef"


def test_of_a_longer_one_both_ends_stand() -> None:
    """Beginning and end are kept, and what is between is counted."""
    assert shortened("ab" + "x" * 9_000 + "yz", 4) == "ab\n… 9,000 more characters …\nyz"
