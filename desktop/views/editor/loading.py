"""Puts a long text into the editor by pieces: ten million letters at once would stall the window for seconds."""

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_LETTERS, _LINES = 100_000, 2_000
"""What a piece holds at most: some fifteen milliseconds."""
_READS_AS = {
    "\r\n": "\n",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\ufdd0": "\n",
    "\ufdd1": "\n",
    "\N{NO-BREAK SPACE}": " ",
}
"""What a QTextDocument makes of some characters; of the rest it says what was put in."""


class Loading(QObject):
    """Loads one text at a time. Until all is there the editor is read-only, and keys wait for their turn.

    `grown` tells the line that a new piece begins in, `finished` that all is there.
    """

    grown = Signal(QTextBlock)
    finished = Signal()

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        self._shown = 0
        self._keys: list[QKeyEvent] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_active(self) -> bool:
        """Whether something is still to come."""
        return self._timer.isActive()

    @property
    def text(self) -> str:
        """The whole text that is being loaded."""
        return self._text

    def begin(self, text: str) -> str:
        """Give what of a text is to be shown at once; the rest comes with the next turns of the event loop.

        What of another text was still to come is forgotten.
        """
        self._timer.stop()
        self._keys.clear()
        text = _as_document(text)
        self._shown = end_of_piece(text, 0)
        is_long = self._shown < len(text)
        self._text = text if is_long else ""
        self._set_waiting(waiting=is_long)
        if is_long:
            self._timer.start()
        return text[: self._shown]

    def complete(self) -> None:
        """Load all that is still to come now: something is about to be done in the text, anywhere."""
        while self.is_active:
            self._timer.stop()
            self._go_on()

    def holds(self, event: QKeyEvent) -> bool:
        """Keep a key until the whole text is there; say whether that is so."""
        if self.is_active:
            self._keys.append(event.clone())
        return self.is_active

    def _go_on(self) -> None:
        end = end_of_piece(self._text, self._shown)
        self._append(self._text[self._shown : end])
        self._shown = end
        if end < len(self._text):
            self._timer.start()
        else:
            self._finish()

    def _append(self, piece: str) -> None:
        """Add a piece unheard: of the text, as `toPlainText` tells it, nothing changes."""
        document = self._editor.document()
        with QSignalBlocker(document), QSignalBlocker(self._editor):
            cursor = QTextCursor(document)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            begin = cursor.position()
            cursor.insertText(piece)
            document.setModified(False)
        self.grown.emit(document.findBlock(begin))

    def _finish(self) -> None:
        self._text = ""
        self._set_waiting(waiting=False)
        self.finished.emit()
        keys, self._keys = self._keys, []
        for key in keys:
            self._editor.keyPressEvent(key)

    def _set_waiting(self, *, waiting: bool) -> None:
        """Let nobody write meanwhile, so that the history of the text begins with all of it."""
        self._editor.setReadOnly(waiting)
        self._editor.setUndoRedoEnabled(not waiting)


def end_of_piece(text: str, start: int) -> int:
    """Say where the piece of a text ends that begins at `start`: behind a line where there is one."""
    piece = text[start : start + _LETTERS]
    *lines, rest = piece.split("\n", _LINES)
    if start + len(piece) == len(text) and len(lines) < _LINES:
        return len(text)
    return start + len(piece) - (len(rest) if lines else 0)


def _as_document(text: str) -> str:
    for written, read in _READS_AS.items():
        text = text.replace(written, read)
    return text
