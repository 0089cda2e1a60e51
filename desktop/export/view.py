"""What a file shows of a picture: a part of it at a zoom, in a theme, in the light of a flow at a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QPainter

from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.legend import Legend
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.node_face import Lettering
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import Theme

_BEYOND = 14.0
"""Lines and shadows reach so far beyond the boxes and curves that they belong to, in the picture's pixels."""


@dataclass(frozen=True)
class View:
    """A picture, a theme, what is in sight, and the light over it when `position` steps are done."""

    picture: GraphPicture
    theme: Theme
    sight: Sight
    light: FlowLight | None = None
    position: float = 0.0

    @classmethod
    def whole(cls, picture: GraphPicture, theme: Theme, light: FlowLight | None = None, position: float = 0.0) -> Self:
        """See all of a picture at 100 %."""
        return cls(picture, theme, Sight(picture.bounds(), 1.0), light, position)

    @property
    def title(self) -> str:
        """What it shows, in words."""
        failed = self.picture.drawing.failed
        ghost = f", and {failed.ghost.name}, which failed" if failed is not None else ""
        return f"Autograd graph of {len(self.picture.graph.nodes):,} nodes{ghost}"

    @property
    def size(self) -> QSizeF:
        """How large it is, in device-independent pixels."""
        return self.sight.area.size() * self.sight.scale

    def farther(self, factor: float) -> Self:
        """See the same from farther away (`factor` below 1), in the detail that can be seen from there."""
        return replace(self, sight=Sight(self.sight.area, self.sight.scale * factor))

    def paint(self, painter: QPainter) -> None:
        """Paint it from its upper left corner on; the painter's coordinates are device-independent pixels."""
        ViewPainter(self.theme).paint(painter, self)


class ViewPainter:
    """Paints views in one theme, with the painters of the screen. Thread: any one, under a QGuiApplication."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._paper = QColor(theme.base)
        self._lettering = Lettering()
        self._graph = GraphPainter(theme, self._lettering)
        self._light = LightPainter(theme, self._graph.nodes)

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint all of a view, the light over the graph."""
        self.paint_standing(painter, view)
        self.paint_done(painter, view, range(int(view.position)))
        self.paint_moving(painter, view)

    def paint_standing(self, painter: QPainter, view: View) -> None:
        """Paint the paper and the graph on it."""
        with _looking(painter, view) as sight:
            painter.fillRect(view.sight.area.adjusted(0, 0, 1 / sight.scale, 1 / sight.scale), self._paper)
            self._graph.paint(painter, view.picture, sight)

    def paint_done(self, painter: QPainter, view: View, steps: range) -> None:
        """Paint over the standing graph what some steps have passed."""
        if view.light is not None:
            with _looking(painter, view) as sight:
                self._light.paint_done(painter, view.picture, view.light, steps, sight)

    def paint_moving(self, painter: QPainter, view: View) -> None:
        """Paint over all that what moves: the light of the step under way."""
        if view.light is not None:
            with _looking(painter, view) as sight:
                self._light.paint_moving(painter, view.picture, view.light, view.position, sight)

    def keys(self) -> Legend:
        """Give the keys of what is painted."""
        return Legend(self._theme, self._graph.nodes, self._lettering)


@contextmanager
def _looking(painter: QPainter, view: View) -> Iterator[Sight]:
    """Let a painter paint in the picture's coordinates, and say what it sees."""
    painter.save()
    painter.scale(view.sight.scale, view.sight.scale)
    painter.translate(-view.sight.area.topLeft())
    yield Sight(view.sight.area.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND), view.sight.scale)
    painter.restore()
