"""How the bar chart is painted."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from desktop.views.health.badges import SIDE, paint_badge, verdict_colour
from desktop.views.health.bar_rows import BADGE, HEAD, BarRows
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

    def paint(self, painter: QPainter, health: Health, rows: BarRows, seen: tuple[float, float], chosen: str) -> None:
        """Paint the rows in sight (between two heights), with the axis above them wherever they are scrolled to."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = seen
        floor = min(rows.top(rows.count), bottom)
        self._paint_ticks(painter, rows, top, floor)
        places = rows.between(top, bottom)
        every = max(1, math.ceil(_ROOM_FOR_TEXT / rows.height))
        for place in places:
            bar = health.bars[place]
            if bar.node == chosen:
                row = QRectF(0, rows.top(place), rows.right + rows.number, max(rows.height, 2.0))
                painter.fillRect(row, QColor(self._theme.selection))
            self._paint_bar(painter, rows, place, bar)
            if place % every == 0:
                self._paint_label(painter, rows, place, bar)
        self._paint_lines(painter, rows, top, floor)
        if rows.height >= _ROOM_FOR_TEXT and rows.has_numbers:
            self._paint_numbers(painter, health, rows, places, chosen)
        self._paint_head(painter, rows, top)

    def _paint_ticks(self, painter: QPainter, rows: BarRows, top: float, floor: float) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        for share, _ in rows.scale.ticks(rows.right - rows.left):
            x = rows.left + share * (rows.right - rows.left)
            painter.drawLine(QPointF(x, top + HEAD - 3), QPointF(x, floor))

    def _paint_head(self, painter: QPainter, rows: BarRows, top: float) -> None:
        """Write the axis's numbers, and the mark of what lies beyond at the head of each threshold."""
        painter.fillRect(QRectF(0, top, rows.right + rows.number, HEAD - 4), QColor(self._theme.base))
        painter.setFont(self._numbers)
        painter.setPen(QColor(self._theme.muted))
        for share, text in rows.scale.ticks(rows.right - rows.left):
            x = rows.left + share * (rows.right - rows.left)
            place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(QRectF(x - 40, top, 80, HEAD - 6), place, text)
        for name, value in rows.lines.items():
            if rows.scale.holds(value):
                painter.save()
                painter.translate(rows.x(value), top + HEAD - 3)
                painter.scale(0.7, 0.7)
                paint_badge(painter, QPointF(), name, self._theme)
                painter.restore()

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

    def _paint_numbers(self, painter: QPainter, health: Health, rows: BarRows, places: range, chosen: str) -> None:
        """Write each bar's number behind it, on the ground of its row, so that no line runs through it."""
        painter.setFont(self._numbers)
        metrics = QFontMetricsF(self._numbers)
        for place in places:
            bar, value = health.bars[place], rows.values[place]
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

    def _paint_lines(self, painter: QPainter, rows: BarRows, top: float, floor: float) -> None:
        """Paint each threshold that lies on the axis."""
        for name, value in rows.lines.items():
            if rows.scale.holds(value):
                x = rows.x(value)
                painter.setPen(QPen(verdict_colour(name, self._theme), 1.4, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, top + HEAD - 2), QPointF(x, floor))
