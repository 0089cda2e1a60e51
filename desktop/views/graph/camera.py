"""From which spot and how near the picture is looked at."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

NEAREST = 4.0
FARTHEST = 0.005
_FITTED_AT_MOST = 1.6
"""Fitting a graph of four nodes should not blow it up to a poster."""
_SAME_PIXELS, _SAME_ZOOM = 3.0, 1e-3


@dataclass(frozen=True)
class Sight:
    """What is seen: which part of the picture, in its own pixels, and at which zoom (1 is 100 %)."""

    area: QRectF
    scale: float


@dataclass(frozen=True)
class Spot:
    """Where a camera stands: the point of the picture in the middle of the window, and the zoom."""

    centre: QPointF
    scale: float

    def is_near(self, other: "Spot") -> bool:
        """Say whether nobody could tell the two views apart."""
        shift = (self.centre - other.centre) * self.scale
        return shift.manhattanLength() < _SAME_PIXELS and abs(self.scale / other.scale - 1) < _SAME_ZOOM

    def within(self, bounds: QRectF) -> "Spot":
        """Give the nearest spot from which something of a picture is seen: its middle lies on the paper."""
        x = min(max(self.centre.x(), bounds.left()), bounds.right())
        y = min(max(self.centre.y(), bounds.top()), bounds.bottom())
        return Spot(QPointF(x, y), self.scale)

    def towards(self, other: "Spot", share: float) -> "Spot":
        """Give the spot a share of the way (0 to 1) to another: the zoom grows evenly and nothing sways.

        The centre moves as 1 / zoom does, since what is seen at one point of the window moves so.
        """
        scale = self.scale * (other.scale / self.scale) ** share
        near, far = 1 / self.scale, 1 / other.scale
        moved = share if abs(near - far) < _SAME_ZOOM * near else (near - 1 / scale) / (near - far)
        return Spot(self.centre + (other.centre - self.centre) * moved, scale)


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

    def spot(self, size: QSizeF) -> Spot:
        """Say where the camera stands over a window of this size."""
        return Spot(self.to_picture(QPointF(size.width() / 2, size.height() / 2)), self.scale)

    def stand(self, spot: Spot, size: QSizeF) -> None:
        """Stand at a spot over a window of this size."""
        self.look_at(spot.centre, QPointF(size.width() / 2, size.height() / 2), spot.scale)

    def zoom(self, factor: float, at: QPointF) -> None:
        """Come nearer (factor above 1) or go farther, so that what is seen at `at` stays there."""
        scale = min(max(self.scale * factor, FARTHEST), NEAREST)
        self.offset = at - (at - self.offset) * (scale / self.scale)
        self.scale = scale

    def fit(self, bounds: QRectF, size: QSizeF, nearest: float = _FITTED_AT_MOST) -> None:
        """Show the whole of `bounds` in the middle of a widget of this size, no nearer than at a zoom."""
        fitted = min(size.width() / max(bounds.width(), 1), size.height() / max(bounds.height(), 1))
        self.scale = min(max(fitted, FARTHEST), nearest)
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
