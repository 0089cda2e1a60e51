"""Where the text is scrolled to, for a place of it to be seen."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_AIR = 24
"""Pixels that are seen beside the place."""


def show_place(editor: QPlainTextEdit, place: QTextCursor) -> None:
    """Select a place and scroll it to the middle, sideways no further than its end, or its beginning, asks."""
    editor.setTextCursor(place)
    editor.centerCursor()
    bar = editor.horizontalScrollBar()
    bar.setValue(0)
    left, right = _sides(editor, place)
    bar.setValue(max(0, min(right + _AIR - editor.viewport().width(), left - _AIR)))


def _sides(editor: QPlainTextEdit, place: QTextCursor) -> tuple[int, int]:
    """Give how far from the viewport's left a place begins, and how far it goes on in its first line."""
    first, last = QTextCursor(place), QTextCursor(place)
    first.setPosition(place.selectionStart())
    last.setPosition(place.selectionEnd())
    end = last if last.block() == first.block() else first
    return editor.cursorRect(first).left(), editor.cursorRect(end).right()
