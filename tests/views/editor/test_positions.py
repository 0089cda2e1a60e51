"""Characters and UTF-16 units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument

from desktop.records.text import Span
from desktop.views.editor.positions import line_and_column, select, to_characters, to_units


@pytest.mark.parametrize(
    ("text", "column", "units"),
    [("abc", 2, 2), ("가나다", 3, 3), ("😀x", 1, 2), ("가😀나", 3, 4), ("abc", 99, 3), ("abc", -1, 0)],
)
def test_units_before_a_column(text: str, column: int, units: int) -> None:
    """Hangul takes one UTF-16 unit, an emoji two, and a column outside the text is its nearest end."""
    assert to_units(text, column) == units


@given(st.text(), st.integers(0, 40))
def test_units_and_characters_are_inverse(text: str, column: int) -> None:
    """Going to units and back gives the column again, whatever the text holds."""
    column = min(column, len(text))
    assert to_characters(text, to_units(text, column)) == column


def test_select_gives_the_span_text(qapp: object) -> None:
    """A span behind Hangul and an emoji selects just its characters."""
    document = QTextDocument('s = "가나다 😀"; y = x + 1\nz = y')
    cursor = select(document, Span(1, 13, 1, 18))
    assert cursor.selectedText() == "y = x"
    assert line_and_column(cursor) == (1, 18)


def test_select_stays_inside_the_document(qapp: object) -> None:
    """A span of a text that has become shorter selects up to the end and raises nothing."""
    document = QTextDocument("ab\ncd")
    assert select(document, Span(2, 1, 9, 9)).selectedText() == "d"
