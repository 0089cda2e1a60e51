"""The panel of what a program printed, and of how it failed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from desktop.records.run import Failure
from desktop.records.text import Span
from desktop.views.empty_state import paint_empty_state
from desktop.views.failure_card import FailureCard
from desktop.views.line_queue import LineQueue
from desktop.views.theme import Theme, code_font, palette, text_font

LINES_KEPT = 10_000
_BLOCKS_KEPT = LINES_KEPT + 1
"""One more for what follows the last line's end, mostly nothing."""
_FLUSH_MS = 33
_LINES_AT_ONCE = 500
"""More would stall the window: ten thousand lines into a full text take half a second."""
_MOST_PENDING = 2_000_000


class OutputPanel(QWidget):
    """Streams printed text in batches, the last ten thousand lines of it."""

    span_requested = Signal(Span)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pending: list[str] = []
        self._pending_length = 0
        self._breaks = 0
        self._queue = LineQueue(_BLOCKS_KEPT)
        self._text = _OutputText(theme)
        self._card = FailureCard(theme)
        self._count = QLabel()
        self._copy = QToolButton()
        self._clear = QToolButton()
        self._timer = QTimer(self, singleShot=True, interval=_FLUSH_MS)
        self._build()
        self.set_theme(theme)
        self._tell_count()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.setPalette(palette(theme))
        colours = palette(theme)
        colours.setColor(colours.ColorRole.WindowText, theme.muted)
        self._count.setPalette(colours)
        self._card.set_theme(theme)
        self._text.set_theme(theme)

    def clear(self) -> None:
        """Forget all text and any failure."""
        self._pending, self._pending_length, self._breaks = [], 0, 0
        self._queue = LineQueue(_BLOCKS_KEPT)
        self._text.clear()
        self._card.show_failure(None)
        self._tell_count()

    def append(self, text: str) -> None:
        """Add printed text; it is shown with the next batch, at most a thirtieth of a second later."""
        self._pending.append(text)
        self._pending_length += len(text)
        self._breaks += text.count("\n")
        if self._pending_length > _MOST_PENDING:
            self._forget_oldest()
        if not self._timer.isActive():
            self._timer.start()

    def show_failure(self, failure: Failure | None) -> None:
        """Show above the text how the program failed, or that it did not."""
        self._card.show_failure(failure)

    def _forget_oldest(self) -> None:
        kept = "".join(self._pending)[-_MOST_PENDING // 2 :]
        self._pending, self._pending_length = [kept], len(kept)

    def _flush(self) -> None:
        text = "".join(self._pending)
        self._pending, self._pending_length = [], 0
        if text:
            self._queue.feed(text)
        if not self._queue.is_empty:
            self._text.replace_last_line(self._queue.take(_LINES_AT_ONCE))
            self._tell_count()
            self._timer.start()

    def _tell_count(self) -> None:
        lines = self._text.line_count()
        full = self._breaks >= _BLOCKS_KEPT == self._text.blockCount()
        kept = f"{'the last ' if full else ''}{lines:,} line{'s' * (lines != 1)}"
        self._count.setText(kept if lines else "")
        self._copy.setEnabled(lines > 0)
        self._clear.setEnabled(lines > 0)

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    def _build(self) -> None:
        self._timer.timeout.connect(self._flush)
        self._card.span_requested.connect(self.span_requested)
        self._count.setFont(text_font(9))
        for button, text, tooltip, action in (
            (self._copy, "Copy", "Copy all output", self._copy_all),
            (self._clear, "Clear", "Clear the output", self.clear),
        ):
            button.setText(text)
            button.setToolTip(tooltip)
            button.setAutoRaise(True)
            button.clicked.connect(action)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 2, 4, 2)
        bar.setSpacing(2)
        bar.addWidget(self._count, 1)
        bar.addWidget(self._copy)
        bar.addWidget(self._clear)
        card = QVBoxLayout()
        card.setContentsMargins(8, 0, 8, 8)
        card.addWidget(self._card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(card)
        column.addWidget(self._text, 1)


class _OutputText(QPlainTextEdit):
    """The text itself, read only, following its end while a person does not look elsewhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(_BLOCKS_KEPT)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(code_font(9.5))
        self.document().setDocumentMargin(8)
        self.setAccessibleName("Output")
        self.setToolTip("What the program printed")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.viewport().update()

    def line_count(self) -> int:
        """Give the number of lines with something in them or something after them."""
        last = self.document().lastBlock()
        return self.blockCount() - (not last.text())

    def replace_last_line(self, lines: list[str]) -> None:
        followed = self._is_at_end()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(lines))
        self._stay_at_end(followed=followed)

    def _is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum()

    def _stay_at_end(self, *, followed: bool) -> None:
        if followed:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the last lines in view where they were."""
        followed = self._is_at_end()
        super().resizeEvent(event)
        self._stay_at_end(followed=followed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, or where there is none what would be here."""
        super().paintEvent(event)
        if self.document().isEmpty():
            paint_empty_state(self.viewport(), self._theme, "No output yet", "What your program prints appears here.")
