"""Long texts come into the editor by pieces."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.finding import Fix
from desktop.records.text import Edit, Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.loading import end_of_piece

LONG = "".join(f"x{number} = {number}\n" for number in range(20_000)) + "last = 1"


def _pieces(text: str) -> list[str]:
    start, pieces = 0, []
    while start < len(text):
        end = end_of_piece(text, start)
        pieces.append(text[start:end])
        start = end
    return pieces


@pytest.mark.parametrize(
    "text",
    ["", "x", "x\n", LONG, "\n" * 10_000, "x" * 1_000_000, "x" * 150_000 + "\n" + "y\n" * 5_000, "\n" * 2_000],
    ids=["empty", "letter", "line", "long", "empty lines", "one line", "mixed", "just so many"],
)
def test_pieces_are_all_of_a_text_and_none_is_long(text: str) -> None:
    """Joined they are the text; none is empty, or holds more than is put in at once."""
    pieces = _pieces(text)
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= 100_000 and piece.count("\n") <= 2_000 for piece in pieces)


def test_a_short_text_is_there_at_once(shown: CodeEditor, qtbot: QtBot) -> None:
    """Of a program of usual length nothing is to come, and none is told to have come."""
    with qtbot.assertNotEmitted(shown.loaded):
        shown.setPlainText("x = 1\n" * 500)
    assert not shown.is_loading
    assert not shown.isReadOnly()


def test_a_long_text_comes_by_and_by(shown: CodeEditor, qtbot: QtBot) -> None:
    """Its beginning is seen at once; what is told of the text is whole from the start."""
    with qtbot.waitSignal(shown.loaded):
        shown.setPlainText(LONG)
        assert shown.is_loading
        assert shown.blockCount() < 3_000
        assert shown.toPlainText() == LONG
    assert shown.blockCount() == 20_001
    assert shown.toPlainText() == LONG
    assert shown.document().toPlainText() == LONG


def test_a_loaded_text_is_new(shown: CodeEditor, qtbot: QtBot) -> None:
    """It counts as unmodified, there is nothing to undo, and undo of the first edit gives all of it."""
    with qtbot.waitSignal(shown.loaded):
        shown.setPlainText(LONG)
    assert not shown.document().isModified()
    assert not shown.document().isUndoAvailable()
    QTest.keyClicks(shown, "y")
    assert shown.document().isModified()
    shown.undo()
    assert shown.toPlainText() == LONG
    assert not shown.document().isModified()


def test_loading_tells_of_no_edit(shown: CodeEditor, qtbot: QtBot) -> None:
    """Once its beginning is there, no further change of the text and no star is told."""
    shown.setPlainText(LONG)
    document = shown.document()
    with (
        qtbot.assertNotEmitted(shown.textChanged),
        qtbot.assertNotEmitted(document.modificationChanged),
        qtbot.waitSignal(shown.loaded),
    ):
        pass


def test_what_is_typed_meanwhile_is_not_lost(shown: CodeEditor, qtbot: QtBot) -> None:
    """Keys wait for the last piece and are taken then in their order."""
    with qtbot.waitSignal(shown.loaded):
        shown.setPlainText(LONG)
        QTest.keyClicks(shown, "ab")
        QTest.keyClick(shown, Qt.Key.Key_Return)
        assert shown.toPlainText() == LONG
    assert shown.toPlainText() == f"ab\n{LONG}"


def test_a_place_is_gone_to_though_it_was_still_to_come(shown: CodeEditor) -> None:
    """Who asks for a line behind what is there gets it."""
    shown.setPlainText(LONG)
    shown.go_to(Span(15_000, 0, 15_000, 6))
    assert shown.textCursor().selectedText() == "x14999"


def test_an_edit_meanwhile_finds_the_whole_text(shown: CodeEditor) -> None:
    """A fix at the end is written there, as one step of undo."""
    shown.setPlainText(LONG)
    shown.apply_fix(Fix("Rename", (Edit(Span(20_001, 0, 20_001, 4), "first"),)))
    assert shown.toPlainText().endswith("\nfirst = 1")
    shown.undo()
    assert shown.toPlainText() == LONG


def test_another_text_takes_the_place_of_one_that_is_loaded(shown: CodeEditor, qtbot: QtBot) -> None:
    """Nothing of the first comes behind the second, nor what was typed into the first."""
    shown.setPlainText(LONG)
    QTest.keyClicks(shown, "ab")
    shown.setPlainText("x = 1\n")
    assert not shown.is_loading
    qtbot.wait(1)
    assert shown.toPlainText() == "x = 1\n"
    QTest.keyClicks(shown, "y")
    assert shown.toPlainText() == "yx = 1\n"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028", "\u2029"])
def test_what_is_told_before_all_is_there_is_what_is_told_then(shown: CodeEditor, qtbot: QtBot, ends: str) -> None:
    """Line ends of every kind, and blanks that Qt changes, read the same from the start."""
    with qtbot.waitSignal(shown.loaded):
        shown.setPlainText(f"a\u00a0b{ends}" * 50_000)
        told = shown.toPlainText()
    assert shown.toPlainText() == told


def test_all_of_it_is_coloured(shown: CodeEditor, qtbot: QtBot) -> None:
    """The last line of a long text has its colours in the end."""
    with qtbot.waitSignal(shown.loaded):
        shown.setPlainText(LONG)
    qtbot.waitUntil(lambda: bool(shown.document().lastBlock().layout().formats()), timeout=20_000)
