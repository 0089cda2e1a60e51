"""The card above the output that says how a program failed, and leads to where."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from desktop.records.run import Failure
from desktop.records.text import Span
from desktop.views.shortening import shortened
from desktop.views.theme import Theme, code_font, mixed, palette, text_font

_SHOWN = 400
_TRACEBACK_SHOWN = 100_000
"""Characters; ten million take a second to be laid out."""
_BAR = 3
_RADIUS = 6
_TRACEBACK_HEIGHT = 120


class FailureCard(QFrame):
    """Type and message of an exception, its line, and on demand the whole traceback."""

    span_requested = Signal(Span)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._failure: Failure | None = None
        self._title = QLabel()
        self._message = QLabel()
        self._line = QToolButton()
        self._more = QToolButton()
        self._copy = QToolButton()
        self._traceback = QPlainTextEdit()
        self._build()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        colours = palette(theme)
        colours.setColor(colours.ColorRole.Base, mixed(theme.error, theme.base, 0.03))
        self.setPalette(colours)
        colours.setColor(colours.ColorRole.WindowText, QColor(theme.error))
        self._title.setPalette(colours)
        colours.setColor(colours.ColorRole.ButtonText, QColor(theme.accent))
        self._line.setPalette(colours)
        self.update()

    def show_failure(self, failure: Failure | None) -> None:
        """Show a failure, or nothing at all."""
        self._failure = failure
        self.setVisible(failure is not None)
        self._more.setChecked(False)
        if failure is not None:
            self._fill(failure)

    def _fill(self, failure: Failure) -> None:
        message = failure.message.strip()
        self._title.setText(failure.type)
        self._message.setText(message if len(message) <= _SHOWN else f"{message[:_SHOWN]}…")
        self._message.setVisible(bool(message))
        self._traceback.setPlainText(shortened(failure.traceback.rstrip() or message, _TRACEBACK_SHOWN))
        self._line.setVisible(failure.span is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if failure.span else Qt.CursorShape.ArrowCursor)
        if failure.span is not None:
            self._line.setText(f"Line {failure.span.line}")

    def _build(self) -> None:
        font = text_font(10)
        font.setBold(True)
        self._title.setFont(font)
        for label in (self._title, self._message):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._set_up(self._line, "", "Show the place in the text")
        self._line.clicked.connect(self._go)
        self._set_up(self._more, "Traceback", "Show how Python got there")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._traceback.setVisible)
        self._set_up(self._copy, "Copy", "Copy type, message and traceback")
        self._copy.clicked.connect(self._copy_all)
        self._traceback.setReadOnly(True)
        self._traceback.setFont(code_font(9))
        self._traceback.setFrameShape(QFrame.Shape.NoFrame)
        self._traceback.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._traceback.setFixedHeight(_TRACEBACK_HEIGHT)
        self._traceback.hide()
        self._lay_out()

    def _set_up(self, button: QToolButton, text: str, tooltip: str) -> None:
        button.setAutoRaise(True)
        button.setText(text)
        button.setToolTip(tooltip)
        button.setCursor(Qt.CursorShape.ArrowCursor)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._title)
        top.addWidget(self._line)
        top.addStretch(1)
        top.addWidget(self._more)
        top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 8, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._message)
        column.addWidget(self._traceback)

    def _go(self) -> None:
        if self._failure is not None and self._failure.span is not None:
            self.span_requested.emit(self._failure.span)

    def _copy_all(self) -> None:
        if self._failure is not None:
            text = self._failure.traceback or f"{self._failure.type}: {self._failure.message}"
            QGuiApplication.clipboard().setText(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead to the place in the text, from anywhere on the card."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go()
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card's ground with a bar of the error's colour at its edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.error))
        painter.drawRoundedRect(self.rect(), _RADIUS, _RADIUS)
        painter.setBrush(mixed(self._theme.error, self._theme.base, 0.1))
        painter.drawRoundedRect(self.rect().adjusted(_BAR, 0, 0, 0), _RADIUS, _RADIUS)
