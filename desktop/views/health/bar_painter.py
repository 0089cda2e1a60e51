"""How the bar chart is painted."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from desktop.views.health.badges import SIDE, paint_badge, verdict_colour
from desktop.views.health.bar_rows import BADGE, HEAD, NUMBER, BarRows
from desktop.views.health.evidence import Bar
from desktop.views.health.health import Health
from desktop.views.tensor_text import number_text
from desktop.views.theme import Theme, code_font, text_font

_ROOM_FOR_TEXT = 13.0
_ROOM_FOR_BADGES = 9.0
_THICKEST = 14.0


class BarPainter:
    """Paints rows that are laid out."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font = text_font(9)
        self._numbers = code_font(8.5)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme

    def label_width(self, health: Health) -> float:
        """Give the room that the longest label takes."""
        longest = max((bar.label for bar in health.bars), key=len, default="")
        return QFontMetricsF(self._font).horizontalAdvance(longest)

    def paint(self, painter: QPainter, health: Health, rows: BarRows, chosen: str) -> None:
        """Paint axis, rows and lines."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        floor = rows.top(rows.count)
        self._paint_axis(painter, rows, floor)
        every = max(1, math.ceil(_ROOM_FOR_TEXT / rows.height))
        for place, bar in enumerate(health.bars):
            if bar.node == chosen:
                row = QRectF(0, rows.top(place), rows.right + NUMBER, max(rows.height, 2.0))
                painter.fillRect(row, QColor(self._theme.selection))
            self._paint_bar(painter, rows, place, bar)
            if place % every == 0:
                self._paint_label(painter, rows, place, bar)
        self._paint_lines(painter, rows, floor)
        if rows.height >= _ROOM_FOR_TEXT:
            self._paint_numbers(painter, health, rows, chosen)

    def _paint_axis(self, painter: QPainter, rows: BarRows, floor: float) -> None:
        painter.setFont(self._numbers)
        for share, text in rows.scale.ticks():
            x = rows.left + share * (rows.right - rows.left)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(x, HEAD - 3), QPointF(x, floor))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(
                QRectF(x - 40, 0, 80, HEAD - 5), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text
            )

    def _paint_bar(self, painter: QPainter, rows: BarRows, place: int, bar: Bar) -> None:
        """Paint a bar as long as its number, hatched all along where it is not finite, with its mark before it."""
        value = rows.values[place]
        middle = rows.top(place) + rows.height / 2
        thick = min(max(rows.height * 0.66, 1.5), _THICKEST)
        colour = verdict_colour(bar.verdict, self._theme)
        painter.setPen(Qt.PenStyle.NoPen)
        if value is not None and math.isfinite(value) and value > 0:
            painter.setBrush(colour)
            length = max(rows.x(value) - rows.left, 2.0)
            painter.drawRect(QRectF(rows.left, middle - thick / 2, length, thick))
        elif value is not None and value != 0:
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(QRectF(rows.left, middle - thick / 2, rows.right - rows.left, thick))
        if bar.verdict is not None and rows.height >= _ROOM_FOR_BADGES:
            scale = min(1.0, (rows.height - 1) / SIDE)
            painter.save()
            painter.translate(rows.left - BADGE / 2, middle)
            painter.scale(scale, scale)
            paint_badge(painter, QPointF(), bar.verdict, self._theme)
            painter.restore()

    def _paint_numbers(self, painter: QPainter, health: Health, rows: BarRows, chosen: str) -> None:
        """Write each bar's number behind it, on the ground of its row, so that no line runs through it."""
        painter.setFont(self._numbers)
        metrics = QFontMetricsF(self._numbers)
        for place, (bar, value) in enumerate(zip(health.bars, rows.values, strict=True)):
            if value is not None and value != 0:
                text = number_text(value)
                end = rows.x(value) if math.isfinite(value) else rows.right
                room = QRectF(end + 4, rows.top(place) + 1, metrics.horizontalAdvance(text) + 4, rows.height - 2)
                ground = self._theme.selection if bar.node == chosen else self._theme.base
                painter.fillRect(room, QColor(ground))
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_label(self, painter: QPainter, rows: BarRows, place: int, bar: Bar) -> None:
        height = max(rows.height, _ROOM_FOR_TEXT)
        room = QRectF(8, rows.top(place) + (rows.height - height) / 2, rows.left - BADGE - 10, height)
        text = QFontMetricsF(self._font).elidedText(bar.label, Qt.TextElideMode.ElideLeft, room.width())
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _paint_lines(self, painter: QPainter, rows: BarRows, floor: float) -> None:
        """Paint each threshold that lies on the axis, with the mark of what lies beyond at its head."""
        for name, value in rows.lines.items():
            if rows.scale.holds(value):
                x = rows.x(value)
                painter.setPen(QPen(verdict_colour(name, self._theme), 1.4, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, HEAD - 2), QPointF(x, floor))
                painter.save()
                painter.translate(x, HEAD - 3)
                painter.scale(0.7, 0.7)
                paint_badge(painter, QPointF(), name, self._theme)
                painter.restore()
