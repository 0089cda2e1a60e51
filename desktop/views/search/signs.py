"""The signs on the find bar's buttons, drawn as strokes: sharp at any scale, in the colours of the theme."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from desktop.views.theme import Theme, text_font

SIDE = 16
_RATIO = 3
"""Drawn three times as large, for screens of up to 300 %."""
_STROKES = {
    "previous": ((4, 10, 8, 6), (8, 6, 12, 10)),
    "next": ((4, 6, 8, 10), (8, 10, 12, 6)),
    "close": ((4.5, 4.5, 11.5, 11.5), (4.5, 11.5, 11.5, 4.5)),
    "find": ((10, 10, 13.5, 13.5),),
    "help": (),
}


def sign(name: str, theme: Theme) -> QIcon:
    """Draw one of "previous", "next", "close", "find", "help"; greyed where its button is disabled."""
    icon = QIcon()
    icon.addPixmap(_pixmap(name, QColor(theme.text)), QIcon.Mode.Normal)
    grey = QColor(theme.muted)
    grey.setAlphaF(0.45)
    icon.addPixmap(_pixmap(name, grey), QIcon.Mode.Disabled)
    return icon


def sign_size() -> QSize:
    """Give the size of the signs in device-independent pixels."""
    return QSize(SIDE, SIDE)


def _pixmap(name: str, colour: QColor) -> QPixmap:
    pixmap = QPixmap(SIDE * _RATIO, SIDE * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6, c=Qt.PenCapStyle.RoundCap))
    painter.drawLines([QLineF(*stroke) for stroke in _STROKES[name]])
    if name == "find":
        painter.drawEllipse(QPointF(6.8, 6.8), 4.2, 4.2)
    if name == "help":
        painter.setFont(text_font(10))
        painter.drawText(QRectF(0, 0, SIDE, SIDE), Qt.AlignmentFlag.AlignCenter, "?")
    painter.end()
    return pixmap
