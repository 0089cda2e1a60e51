"""The editor, by real keys and the wheel."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.ghost import EXAMPLE
from desktop.views.theme import DARK, LIGHT

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def editor(qtbot: QtBot) -> CodeEditor:
    """Show an editor that has the keyboard."""
    widget = CodeEditor(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(520, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget


def _type(editor: CodeEditor, text: str) -> None:
    QTest.keyClicks(editor, text)


def _press(editor: CodeEditor, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(editor, key, modifier)


def _marked(editor: CodeEditor, ground: str) -> list[str]:
    marks = editor.extraSelections()
    return [mark.cursor.selectedText() for mark in marks if mark.format.background().color() == QColor(ground)]


def _underlined(editor: CodeEditor) -> list[str]:
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    return [mark.cursor.selectedText() for mark in editor.extraSelections() if mark.format.underlineStyle() == wave]


def test_enter_goes_in_after_a_colon_and_out_after_return(editor: CodeEditor) -> None:
    """A function typed without a single blank at a line's start is indented."""
    _type(editor, "def f(x):")
    _press(editor, Key.Key_Return)
    _type(editor, "return x")
    _press(editor, Key.Key_Return)
    _type(editor, "y = f(1)")
    assert editor.toPlainText() == "def f(x):\n    return x\ny = f(1)"


def test_tab_and_backtab_move_the_selected_lines(editor: CodeEditor) -> None:
    """Tab moves the lines in, Shift+Tab out again, and the focus stays."""
    editor.setPlainText("a\nb\nc")
    cursor = editor.textCursor()
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    _press(editor, Key.Key_Tab)
    assert editor.toPlainText() == "    a\n    b\nc"
    _press(editor, Key.Key_Backtab, SHIFT)
    assert editor.toPlainText() == "a\nb\nc"
    assert editor.hasFocus()


def test_backspace_takes_one_step(editor: CodeEditor) -> None:
    """In the blanks before a line one key takes back four of them; behind a word one letter."""
    editor.setPlainText("        x")
    editor.go_to(Span(1, 8, 1, 8))
    _press(editor, Key.Key_Backspace)
    assert editor.toPlainText() == "    x"
    _press(editor, Key.Key_End)
    _press(editor, Key.Key_Backspace)
    assert editor.toPlainText() == "    "


def test_home_goes_to_the_first_letter_first(editor: CodeEditor) -> None:
    """Home stops at the code, pressed again at the margin."""
    editor.setPlainText("    x = 1")
    editor.go_to(Span(1, 9, 1, 9))
    _press(editor, Key.Key_Home)
    assert editor.textCursor().position() == 4
    _press(editor, Key.Key_Home)
    assert editor.textCursor().position() == 0


def test_control_slash_comments_and_undo_takes_it_back(editor: CodeEditor) -> None:
    """The comment toggle is one step of undo."""
    editor.setPlainText("a = 1\nb = 2")
    editor.selectAll()
    _press(editor, Key.Key_Slash, CONTROL)
    assert editor.toPlainText() == "# a = 1\n# b = 2"
    editor.undo()
    assert editor.toPlainText() == "a = 1\nb = 2"


def test_shift_enter_begins_a_true_line(editor: CodeEditor) -> None:
    """No soft line break gets into a program: lines are counted as Python counts them."""
    _type(editor, "a")
    _press(editor, Key.Key_Return, SHIFT)
    _type(editor, "b")
    assert editor.blockCount() == 2


def test_pasted_separators_become_lines(editor: CodeEditor) -> None:
    """Unicode's line separators, as word processors write them, are line ends."""
    data = QMimeData()
    data.setText("a\u2028b\u2029c")
    editor.insertFromMimeData(data)
    assert (editor.toPlainText(), editor.blockCount()) == ("a\nb\nc", 3)


def test_control_enter_is_left_to_others(editor: CodeEditor) -> None:
    """The key that runs a program writes nothing into it."""
    _type(editor, "a")
    _press(editor, Key.Key_Return, CONTROL)
    assert editor.toPlainText() == "a"


def test_a_colon_behind_the_caret_is_not_before_it(editor: CodeEditor) -> None:
    """Behind emoji, too, only what stands before the caret decides on the next line's depth."""
    editor.setPlainText('s = "😀😀😀" yy:')
    editor.go_to(Span(1, 10, 1, 10))
    _press(editor, Key.Key_Return)
    assert editor.toPlainText() == 's = "😀😀😀" \nyy:'


