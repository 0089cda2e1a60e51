"""Edits are made all at once, each at the place it was meant for."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.records.edits import apply_edits, compatible
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span


def test_edits_do_not_move_each_other() -> None:
    """Two edits on a line and an insertion before it land where the text stood at first."""
    edits = [Edit(Span(2, 0, 2, 1), "long"), Edit(Span(2, 4, 2, 5), "z"), Edit(Span(2, 0, 2, 0), "new\n")]
    assert apply_edits("a\nb + c\n", edits[1:]) == "a\nnew\nb + z\n"
    assert apply_edits("a\nb + c\n", edits[:2]) == "a\nlong + z\n"


def test_equal_edits_are_made_once() -> None:
    """Two findings that ask for the same edit do not make it twice."""
    edit = Edit(Span(1, 0, 1, 0), "x")
    assert apply_edits("y", [edit, edit]) == "xy"


@given(st.text(alphabet="a한\n ", max_size=40), st.data())
def test_replacing_a_stretch_by_itself_changes_nothing(text: str, data: st.DataObject) -> None:
    """An edit with the text that stands there leaves the text as it is."""
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    start = data.draw(st.integers(0, len(lines[line - 1])))
    end = data.draw(st.integers(start, len(lines[line - 1])))
    assert apply_edits(text, [Edit(Span(line, start, line, end), lines[line - 1][start:end])]) == text


def test_fixes_that_touch_the_same_text_exclude_each_other() -> None:
    """Overlapping edits are not compatible; neighbours are."""
    one = Fix("", (Edit(Span(1, 0, 1, 4), ""),))
    assert not compatible(Fix("", (Edit(Span(1, 3, 1, 6), ""),)), [one])
    assert not compatible(Fix("", (Edit(Span(1, 0, 1, 0), ""),)), [one])
    assert compatible(Fix("", (Edit(Span(1, 4, 1, 6), ""),)), [one])
