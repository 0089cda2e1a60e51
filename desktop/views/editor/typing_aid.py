"""What keys do to whole lines: indentation, comments, the new line's depth."""

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.views.editor.indentation import INDENT, dedent, indent, next_line_indentation, toggle_comments
from desktop.views.editor.positions import line_and_column

_Lines = Callable[[list[str]], list[str]]


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
    """Replace the lines the selection touches, and only those that differ, so that the caret keeps its place."""
    cursor = editor.textCursor()
    first, last = _selected_lines(cursor)
    document = cursor.document()
    lines = [document.findBlockByNumber(number).text() for number in range(first, last + 1)]
    writer = QTextCursor(document)
    writer.beginEditBlock()
    for number, (old, new) in enumerate(zip(lines, change(lines), strict=True), first):
        _replace_line(writer, document.findBlockByNumber(number).position(), old, new)
    writer.endEditBlock()


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
