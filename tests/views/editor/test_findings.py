"""Findings in the text, and their fixes at the light bulb."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.records.finding import Finding, Fix
from desktop.records.text import Edit, Span
from desktop.views.editor import CodeEditor
from desktop.views.theme import LIGHT

Key = Qt.Key
FIX = Fix("Write import torch", (Edit(Span(1, 0, 1, 0), "import torch\n"), Edit(Span(2, 0, 2, 1), "w")))
MENDED = Finding("undefined-name", "error", "name 'torch' is not defined", "No line binds it.", Span(1, 4, 1, 9), FIX)
PLAIN = Finding("odd", "warning", "This is odd.", "Is it?", Span(2, 4, 2, 5))
HINT = Finding("fine", "hint", "This is fine.", "It is.", Span(2, 0, 2, 1))
TEXT = "x = torch.ones(2)\ny = x\n"


def underlined(editor: CodeEditor) -> dict[str, str]:
    """Give the underlined texts with their colours."""
    none = QTextCharFormat.UnderlineStyle.NoUnderline
    marks = [mark for mark in editor.extraSelections() if mark.format.underlineStyle() != none]
    return {mark.cursor.selectedText(): mark.format.underlineColor().name() for mark in marks}


@pytest.fixture
def marked(shown: CodeEditor) -> CodeEditor:
    """Show a text with findings."""
    shown.setPlainText(TEXT)
    shown.show_findings((MENDED, PLAIN, HINT))
    return shown


def test_findings_are_underlined_by_severity(marked: CodeEditor) -> None:
    """Errors, warnings and hints each have their colour."""
    colours = {
        name: QColor(colour).name()
        for name, colour in (("torch", LIGHT.error), ("x", LIGHT.warning), ("y", LIGHT.muted))
    }
    assert underlined(marked) == colours


def test_each_origin_replaces_only_its_own(marked: CodeEditor) -> None:
    """What language help found goes without what the run found; the same finding of two stands once."""
    marked.show_findings((PLAIN,), "preview")
    assert len(underlined(marked)) == 3
    marked.show_findings((), "run")
    assert list(underlined(marked)) == ["x"]
    marked.show_findings((), "preview")
    assert underlined(marked) == {}


def test_findings_follow_their_text_and_go_with_it(marked: CodeEditor) -> None:
    """Lines written above move them; deleting their text ends them."""
    marked.go_to(Span(1, 0, 1, 0))
    QTest.keyClick(marked, Key.Key_Return)
    assert set(underlined(marked)) == {"torch", "x", "y"}
    marked.go_to(Span(2, 4, 2, 9))
    QTest.keyClick(marked, Key.Key_Delete)
    assert set(underlined(marked)) == {"x", "y"}


def test_a_fix_is_one_step_of_undo(marked: CodeEditor) -> None:
    """All its edits come and go together."""
    marked.apply_fix(FIX)
    assert marked.toPlainText() == "import torch\nx = torch.ones(2)\nw = x\n"
    marked.undo()
    assert marked.toPlainText() == TEXT


def test_what_a_fix_mends_is_marked_no_more(marked: CodeEditor) -> None:
    """Also where the fix is elsewhere: the finding, its light bulb, and the error that the run ended with."""
    marked.mark_error(Span(1, 4, 1, 9))
    marked.apply_fix(FIX)
    assert "torch" not in underlined(marked)
    assert marked._marks.findings.fixable_lines() == set()
    assert marked._marks.error_line() is None


def test_a_fix_finds_its_places_after_edits(marked: CodeEditor) -> None:
    """Made for a text, it still mends the text with a line more above."""
    marked.go_to(Span(1, 17, 1, 17))
    QTest.keyClick(marked, Key.Key_Return)
    QTest.keyClicks(marked, "# more")
    marked.apply_fix(FIX)
    assert marked.toPlainText() == "import torch\nx = torch.ones(2)\n# more\nw = x\n"


def test_a_fix_of_no_finding_is_applied_where_it_says(shown: CodeEditor) -> None:
    """A fix from elsewhere goes by its spans."""
    shown.setPlainText(TEXT)
    shown.apply_fix(Fix("Say z", (Edit(Span(2, 0, 2, 1), "z"),)))
    assert shown.toPlainText() == "x = torch.ones(2)\nz = x\n"


def test_alt_enter_offers_the_fixes_of_the_line(marked: CodeEditor, qtbot: QtBot) -> None:
    """The first is chosen already, so Enter takes it."""
    marked.go_to(Span(1, 0, 1, 0))
    QTest.keyClick(marked, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    menu = marked.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Write import torch"]
    with qtbot.waitSignal(marked.fix_requested) as asked:
        QTest.keyClick(menu, Key.Key_Return)
    assert asked.args == [MENDED]


def test_alt_enter_on_a_line_without_fixes_does_nothing(marked: CodeEditor) -> None:
    """No menu, no text."""
    marked.go_to(Span(2, 0, 2, 0))
    QTest.keyClick(marked, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert marked.findChild(QMenu) is None
    assert marked.toPlainText() == TEXT


def test_the_bulb_offers_the_fixes(marked: CodeEditor) -> None:
    """A click on the gutter beside the line opens them; beside another line it does not."""
    gutter = marked._gutter
    height = marked.fontMetrics().height()
    QTest.mouseClick(gutter, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, 10 + height))
    assert marked.findChild(QMenu) is None
    QTest.mouseClick(gutter, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(8, 12))
    menu = marked.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.close()


def test_f12_and_control_click_ask_for_the_definition(marked: CodeEditor, qtbot: QtBot) -> None:
    """The place is the caret's, or the one under the mouse."""
    marked.go_to(Span(2, 4, 2, 4))
    with qtbot.waitSignal(marked.definition_requested) as asked:
        QTest.keyClick(marked, Key.Key_F12)
    assert asked.args == [2, 4]
    place = marked.cursorRect().center()
    with qtbot.waitSignal(marked.definition_requested) as asked:
        QTest.mouseClick(marked.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    assert asked.args == [2, 4]


def test_wants_are_marked_and_unmarked(shown: CodeEditor) -> None:
    """What consent is asked for is underlined until the question is gone."""
    shown.setPlainText(TEXT)
    shown.mark_wants((Span(1, 4, 1, 9),))
    assert list(underlined(shown)) == ["torch"]
    shown.mark_wants(())
    assert underlined(shown) == {}
