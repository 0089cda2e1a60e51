"""What a file shows of a picture: a part of it at a zoom, in a theme, in the light of a flow at a moment."""

from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QPainter

from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.node_face import Lettering
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import Theme

_BEYOND = 14.0
"""Lines and shadows reach so far beyond the boxes and curves that they belong to, in the picture's pixels."""


@dataclass(frozen=True)
class View:
    """A picture, what of it is in sight, and the light over it when `position` steps are done."""

    picture: GraphPicture
    sight: Sight
    light: FlowLight | None = None
    position: float = 0.0

    @classmethod
    def whole(cls, picture: GraphPicture, light: FlowLight | None = None, position: float = 0.0) -> Self:
        """See all of a picture at 100 %."""
        return cls(picture, Sight(picture.bounds(), 1.0), light, position)

    @property
    def size(self) -> QSizeF:
        """How large it is, in device-independent pixels."""
        return self.sight.area.size() * self.sight.scale


class ViewPainter:
    """Paints views in one theme, with the painters of the screen. Thread: any one, under a QGuiApplication."""

    def __init__(self, theme: Theme) -> None:
        self._paper = QColor(theme.base)
        self._graph = GraphPainter(theme, Lettering())
        self._light = LightPainter(theme, self._graph.nodes)

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint a view from its upper left corner on; the painter's coordinates are device-independent pixels."""
        self.paint_standing(painter, view)
        self.paint_light(painter, view)

    def paint_standing(self, painter: QPainter, view: View) -> None:
        """Paint the paper and the graph on it."""
        painter.save()
        _look(painter, view)
        painter.fillRect(view.sight.area, self._paper)
        self._graph.paint(painter, view.picture, _seen(view))
        painter.restore()

    def paint_light(self, painter: QPainter, view: View) -> None:
        """Paint the light over the standing graph: what it has passed, and the step under way."""
        if view.light is None:
            return
        painter.save()
        _look(painter, view)
        done = range(int(view.position))
        self._light.paint_done(painter, view.picture, view.light, done, _seen(view))
        self._light.paint_moving(painter, view.picture, view.light, view.position, _seen(view))
        painter.restore()


def _look(painter: QPainter, view: View) -> None:
    painter.scale(view.sight.scale, view.sight.scale)
    painter.translate(-view.sight.area.topLeft())
    painter.setClipRect(view.sight.area)


def _seen(view: View) -> Sight:
    return Sight(view.sight.area.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND), view.sight.scale)
