"""What keys do to whole lines: indentation, comments, the new line's depth."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from desktop.views.editor.indentation import INDENT, dedent, indent, next_line_indentation, toggle_comments
from desktop.views.editor.positions import line_and_column

Keys = dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]]
"""What a key with its modifiers does."""
_Lines = Callable[[list[str]], list[str]]
_MANY_LINES = 2_000
"""Beyond, nobody looks where in its line the caret stood."""


def line_keys(editor: QPlainTextEdit) -> Keys:
    """Give what keys do to an editor's lines. Tab is not among them: it has other meanings too."""
    key, modifier, move = Qt.Key, Qt.KeyboardModifier, QTextCursor.MoveMode
    breaks = partial(break_line, editor)
    return {
        (key.Key_Backtab, modifier.ShiftModifier): partial(dedent_selection, editor),
        (key.Key_Return, modifier.NoModifier): breaks,
        (key.Key_Enter, modifier.KeypadModifier): breaks,
        (key.Key_Return, modifier.ShiftModifier): breaks,
        (key.Key_Slash, modifier.ControlModifier): partial(toggle_comment, editor),
        (key.Key_Home, modifier.NoModifier): partial(move_home, editor, move.MoveAnchor),
        (key.Key_Home, modifier.ShiftModifier): partial(move_home, editor, move.KeepAnchor),
    }


def indent_selection(editor: QPlainTextEdit) -> None:
    """Move the selected lines in; without a selection over lines, fill up to the next step at the caret."""
    cursor = editor.textCursor()
    if _spans_lines(cursor):
        _rewrite_lines(editor, indent)
        return
    column = line_and_column(cursor)[1]
    cursor.insertText(" " * (len(INDENT) - column % len(INDENT)))


def dedent_selection(editor: QPlainTextEdit) -> None:
    """Move the selected lines, or the caret's, out."""
    _rewrite_lines(editor, dedent)


def toggle_comment(editor: QPlainTextEdit) -> None:
    """Make the selected lines, or the caret's, comments, or code again."""
    _rewrite_lines(editor, toggle_comments)


def break_line(editor: QPlainTextEdit) -> None:
    """Begin a new line at the depth the one before asks for."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    before = cursor.block().text()[: line_and_column(cursor)[1]]
    cursor.insertText("\n" + next_line_indentation(before))
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()


def remove_step(editor: QPlainTextEdit) -> bool:
    """Take back one step of indentation before the caret; say whether there was one."""
    cursor = editor.textCursor()
    before = cursor.block().text()[: cursor.positionInBlock()]
    if cursor.hasSelection() or not before or before.strip(" "):
        return False
    surplus = (len(before) - 1) % len(INDENT) + 1
    cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, surplus)
    cursor.removeSelectedText()
    return True


def move_home(editor: QPlainTextEdit, mode: QTextCursor.MoveMode) -> None:
    """Go to the line's first letter, and from there to its very beginning."""
    cursor = editor.textCursor()
    text = cursor.block().text()
    letter = len(text) - len(text.lstrip())
    start = cursor.block().position()
    cursor.setPosition(start if cursor.positionInBlock() == letter else start + letter, mode)
    editor.setTextCursor(cursor)


def _spans_lines(cursor: QTextCursor) -> bool:
    document = cursor.document()
    return document.findBlock(cursor.selectionStart()) != document.findBlock(cursor.selectionEnd())


def _rewrite_lines(editor: QPlainTextEdit, change: _Lines) -> None:
    """Replace the lines the selection touches."""
    cursor = editor.textCursor()
    first, last = _selected_lines(cursor)
    whole = _whole_lines(cursor.document(), first, last)
    lines = whole.selectedText().split("\u2029")
    if len(lines) > _MANY_LINES:
        _rewrite_whole(editor, whole, change(lines))
    else:
        _rewrite_each(cursor.document(), first, lines, change(lines))


def _whole_lines(document: QTextDocument, first: int, last: int) -> QTextCursor:
    cursor = QTextCursor(document.findBlockByNumber(first))
    end = document.findBlockByNumber(last)
    cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _rewrite_each(document: QTextDocument, first: int, before: list[str], after: list[str]) -> None:
    """Replace only lines that differ, so that the caret keeps its place."""
    writer = QTextCursor(document)
    writer.beginEditBlock()
    for number, (old, new) in enumerate(zip(before, after, strict=True), first):
        _replace_line(writer, document.findBlockByNumber(number).position(), old, new)
    writer.endEditBlock()


def _rewrite_whole(editor: QPlainTextEdit, whole: QTextCursor, lines: list[str]) -> None:
    """Replace all lines as one text: of ten thousand each by itself costs ten microseconds. They are selected then."""
    start = whole.selectionStart()
    whole.insertText("\n".join(lines))
    end = whole.position()
    whole.setPosition(start)
    whole.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(whole)


def _selected_lines(cursor: QTextCursor) -> tuple[int, int]:
    document = cursor.document()
    first = document.findBlock(cursor.selectionStart()).blockNumber()
    end = document.findBlock(cursor.selectionEnd())
    past_line = cursor.hasSelection() and end.position() == cursor.selectionEnd() and end.blockNumber() > first
    return first, end.blockNumber() - past_line


def _replace_line(writer: QTextCursor, start: int, old: str, new: str) -> None:
    """Change only what lies before the two lines' common end: the rest, and a caret in it, stays."""
    common = _common_end(old, new)
    writer.setPosition(start)
    writer.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(old) - common)
    if len(old) != common or len(new) != common:
        writer.insertText(new[: len(new) - common])


def _common_end(old: str, new: str) -> int:
    length = min(len(old), len(new))
    return next((count for count in range(length) if old[-1 - count] != new[-1 - count]), length)
