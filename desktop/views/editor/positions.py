"""Characters to UTF-16 units and back: Python and our spans count the former, Qt the latter."""

from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.records.text import Span


def to_units(text: str, column: int) -> int:
    """Give the number of UTF-16 units before the character at `column` (at most the text's own)."""
    head = text[: max(column, 0)]
    return len(head) + sum(character > "\uffff" for character in head)


def to_characters(text: str, units: int) -> int:
    """Give the number of characters in the first `units` UTF-16 units of the text."""
    if text.isascii():
        return min(units, len(text))
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    return len(head.decode("utf-16-le", "replace"))


def position_at(document: QTextDocument, line: int, column: int) -> int:
    """Give Qt's position of a line (from 1) and column (from 0, in characters), kept inside the document."""
    number = min(max(line, 1), document.blockCount()) - 1
    block = document.findBlockByNumber(number)
    return block.position() + to_units(block.text(), column)


def select(document: QTextDocument, span: Span) -> QTextCursor:
    """Give a cursor that selects the span, and goes on selecting it while text around it changes."""
    cursor = QTextCursor(document)
    cursor.setPosition(position_at(document, span.line, span.column))
    cursor.setPosition(position_at(document, span.end_line, span.end_column), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def line_and_column(cursor: QTextCursor) -> tuple[int, int]:
    """Give the caret's line (from 1) and column (from 0, in characters)."""
    return cursor.blockNumber() + 1, to_characters(cursor.block().text(), cursor.positionInBlock())
