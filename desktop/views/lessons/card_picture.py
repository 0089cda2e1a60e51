"""A lesson's picture, drawn into a card as large as it fits."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.records.lesson import Lesson
from desktop.views.theme import Theme, text_font

_LEAST_SCALE, _MOST_SCALE = 0.27, 0.6
"""Of a picture, in its own pixels: below, its boxes cannot be told apart, so that it is cut off at the bottom."""


def paint_picture(painter: QPainter, area: QRect, lesson: Lesson, theme: Theme, *, spill: int) -> None:
    """Draw the picture of a lesson in the middle of an area; a high one spills over its lower edge.

    A lesson without a picture shows its number instead.
    """
    path = lesson.picture_dark if theme.name == "dark" and lesson.picture_dark else lesson.picture
    ratio = painter.device().devicePixelRatio()
    picture = _picture(path, area.width(), area.height(), spill, ratio) if path else QPixmap()
    if picture.isNull():
        painter.setPen(QColor(theme.muted))
        painter.setFont(text_font(26))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(lesson.number))
    else:
        size = picture.deviceIndependentSize()
        spare = QPointF(area.width() - size.width(), max(area.height() - size.height(), 0)) / 2
        painter.drawPixmap(QPointF(area.topLeft()) + spare, picture)


@lru_cache(maxsize=256)
def _picture(path: str, width: int, height: int, spill: int, ratio: float) -> QPixmap:
    """Give a picture as large as it fits, of a high one the upper part, for a screen of a ratio."""
    picture = QPixmap(path)
    if picture.isNull():
        return picture
    scale = min(width / picture.width(), max(height / picture.height(), _LEAST_SCALE), _MOST_SCALE) * ratio
    drawn = picture.scaledToWidth(round(picture.width() * scale), Qt.TransformationMode.SmoothTransformation)
    drawn = drawn.copy(0, 0, drawn.width(), min(drawn.height(), round((height + spill) * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return drawn