def test_composed_text_does_not_stand_on_the_example(editor: CodeEditor) -> None:
    """While Hangul is being composed on the empty page, the example is gone."""
    empty = editor.grab().toImage()
    QApplication.sendEvent(editor, QInputMethodEvent("ㅎ", []))
    composing = editor.grab().toImage()
    assert empty.copy(60, 50, 300, 100) != composing.copy(60, 50, 300, 100)


def test_hangul_keys_are_typed(editor: CodeEditor) -> None:
    """A key that Qt has no name for is text like any other."""
    event = QKeyEvent(QEvent.Type.KeyPress, 0xAC00, Qt.KeyboardModifier.NoModifier, "가")
    QApplication.sendEvent(editor, event)
    assert editor.toPlainText() == "가"


def test_zoom_by_keys_and_wheel(editor: CodeEditor) -> None:
    """Ctrl with +, - and the wheel change the letters' size, Ctrl+0 gives the usual one, the text stays."""
    usual = editor.font().pointSizeF()
    _press(editor, Key.Key_Equal, CONTROL)
    assert editor.font().pointSizeF() == usual + 1
    _press(editor, Key.Key_0, CONTROL)
    assert editor.font().pointSizeF() == usual
    _wheel(editor, -120)
    assert editor.font().pointSizeF() == usual - 1
    assert editor.toPlainText() == ""


def _wheel(editor: CodeEditor, angle: int) -> None:
    place = QPointF(50, 50)
    event = QWheelEvent(
        place,
        QPointF(editor.mapToGlobal(place)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), event)


def test_the_caret_is_told_in_characters(editor: CodeEditor, qtbot: QtBot) -> None:
    """Behind an emoji the column counts it once."""
    editor.setPlainText("a\n😀가x")
    with qtbot.waitSignal(editor.caret_moved) as told:
        editor.go_to(Span(2, 2, 2, 2))
    assert told.args == [2, 2]


def test_marks_cover_their_spans(editor: CodeEditor) -> None:
    """Hovered span and error stand behind Hangul and emoji where they belong, and go when told."""
    editor.setPlainText('s = "가나다 😀"; y = x + 1')
    editor.mark_span(Span(1, 17, 1, 22))
    editor.mark_error(Span(1, 13, 1, 14))
    assert _marked(editor, LIGHT.span) == ["x + 1"]
    assert _underlined(editor) == ["y"]
    editor.mark_span(None)
    editor.mark_error(None)
    assert (_marked(editor, LIGHT.span), _underlined(editor)) == ([], [])


def test_an_error_mark_moves_with_its_text(editor: CodeEditor) -> None:
    """Lines written above an error do not leave its mark behind."""
    editor.setPlainText("a\nb = c")
    editor.mark_error(Span(2, 4, 2, 5))
    editor.go_to(Span(1, 0, 1, 0))
    _press(editor, Key.Key_Return)
    assert _underlined(editor) == ["c"]


def test_an_error_mark_goes_when_its_line_is_edited(editor: CodeEditor) -> None:
    """What was wrong may be right by now; colours that come later are no edit."""
    editor.setPlainText("a\nb = c")
    editor.mark_error(Span(2, 4, 2, 5))
    editor.set_theme(DARK)
    assert _underlined(editor) == ["c"]
    editor.go_to(Span(2, 5, 2, 5))
    QTest.keyClicks(editor, "d")
    assert _underlined(editor) == []


def test_matching_brackets_are_marked(editor: CodeEditor) -> None:
    """The caret at a bracket marks both; brackets in strings and comments count for nothing."""
    editor.setPlainText('f("(", [1])  # )')
    editor.go_to(Span(1, 2, 1, 2))
    texts = [mark.cursor.selectedText() for mark in editor.extraSelections()]
    assert texts[1:] == ["(", ")"]
    positions = [mark.cursor.selectionStart() for mark in editor.extraSelections()]
    assert positions[1:] == [1, 10]


