"""The signs on the flow player's buttons, drawn as paths: sharp at any scale, in the colours of the theme."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from desktop.views.theme import Theme

_SIDE = 20
_RATIO = 3
"""Drawn three times as large, for screens of up to 300 %."""


def player_icon(name: str, theme: Theme) -> QIcon:
    """Draw a sign, greyed where its button is disabled.

    One of "play", "pause", "forward", "back", "start", "end", "steps", "follow", "loop-nothing", "loop-film",
    "loop-phase".
    """
    icon = QIcon()
    icon.addPixmap(_pixmap(name, QColor(theme.text)), QIcon.Mode.Normal)
    grey = QColor(theme.muted)
    grey.setAlphaF(0.45)
    icon.addPixmap(_pixmap(name, grey), QIcon.Mode.Disabled)
    return icon


def icon_size() -> QSize:
    """Give the size of the icons in device-independent pixels."""
    return QSize(_SIDE, _SIDE)


def _pixmap(name: str, colour: QColor) -> QPixmap:
    pixmap = QPixmap(_SIDE * _RATIO, _SIDE * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name in _LINES:
        painter.setPen(QPen(colour, 1.8, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(_LINES[name]())
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(colour, 1.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(colour)
    painter.drawPath(_PATHS[name]())
    painter.end()
    return pixmap


def _triangle(left: float, right: float, half: float) -> QPainterPath:
    """Draw a triangle from its flat side at `left` to its tip at `right` (which may lie left of it)."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(left, 10 - half), QPointF(right, 10), QPointF(left, 10 + half)]))
    path.closeSubpath()
    return path


def _bar(left: float, width: float, half: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(left, 10 - half, width, 2 * half))
    return path


def _play() -> QPainterPath:
    return _triangle(6, 16, 6)


def _pause() -> QPainterPath:
    return _bar(5.5, 2.6, 5.6) + _bar(11.9, 2.6, 5.6)


def _forward() -> QPainterPath:
    return _bar(4.5, 1.4, 4.8) + _triangle(8.5, 16, 4.8)


def _back() -> QPainterPath:
    return _bar(14.1, 1.4, 4.8) + _triangle(11.5, 4, 4.8)


def _start() -> QPainterPath:
    return _bar(4, 1.2, 4.8) + _triangle(10.5, 5.8, 4.8) + _triangle(16, 11.3, 4.8)


def _end() -> QPainterPath:
    return _triangle(4, 8.7, 4.8) + _triangle(9.5, 14.2, 4.8) + _bar(14.8, 1.2, 4.8)


def _loop_line() -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(QRectF(4, 4, 12, 12), 60)
    path.arcTo(QRectF(4, 4, 12, 12), 60, 300)
    return path


def _loop_head() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(12.2, 1.6), QPointF(16.4, 4.9), QPointF(11.4, 7.0)]))
    path.closeSubpath()
    return path


def _once_line() -> QPainterPath:
    path = QPainterPath(QPointF(3.5, 10))
    path.lineTo(13, 10)
    path.moveTo(16.2, 5.5)
    path.lineTo(16.2, 14.5)
    return path


def _once_head() -> QPainterPath:
    return _triangle(10.4, 14.2, 3.4)


def _loop_head_with_dot() -> QPainterPath:
    path = _loop_head()
    path.addEllipse(QPointF(10, 10), 1.8, 1.8)
    return path


def _steps_lines() -> QPainterPath:
    path = QPainterPath()
    for y in (5.0, 10.0, 15.0):
        path.moveTo(8, y)
        path.lineTo(16.5, y)
    return path


def _steps_dots() -> QPainterPath:
    path = QPainterPath()
    for y in (5.0, 10.0, 15.0):
        path.addEllipse(QPointF(4.4, y), 1.3, 1.3)
    return path


def _follow_lines() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(10, 10), 5.2, 5.2)
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(10 + 5.2 * x, 10 + 5.2 * y)
        path.lineTo(10 + 7.8 * x, 10 + 7.8 * y)
    return path


def _follow_dot() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(10, 10), 1.6, 1.6)
    return path


_LINES = {
    "loop-nothing": _once_line,
    "loop-film": _loop_line,
    "loop-phase": _loop_line,
    "steps": _steps_lines,
    "follow": _follow_lines,
}
_PATHS = {
    "play": _play,
    "pause": _pause,
    "forward": _forward,
    "back": _back,
    "start": _start,
    "end": _end,
    "loop-nothing": _once_head,
    "loop-film": _loop_head,
    "loop-phase": _loop_head_with_dot,
    "steps": _steps_dots,
    "follow": _follow_dot,
}
