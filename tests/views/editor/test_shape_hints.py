"""Shapes at the ends of lines: they follow their lines, and move nothing."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.finding import Finding
from desktop.records.preview import LineHint, Preview, Seen, TensorShape
from desktop.records.text import Span
from desktop.views.editor import CodeEditor
from desktop.views.editor.hover import tip_at
from desktop.views.editor.shape_words import hint_texts
from desktop.views.theme import DARK, LIGHT, Theme, mixed

Key = Qt.Key
TEXT = "import torch\nx = torch.ones(16, 5)\ny = x.sum(1)\nz = x + y.unsqueeze(1)\n"
A, B, C = (TensorShape(shape, "float32") for shape in ((16, 5), (16,), (16, 1)))
LINES = (LineHint(2, "x", (A,)), LineHint(3, "y", (B,)), LineHint(4, "z", (A,)))
SEEN = (
    Seen(Span(4, 4, 4, 5), (A,)),
    Seen(Span(4, 8, 4, 22), (C,)),
    Seen(Span(4, 4, 4, 22), (A,), (), ((16, 5), (16, 1))),
)


def look(editor: CodeEditor, text: str = TEXT) -> None:
    """Let an editor show a text and what was seen of it."""
    editor.setPlainText(text)
    editor.shapes.show(Preview(1, "complete", LINES, SEEN))


def told(editor: CodeEditor) -> dict[int, str]:
    """Give the hints by line."""
    lines = range(1, editor.blockCount() + 1)
    return {line: editor.shapes.text(line) for line in lines if editor.shapes.text(line)}


def place(editor: CodeEditor, line: int, column: int) -> QPoint:
    """Give a point on a letter, in the viewport."""
    cursor = QTextCursor(editor.document().findBlockByNumber(line - 1))
    cursor.setPosition(cursor.position() + column)
    return editor.cursorRect(cursor).center() + QPoint(3, 0)


def under(editor: CodeEditor, line: int, column: int) -> str:
    """Give what is told under the mouse at a place."""
    return tip_at(editor, place(editor, line, column), editor._marks.findings, editor.shapes)


def test_words_of_hints() -> None:
    """Names, shapes, types; a device that is not the CPU; other shapes; parameters of a module; shorter each time."""
    assert hint_texts([LineHint(1, "y", (A,))]) == ("y: 16×5 float32", "16×5 float32", "16×5")
    assert hint_texts([LineHint(1, "", (TensorShape((), "int64"),))])[0] == "→ scalar int64"
    assert hint_texts([LineHint(1, "y", (TensorShape((2,), "float16", "cuda:0"),))])[0] == "y: 2 float16 cuda:0"
    assert hint_texts([LineHint(1, "x", (B,), ((3,), (4,)))])[0] == "x: 3 or 4 or 16 float32"
    assert hint_texts([LineHint(1, "model", (), (), 1234)]) == ("model: 1,234 parameters", "1,234 parameters")
    assert hint_texts([LineHint(1, "x", (A,)), LineHint(1, "y", (B,))])[2] == "16×5,  16"


def test_hints_stand_behind_their_lines_and_move_no_letter(shown: CodeEditor) -> None:
    """The text's pixels are the same with hints and without; behind it there is faint ink."""
    shown.setPlainText(TEXT)
    shown.go_to(Span(1, 0, 1, 0))
    before = shown.grab().toImage()
    look(shown)
    shown.go_to(Span(1, 0, 1, 0))
    after = shown.grab().toImage()
    line = place(shown, 2, 0).y() + shown.viewport().y()
    end = place(shown, 2, 23).x() + shown.viewport().x()
    assert before.copy(0, 0, end, 460) == after.copy(0, 0, end, 460)
    assert before.copy(end, line - 8, 250, 16) != after.copy(end, line - 8, 250, 16)


def test_an_edited_line_loses_its_hint_and_the_others_keep_theirs(shown: CodeEditor) -> None:
    """Old news about a line under the caret is no news."""
    look(shown)
    shown.go_to(Span(3, 12, 3, 12))
    QTest.keyClicks(shown, " ")
    assert told(shown) == {2: "x: 16×5 float32", 4: "z: 16×5 float32"}


