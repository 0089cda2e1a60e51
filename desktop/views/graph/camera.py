"""From which spot and how near the picture is looked at."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

NEAREST = 4.0
FARTHEST = 0.005
_FITTED_AT_MOST = 1.6
"""Fitting a graph of four nodes should not blow it up to a poster."""


@dataclass(frozen=True)
class Sight:
    """What is seen: which part of the picture, in its own pixels, and at which zoom (1 is 100 %)."""

    area: QRectF
    scale: float


class Camera:
    """A zoom (1 is 100 %) and an offset: a point p of the picture is seen at p * scale + offset, in widget pixels."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.offset = QPointF()

    def transform(self) -> QTransform:
        """Give the way from the picture to the widget."""
        return QTransform(self.scale, 0, 0, self.scale, self.offset.x(), self.offset.y())

    def to_picture(self, point: QPointF) -> QPointF:
        """Find the point of the picture that is seen at a point of the widget."""
        return (point - self.offset) / self.scale

    def sight(self, size: QSizeF) -> Sight:
        """Give what a widget of this size shows."""
        return Sight(QRectF(-self.offset / self.scale, size / self.scale), self.scale)

    def zoom(self, factor: float, at: QPointF) -> None:
        """Come nearer (factor above 1) or go farther, so that what is seen at `at` stays there."""
        scale = min(max(self.scale * factor, FARTHEST), NEAREST)
        self.offset = at - (at - self.offset) * (scale / self.scale)
        self.scale = scale

    def fit(self, bounds: QRectF, size: QSizeF) -> None:
        """Show the whole of `bounds` in the middle of a widget of this size."""
        nearest = min(size.width() / max(bounds.width(), 1), size.height() / max(bounds.height(), 1))
        self.scale = min(max(nearest, FARTHEST), _FITTED_AT_MOST)
        self.offset = QPointF(size.width() / 2, size.height() / 2) - bounds.center() * self.scale

    def look_at(self, point: QPointF, at: QPointF, scale: float) -> None:
        """Show a point of the picture at a point of the widget, at a zoom."""
        self.scale = scale
        self.offset = at - point * scale

    def pan(self, by: QPointF, bounds: QRectF, size: QSizeF, ratio: float) -> QPoint:
        """Move the picture by some pixels, never wholly out of sight; give by how many whole pixels of the screen.

        `ratio` is how many of those a pixel of the widget has.
        """
        before = self.offset
        self.offset = before + by
        centre = self.to_picture(QPointF(size.width() / 2, size.height() / 2))
        nearest = QPointF(
            min(max(centre.x(), bounds.left()), bounds.right()), min(max(centre.y(), bounds.top()), bounds.bottom())
        )
        moved = ((self.offset + (centre - nearest) * self.scale - before) * ratio).toPoint()
        self.offset = before + QPointF(moved) / ratio
        return moved
