"""The strip of line numbers beside the text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QWidget

from desktop.views.theme import Theme

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor

_LEFT, _RIGHT = 16, 12
_DIGITS_KEPT = 2
_DOT = 6


class Gutter(QWidget):
    """Numbers the visible lines; the caret's line in full colour, the line of an error with a dot."""

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._error_line: int | None = None
        self.setToolTip("Line numbers, as errors and nodes name them")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def mark_error(self, line: int | None) -> None:
        """Set a dot at a line (from 1), or none."""
        self._error_line = line
        self.update()

    def width_needed(self) -> int:
        """Give the width for the largest number, at least two digits wide so that the text seldom moves."""
        digits = max(_DIGITS_KEPT, len(str(self._editor.blockCount())))
        return _LEFT + self._editor.fontMetrics().horizontalAdvance("9") * digits + _RIGHT

    def _paint_line(self, painter: QPainter, block: QTextBlock, area: QRect) -> None:
        number = block.blockNumber() + 1
        current = number == self._editor.textCursor().blockNumber() + 1
        painter.setPen(QColor(self._theme.text if current else self._theme.muted))
        if number == self._error_line:
            self._paint_dot(painter, area)
            painter.setPen(QColor(self._theme.error))
        painter.drawText(area.adjusted(0, 0, -_RIGHT, 0), Qt.AlignmentFlag.AlignRight, str(number))

    def _paint_dot(self, painter: QPainter, area: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.error))
        painter.drawEllipse(5, area.top() + (self._editor.fontMetrics().height() - _DOT) // 2, _DOT, _DOT)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that the event touches."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.base))
        painter.setFont(self._editor.font())
        for block, top, height in self._editor.visible_lines():
            area = QRect(0, top, self.width(), height)
            if area.intersects(event.rect()):
                self._paint_line(painter, block, area)

    def sizeHint(self) -> QSize:
        """Ask for the width of the numbers."""
        return QSize(self.width_needed(), 0)
