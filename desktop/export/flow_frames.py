"""The pictures of a flow from moment to moment, all of one size, with the keys of the colours below."""

import math

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from desktop.export.view import View, ViewPainter
from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import Theme

NARROWEST, WIDEST = 800, 1600
_HIGHEST = 1200
"""In pixels, the keys not counted: a higher picture is seen from farther away."""
_NEAREST = 1.5


class FlowFrames:
    """Paints frames whose positions rise, each upon the one before. Thread: any one, under a QGuiApplication."""

    def __init__(self, picture: GraphPicture, light: FlowLight, theme: Theme) -> None:
        self._picture, self._light, self._theme = picture, light, theme
        self._painter = ViewPainter(theme)
        self._sight = _fitted(picture.bounds())
        width = math.ceil(self._sight.area.width() * self._sight.scale)
        height = math.ceil(self._sight.area.height() * self._sight.scale)
        keys = self._painter.keys()
        self._lit = QImage(
            QSize(width, height + math.ceil(keys.height(width, light, picture))), QImage.Format.Format_RGB32
        )
        self._lit.fill(theme.base)
        painter = QPainter(self._lit)
        self._painter.paint_standing(painter, self._view(0.0))
        keys.paint(painter, QSizeF(self._lit.size()), light, picture)
        painter.end()
        self._done = 0

    def at(self, position: float) -> QImage:
        """Give the frame at a position, a number of steps that is no smaller than the one before."""
        painter = QPainter(self._lit)
        self._painter.paint_done(painter, self._view(position), range(self._done, int(position)))
        painter.end()
        self._done = int(position)
        frame = self._lit.copy()
        painter = QPainter(frame)
        self._painter.paint_moving(painter, self._view(position))
        painter.end()
        return frame

    def _view(self, position: float) -> View:
        return View(self._picture, self._theme, self._sight, self._light, position)


def _fitted(bounds: QRectF) -> Sight:
    """See all of a picture, in the middle of a frame that is neither too wide nor too narrow for a page."""
    scale = min(WIDEST / bounds.width(), _HIGHEST / bounds.height(), _NEAREST)
    lacking = max(NARROWEST / scale - bounds.width(), 0.0)
    return Sight(bounds.adjusted(-lacking / 2, 0, lacking / 2, 0), scale)
