"""A picture as a widget shows it at one moment: what moves between two moments is told by two of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QTransform

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.graph_picture import GraphPicture

Places = Callable[[int], QRectF]
"""Where a box of a picture is on the widget."""


@dataclass(frozen=True)
class Scene:
    """A picture, the camera over it, and the widget's size and how many pixels of the screen one of its own has."""

    picture: GraphPicture
    camera: Camera
    size: QSize
    ratio: float

    @cached_property
    def transform(self) -> QTransform:
        """The way from the picture to the widget."""
        return self.camera.transform()

    def sight(self) -> Sight:
        """Give what is seen."""
        return self.camera.sight(QSizeF(self.size))

    def place(self, box: int) -> QRectF:
        """Give the place of a box on the widget."""
        return self.transform.mapRect(self.picture.rect(box))

    def window(self) -> QRectF:
        """Give the whole of the widget."""
        return QRectF(0, 0, self.size.width(), self.size.height())