def test_tab_on_the_empty_page_takes_the_example(editor: CodeEditor) -> None:
    """What the empty page shows can be had with one key and undone."""
    _press(editor, Key.Key_Tab)
    assert editor.toPlainText() == EXAMPLE
    editor.undo()
    assert editor.toPlainText() == ""


def test_insertion_writes_import_and_statement_and_leads_through_places(editor: CodeEditor) -> None:
    """Into an empty page goes a program that runs; Tab leads from place to place and then to the end."""
    editor.insert_assignment("x = torch.randn(«2», «3»)")
    assert editor.toPlainText() == "import torch\n\nx = torch.randn(2, 3)"
    _type(editor, "12")
    _press(editor, Key.Key_Tab)
    assert editor.textCursor().selectedText() == "3"
    _type(editor, "4")
    _press(editor, Key.Key_Tab)
    _type(editor, "!")
    assert editor.toPlainText().splitlines()[-1] == "x = torch.randn(12, 4)!"
    _press(editor, Key.Key_Tab)
    assert editor.toPlainText().splitlines()[-1].rstrip(" ") == "x = torch.randn(12, 4)!"
    assert editor.toPlainText().endswith(" ")


def test_insertion_goes_below_the_caret_line_at_its_depth(editor: CodeEditor) -> None:
    """A statement never lands inside another one, and follows the block it is put in."""
    editor.setPlainText("import torch\ndef f(x):\n    y = x\n")
    editor.go_to(Span(3, 6, 3, 6))
    editor.insert_assignment("y = «x».sum()")
    assert editor.toPlainText() == "import torch\ndef f(x):\n    y = x\n    y2 = x.sum()\n"
    editor.undo()
    assert editor.toPlainText() == "import torch\ndef f(x):\n    y = x\n"


def test_insertion_with_the_caret_among_imports_goes_below_them(editor: CodeEditor) -> None:
    """A statement stands after every import it needs, wherever the caret was."""
    editor.setPlainText("import os\nimport sys")
    editor.insert_assignment("y = F.relu(torch.ones(«2»))")
    lines = editor.toPlainText().splitlines()
    assert lines[:4] == ["import os", "import sys", "import torch", "import torch.nn.functional as F"]
    assert lines[-1] == "y = F.relu(torch.ones(2))"


def test_moving_to_another_line_ends_the_places(editor: CodeEditor) -> None:
    """Tab is indentation again once the caret has left the statement."""
    editor.insert_assignment("x = torch.randn(«2», «3»)")
    editor.go_to(Span(2, 0, 2, 0))
    _press(editor, Key.Key_Tab)
    assert editor.toPlainText() == "import torch\n    \nx = torch.randn(2, 3)"


def test_a_block_goes_between_statements(editor: CodeEditor) -> None:
    """A class inserted with the caret in a function stands below the function, undone in one step."""
    before = "def f(x):\n    y = x\n    return y\nprint(f(1))\n"
    editor.setPlainText(before)
    editor.go_to(Span(2, 3, 2, 3))
    editor.insert_block("class Net(nn.Module):\n    pass\n")
    text = editor.toPlainText()
    assert text.startswith("import torch.nn as nn\n\ndef f(x):")
    assert "    return y\n\n\nclass Net(nn.Module):\n    pass\nprint(f(1))" in text
    editor.undo()
    assert editor.toPlainText() == before


def test_replacing_the_text_can_be_undone(editor: CodeEditor) -> None:
    """A text put in by an edit leaves the one before within reach; opening another does not."""
    editor.setPlainText("a")
    editor.replace_text("b")
    editor.undo()
    assert editor.toPlainText() == "a"
    editor.setPlainText("c")
    assert not editor.document().isUndoAvailable()


def test_line_numbers_grow_with_the_text(editor: CodeEditor) -> None:
    """A thousand lines have room for four digits."""
    narrow = editor.viewport().x()
    editor.setPlainText("\n" * 1_000)
    assert editor.viewport().x() > narrow


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_page_has_the_theme_colours(editor: CodeEditor, theme: object) -> None:
    """Both halves of the widget stand on the theme's ground."""
    editor.set_theme(DARK if theme is DARK else LIGHT)
    picture: QImage = editor.grab().toImage()
    ground = QColor((DARK if theme is DARK else LIGHT).base)
    assert picture.pixelColor(3, 500) == ground
    assert picture.pixelColor(300, 500) == ground
