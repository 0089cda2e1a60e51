"""Find and replace in the text, by real keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.find_panel import FindPanel
from desktop.views.editor.gutter import Gutter
from desktop.views.editor.text_search import Wanted, matches, problem, replacement
from desktop.views.theme import LIGHT, mixed

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = "loss = 1\nLoss = loss\n가 = loss  # 😀 loss\n"


def panel(editor: CodeEditor) -> FindPanel:
    """Give the editor's panel."""
    found = editor.findChild(FindPanel)
    assert isinstance(found, FindPanel)
    return found


def fields(editor: CodeEditor) -> tuple[QLineEdit, QLineEdit]:
    """Give the fields of what to find and what to write instead."""
    return panel(editor)._words, panel(editor)._instead


def found(editor: CodeEditor) -> list[str]:
    """Give the texts that are tinted as found."""
    ground = mixed(LIGHT.warning, LIGHT.base, 0.28)
    marks = editor.extraSelections()
    return [mark.cursor.selectedText() for mark in marks if mark.format.background().color() == ground]


@pytest.fixture
def searched(shown: CodeEditor) -> CodeEditor:
    """Show a text whose panel is open, with a word in it."""
    shown.setPlainText(TEXT)
    QTest.keyClick(shown, Key.Key_F, CONTROL)
    QTest.keyClicks(fields(shown)[0], "loss")
    return shown


def test_the_windows_own_find_is_kept_away(shown: CodeEditor) -> None:
    """With the keyboard in the text or in the panel, Ctrl+F is the editor's."""
    for widget in (shown, fields(shown)[0]):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Key.Key_F, CONTROL)
        event.ignore()
        QApplication.sendEvent(widget, event)
        assert event.isAccepted()


def test_words_are_found_as_they_are_typed(searched: CodeEditor) -> None:
    """All are tinted, the first from the caret on is selected, and counted."""
    assert panel(searched).isVisible()
    assert found(searched) == ["loss", "Loss", "loss", "loss", "loss"]
    assert searched.textCursor().selectedText() == "loss"
    assert panel(searched)._count.text() == "1 of 5"


def test_enter_goes_round(searched: CodeEditor) -> None:
    """Enter and F3 go on, with Shift back, and at the end it begins anew."""
    words = fields(searched)[0]
    starts = []
    for key, modifier in [(Key.Key_Return, Qt.KeyboardModifier.NoModifier)] * 5 + [(Key.Key_Return, SHIFT)]:
        QTest.keyClick(words, key, modifier)
        starts.append(searched.textCursor().selectionStart())
    assert starts == [9, 16, 25, 36, 0, 36]
    QTest.keyClick(searched, Key.Key_F3)
    assert searched.textCursor().selectionStart() == 0
    QTest.keyClick(searched, Key.Key_F3, SHIFT)
    assert searched.textCursor().selectionStart() == 36


def test_case_can_matter(searched: CodeEditor) -> None:
    """With Aa on, other letters are other words."""
    panel(searched)._case.click()
    assert found(searched) == ["loss", "loss", "loss", "loss"]


def test_escape_closes_and_gives_the_keyboard_back(searched: CodeEditor) -> None:
    """The tint goes, the selection stays, typing goes on in the text."""
    QTest.keyClick(fields(searched)[0], Key.Key_Escape)
    assert not panel(searched).isVisible()
    assert found(searched) == []
    assert searched.hasFocus()


def test_the_selected_word_is_searched_for(shown: CodeEditor) -> None:
    """Ctrl+F on a selection begins with it."""
    shown.setPlainText(TEXT)
    shown.go_to(Span(2, 0, 2, 4))
    QTest.keyClick(shown, Key.Key_F, CONTROL)
    assert fields(shown)[0].text() == "Loss"


