"""What the editor gives to the clipboard, and what it takes from there."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from desktop.views.lessons.pasted import pasted_program

_COPIED_WITH_COLOURS = 100_000
"""Letters; ten million take a second."""
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def is_long(cursor: QTextCursor) -> bool:
    """Say whether a selection is too long to be copied with its colours."""
    return cursor.selectionEnd() - cursor.selectionStart() > _COPIED_WITH_COLOURS


def plain_copy(cursor: QTextCursor) -> QMimeData:
    """Give a selection as plain text."""
    copied = QMimeData()
    copied.setText(with_line_ends(cursor.selectedText()))
    return copied


def pasted_text(source: QMimeData) -> str:
    """Give plain text whose lines all end as a program's do; of a session, what was typed at its prompts."""
    return pasted_program(with_line_ends(source.text()))


def with_line_ends(text: str) -> str:
    """Give a text whose lines all end as a program's do."""
    return text.translate(_LINE_ENDS)
