"""The strip of line numbers beside the text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTextBlock
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.views.theme import Theme, mixed

if TYPE_CHECKING:
    from desktop.views.editor.code_editor import CodeEditor

_LEFT, _RIGHT = 16, 12
_DIGITS_KEPT = 2
_DOT = 6
_BULB_LEFT = 5.0
_BULB_TIP = "This can be mended: click, or Alt+Enter with the caret on the line"


class Gutter(QWidget):
    """Numbers the visible lines; the caret's line in full colour, the line of an error with a dot."""

    def __init__(self, editor: "CodeEditor", theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme
        self._error_line: int | None = None
        self._fixable: set[int] = set()
        self.setToolTip("Line numbers, as errors and nodes name them")

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self.update()

    def mark_error(self, line: int | None) -> None:
        """Set a dot at a line (from 1), or none."""
        self._error_line = line
        self.update()

    def mark_fixes(self, lines: set[int]) -> None:
        """Set a light bulb at lines (from 1) that can be mended."""
        if lines != self._fixable:
            self._fixable = lines
            self.update()

    def width_needed(self) -> int:
        """Give the width for the largest number, at least two digits wide so that the text seldom moves."""
        digits = max(_DIGITS_KEPT, len(str(self._editor.blockCount())))
        return _LEFT + self._editor.fontMetrics().horizontalAdvance("9") * digits + _RIGHT

    def _paint_line(self, painter: QPainter, block: QTextBlock, area: QRect) -> None:
        number = block.blockNumber() + 1
        current = number == self._editor.textCursor().blockNumber() + 1
        painter.setPen(QColor(self._theme.text if current else self._theme.muted))
        if number in self._fixable:
            self._paint_bulb(painter, area)
        elif number == self._error_line:
            self._paint_dot(painter, area)
        if number == self._error_line:
            painter.setPen(QColor(self._theme.error))
        painter.drawText(area.adjusted(0, 0, -_RIGHT, 0), Qt.AlignmentFlag.AlignRight, str(number))

    def _paint_dot(self, painter: QPainter, area: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.error))
        painter.drawEllipse(5, area.top() + (self._editor.fontMetrics().height() - _DOT) // 2, _DOT, _DOT)
        painter.restore()

    def _paint_bulb(self, painter: QPainter, area: QRect) -> None:
        """Draw a bulb: a glowing circle on a foot of two lines."""
        middle = area.top() + self._editor.fontMetrics().height() / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(self._theme.warning)
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(mixed(self._theme.warning, self._theme.base, 0.35))
        painter.drawEllipse(QRectF(_BULB_LEFT, middle - 5.5, 7.5, 7.5))
        for below in (3.5, 5.5):
            painter.drawLine(QPointF(_BULB_LEFT + 2, middle + below), QPointF(_BULB_LEFT + 5.5, middle + below))
        painter.restore()

    def _line_at(self, y: float) -> int | None:
        lines = self._editor.visible_lines()
        return next((block.blockNumber() + 1 for block, top, height in lines if top <= y < top + height), None)

    def event(self, event: QEvent) -> bool:
        """Say what a bulb is for where there is one."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            is_bulb = self._line_at(event.pos().y()) in self._fixable
            QToolTip.showText(event.globalPos(), _BULB_TIP if is_bulb else self.toolTip(), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer the fixes of a line at its bulb."""
        line = self._line_at(event.position().y())
        if line in self._fixable:
            self._editor.ask_fix(line)
        else:
            super().mousePressEvent(event)

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