def test_replacing_one_goes_on_to_the_next(searched: CodeEditor) -> None:
    """Enter in the second field replaces what is selected."""
    QTest.keyClick(fields(searched)[0], Key.Key_H, CONTROL)
    QTest.keyClicks(fields(searched)[1], "l")
    QTest.keyClick(fields(searched)[1], Key.Key_Return)
    assert searched.toPlainText().startswith("l = 1\nLoss = loss")
    assert searched.textCursor().selectedText() == "Loss"


def test_replacing_all_is_one_step_of_undo(searched: CodeEditor) -> None:
    """Every match goes at once, behind Hangul and emoji too, and comes back at once."""
    QTest.keyClick(fields(searched)[0], Key.Key_H, CONTROL)
    QTest.keyClicks(fields(searched)[1], "error")
    panel(searched).replace_all()
    assert searched.toPlainText() == TEXT.lower().replace("loss", "error")
    assert panel(searched)._count.text() == "5 replaced"
    searched.undo()
    assert searched.toPlainText() == TEXT


def test_a_regular_expression_finds_and_fills_in(shown: CodeEditor) -> None:
    r"""Groups are \1 and \2; a wrong one is told and finds nothing."""
    shown.setPlainText("a.mul(b)\nc.mul(d)\n")
    QTest.keyClick(shown, Key.Key_H, CONTROL)
    panel(shown)._regex.click()
    QTest.keyClicks(fields(shown)[0], r"(\w)\.mul\((\w)\)")
    QTest.keyClicks(fields(shown)[1], r"\1 * \2")
    panel(shown).replace_all()
    assert shown.toPlainText() == "a * b\nc * d\n"
    fields(shown)[0].setText("(")
    assert found(shown) == []
    assert "parenthes" in panel(shown)._count.text()


def test_edits_are_searched_again(searched: CodeEditor, qtbot: QtBot) -> None:
    """What is typed into the text is found, too."""
    searched.go_to(Span(4, 0, 4, 0))
    QTest.keyClicks(searched, "loss")
    qtbot.waitUntil(lambda: len(found(searched)) == 6)


def test_the_panel_stands_in_the_corner(searched: CodeEditor) -> None:
    """It lies over the text, within the view, also when the editor shrinks."""
    searched.resize(300, 200)
    assert searched.rect().contains(panel(searched).geometry())


def test_words_are_no_pattern() -> None:
    """Signs stand for themselves; nothing is found of nothing; a hopeless pattern ends."""
    assert [match.start for match in matches("a+b a+b", Wanted("a+b"))] == [0, 4]
    assert matches("abc", Wanted("")) == []
    assert matches("abc", Wanted("x*", is_pattern=True)) == []
    assert matches("a" * 5_000 + "!", Wanted("(a+)+$", is_pattern=True)) == []
    assert problem(Wanted("(", is_pattern=True))
    assert not problem(Wanted("("))
    (match,) = matches("ab", Wanted("(a)(b)", is_pattern=True))
    assert replacement(Wanted("(a)(b)", is_pattern=True), match, r"\2\n\1\9\\") == "b\na\\"
    assert replacement(Wanted("ab"), match, r"\1") == r"\1"


def test_the_panel_covers_no_line(shown: CodeEditor) -> None:
    """The text and its numbers begin below the panel, with replace further down, and are back when it is closed."""
    shown.setPlainText(TEXT)
    gutter = shown.findChild(Gutter)
    assert isinstance(gutter, Gutter)
    begin = shown.viewport().y()
    QTest.keyClick(shown, Key.Key_F, CONTROL)
    small = shown.viewport().y()
    assert begin <= panel(shown).geometry().bottom() < small == gutter.y()
    QTest.mouseClick(panel(shown)._more, LEFT)
    large = shown.viewport().y()
    assert small < panel(shown).geometry().bottom() < large == gutter.y()
    assert shown.firstVisibleBlock().blockNumber() == 0
    QTest.keyClick(fields(shown)[0], Key.Key_Escape)
    assert shown.viewport().y() == gutter.y() == begin