def test_hints_follow_their_lines(shown: CodeEditor) -> None:
    """Lines written and deleted above, pasted and taken back: each hint stays with its text."""
    look(shown)
    shown.go_to(Span(1, 12, 1, 12))
    QTest.keyClick(shown, Key.Key_Return)
    assert told(shown) == {3: "x: 16×5 float32", 4: "y: 16 float32", 5: "z: 16×5 float32"}
    assert shown.shapes.at(5, 4) == SEEN[0]
    shown.go_to(Span(4, 0, 5, 0))
    QTest.keyClick(shown, Key.Key_Delete)
    assert told(shown) == {3: "x: 16×5 float32", 4: "z: 16×5 float32"}
    shown.selectAll()
    QTest.keyClick(shown, Key.Key_Delete)
    assert told(shown) == {}


def test_a_new_line_above_its_text_takes_the_hint_down(shown: CodeEditor) -> None:
    """Enter at a line's beginning moves the line and its hint."""
    look(shown)
    shown.go_to(Span(3, 0, 3, 0))
    QTest.keyClick(shown, Key.Key_Return)
    assert told(shown) == {2: "x: 16×5 float32", 4: "y: 16 float32", 5: "z: 16×5 float32"}


def test_colours_change_no_hint(shown: CodeEditor, qtbot: QtBot) -> None:
    """A theme's new colours are no edit."""
    look(shown)
    before = told(shown)
    shown.set_theme(DARK)
    qtbot.waitUntil(shown._highlighter.is_complete)
    assert told(shown) == before


def test_half_a_statement_leaves_all_hints(shown: CodeEditor) -> None:
    """A text that cannot be read says nothing new; behind a look's end the old hints stay, marked as old."""
    look(shown)
    shown.shapes.show(Preview(2, "unreadable"))
    assert len(told(shown)) == 3
    shown.shapes.show(Preview(3, "partial", (LineHint(2, "x", (B,)),), (), (), until=Span(3, 0, 3, 5)))
    assert told(shown) == {2: "x: 16 float32", 4: "z: 16×5 float32"}
    assert shown.shapes._stale == {4}
    shown.shapes.show(Preview(4, "permission"))
    assert shown.shapes._stale == {2, 4}


def test_hints_can_be_turned_off(shown: CodeEditor) -> None:
    """Off, nothing is written; on, it is there again."""
    look(shown)
    shown.shapes.set_shown(shown=False)
    assert told(shown) == {}
    shown.shapes.set_shown(shown=True)
    assert len(told(shown)) == 3


def test_the_smallest_expression_under_the_mouse_is_told(shown: CodeEditor) -> None:
    """Its text, shape, type and gradient; behind the end of a line there is nothing."""
    look(shown)
    assert "<code>x</code></b><br>16×5 · float32 · cpu · no gradient" in under(shown, 4, 4).replace("&nbsp;", " ")
    assert "y.unsqueeze(1)" in under(shown, 4, 10)
    assert under(shown, 1, 3) == ""
    far = place(shown, 4, 22) + QPoint(60, 0)
    assert tip_at(shown, far, shown._marks.findings, shown.shapes) == ""


def test_a_broadcast_shows_how_shapes_line_up(shown: CodeEditor) -> None:
    """Both operands and the result stand below each other, last dimensions in one column."""
    look(shown)
    rows = under(shown, 4, 6).replace("&nbsp;", " ").replace("<code>", "").replace("</code>", "").split("<br>")
    assert rows[-3:] == ["   16  5", "   16  1", " = 16  5"]


def test_a_finding_is_told_before_the_shape(shown: CodeEditor) -> None:
    """What is wrong at a place comes first, its lined-up rows as they are."""
    look(shown)
    finding = Finding("broadcast-mismatch", "error", "They do not fit.", "Lined up:\n    16  <5>", Span(4, 4, 4, 22))
    shown.show_findings((finding,), "preview")
    text = under(shown, 4, 4)
    assert text.index("They do not fit.") < text.index("16×5")
    assert "<code>&nbsp;&nbsp;&nbsp;&nbsp;16&nbsp;&nbsp;&lt;5&gt;</code>" in text


def test_another_text_has_no_old_hints(shown: CodeEditor) -> None:
    """Opening a program begins with nothing known."""
    look(shown)
    shown.setPlainText("a\nb\nc\nd\n")
    assert told(shown) == {}
    assert shown.shapes.at(4, 4) is None


def test_hints_are_faint_in_both_themes(shown: CodeEditor) -> None:
    """They keep a contrast that can be read, less than the text's."""
    for theme in (LIGHT, DARK):
        look(shown)
        shown.set_theme(theme)
        assert 3.0 <= _contrast(shown, theme) < 7.5


def _contrast(editor: CodeEditor, theme: Theme) -> float:
    above, below = mixed(theme.muted, theme.base, 0.85), QColor(theme.base)
    light, dark = sorted((_luminance(above), _luminance(below)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
