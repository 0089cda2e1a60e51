"""Going to a place scrolls sideways only where it must."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.records.text import Span
from desktop.views.editor import CodeEditor

LONG = "short = 1\n" + "x = " + " + ".join(["12345"] * 100) + "\n"


@pytest.fixture
def scrolled(shown: CodeEditor) -> CodeEditor:
    """Show a text with a long line, the caret at its end."""
    shown.setPlainText(LONG)
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_End)
    assert shown.horizontalScrollBar().value() > 0
    return shown


def test_a_place_that_fits_shows_the_beginnings_of_lines(scrolled: CodeEditor) -> None:
    """What can be seen from the left is seen from there."""
    scrolled.go_to(Span(2, 4, 2, 9))
    assert scrolled.horizontalScrollBar().value() == 0


def test_a_place_far_out_is_seen_whole(scrolled: CodeEditor) -> None:
    """Further out the text is scrolled as far as the place's end, and no further."""
    scrolled.go_to(Span(2, 204, 2, 209))
    end = scrolled.cursorRect().right()
    assert 0 < end < scrolled.viewport().width() <= end + 40


def test_of_a_long_place_the_beginning_is_seen(scrolled: CodeEditor) -> None:
    """A place wider than the editor is shown from where it begins."""
    scrolled.go_to(Span(2, 0, 2, len(LONG) - 11))
    assert scrolled.horizontalScrollBar().value() == 0
