"""Spans of a program's text."""

import pytest

from desktop.records.text import Span

EXPRESSION = Span(2, 4, 3, 1)


@pytest.mark.parametrize("position", [(2, 4), (2, 99), (3, 0), (3, 1)])
def test_a_caret_in_a_span_or_at_its_last_edge_is_contained(position: tuple[int, int]) -> None:
    """A caret at the start, anywhere inside, and just behind the last character lies in the span."""
    assert EXPRESSION.contains(*position)


@pytest.mark.parametrize("position", [(1, 50), (2, 3), (3, 2), (4, 0)])
def test_a_caret_outside_a_span_is_not_contained(position: tuple[int, int]) -> None:
    """A caret before the first character, behind the last edge, or on another line lies outside."""
    assert not EXPRESSION.contains(*position)
