"""Code that the window writes for a person: on lines of its own, with its imports, undone in one step."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.views.editor.assignments import Filled, assignment, fill
from desktop.views.editor.imports import import_line, missing_imports
from desktop.views.editor.indentation import next_line_indentation
from desktop.views.editor.marks import Marks
from desktop.views.editor.positions import to_units


class Insertion(QObject):
    """Inserts statements and whole blocks, and leads from placeholder to placeholder."""

    def __init__(self, editor: QPlainTextEdit, marks: Marks) -> None:
        super().__init__(editor)
        self._editor = editor
        self._marks = marks
        self._places: list[QTextCursor] = []
        self._end: QTextCursor | None = None
        editor.cursorPositionChanged.connect(self._end_elsewhere)

    def insert_statement(self, template: str) -> None:
        """Write one statement below the caret's line (or on it, if it is blank) and select its first placeholder."""
        program = self._editor.toPlainText()
        filled = fill(assignment(template, program))
        cursor = self._editor.textCursor()
        cursor.beginEditBlock()
        self._write_imports(filled.text, program, cursor)
        _open_line(cursor)
        start = cursor.position()
        cursor.insertText(filled.text)
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._open_places(start, filled)

    def insert_block(self, code: str) -> None:
        """Write top-level lines where the statement under the caret has ended."""
        program = self._editor.toPlainText()
        cursor = self._editor.textCursor()
        cursor.beginEditBlock()
        self._write_imports(code, program, cursor)
        _open_top_level(cursor)
        cursor.insertText(code.rstrip("\n"))
        cursor.endEditBlock()
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def has_places(self) -> bool:
        """Say whether Tab still leads somewhere."""
        return self._end is not None

    def next_place(self) -> None:
        """Select the next placeholder; after the last, put the caret behind the statement."""
        end = self._end
        if self._places:
            self._editor.setTextCursor(self._places.pop(0))
            self._marks.set_places(tuple(self._places))
        elif end is not None:
            self.end_places()
            self._editor.setTextCursor(end)

    def end_places(self) -> None:
        """Leave the remaining placeholders as they are."""
        self._places, self._end = [], None
        self._marks.set_places(())

    def _open_places(self, start: int, filled: Filled) -> None:
        document = self._editor.document()
        self._places = [_selection(document_cursor(self._editor), start, filled.text, place) for place in filled.places]
        self._end = QTextCursor(document)
        self._end.setPosition(start + to_units(filled.text, len(filled.text)))
        if filled.places:
            self.next_place()
        else:
            self.end_places()

    def _end_elsewhere(self) -> None:
        if self._end is not None and self._end.blockNumber() != self._editor.textCursor().blockNumber():
            self.end_places()

    def _write_imports(self, code: str, program: str, caret: QTextCursor) -> None:
        """Write what is missing below the imports at the top, and move a caret above that below it."""
        lines = missing_imports(code, program)
        number = import_line(program)
        if lines:
            self._write_lines(number, lines)
        last = self._editor.document().findBlockByNumber(number + len(lines) - 1)
        if caret.blockNumber() < number and last.isValid():
            caret.setPosition(last.position() + last.length() - 1)

    def _write_lines(self, number: int, lines: tuple[str, ...]) -> None:
        writer = document_cursor(self._editor)
        text = "\n".join(lines)
        block = writer.document().findBlockByNumber(number)
        if not block.isValid():
            writer.movePosition(QTextCursor.MoveOperation.End)
            writer.insertText(f"\n{text}")
            return
        writer.setPosition(block.position())
        writer.insertText(f"{text}\n" if number and not block.text().strip() else f"{text}\n\n")


def document_cursor(editor: QPlainTextEdit) -> QTextCursor:
    """Give a cursor of its own on the editor's document, at its start."""
    return QTextCursor(editor.document())


def _selection(cursor: QTextCursor, start: int, text: str, place: tuple[int, int]) -> QTextCursor:
    cursor.setPosition(start + to_units(text, place[0]))
    cursor.setPosition(start + to_units(text, place[1]), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _open_line(cursor: QTextCursor) -> None:
    """Move to a blank line, indented as the caret's line asks; write one where there is none."""
    line = cursor.block().text()
    cursor.clearSelection()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    if line.strip():
        cursor.insertText("\n" + next_line_indentation(line))


def _open_top_level(cursor: QTextCursor) -> None:
    """Move below the statement under the caret and leave two lines blank on either side."""
    block = cursor.block()
    while block.next().isValid() and not _begins_statement(block.next()):
        block = block.next()
    while block.previous().isValid() and not block.text().strip():
        block = block.previous()
    cursor.setPosition(block.position() + block.length() - 1)
    if block.text().strip():
        cursor.insertText("\n\n\n")


def _begins_statement(block: QTextBlock) -> bool:
    text = block.text()
    return text[:1] not in ("", " ", "\t", ")", "]", "}")
