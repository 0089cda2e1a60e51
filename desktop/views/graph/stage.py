"""The pictures kept while light moves: the standing graph, and over it all that a film has shown so far."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from desktop.views.graph.camera import Camera
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.layers import Layer, LitLayer, RunLayer, Showing, looking_at
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.painter import GraphPainter

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stage:
    """Paints a picture and its light onto a widget, and paints again only what changed since the last time."""

    def __init__(self, graph_painter: GraphPainter, light_painter: LightPainter) -> None:
        self._graph_painter = graph_painter
        self._standing: QPixmap | None = None
        self._run = RunLayer(light_painter, graph_painter)
        self._lit = LitLayer(light_painter)
        self._shift = QPoint()

    def forget(self) -> None:
        """Paint everything anew next time: the picture, the zoom or the theme changed."""
        self._standing = None
        self.forget_light()

    def forget_light(self) -> None:
        """Paint the light anew next time: it is another flow's."""
        self._run.forget()
        self._lit.forget()

    def shift(self, by: QPoint) -> None:
        """Move what is kept by some pixels of the screen; only what comes into sight is painted anew."""
        self._shift += by

    def paint(
        self,
        painter: QPainter,
        picture: GraphPicture,
        camera: Camera,
        size: QSize,
        light: FlowLight | None,
        position: float,
    ) -> None:
        """Paint the picture with what its light has passed in the moments that are done at a position."""
        ratio = painter.device().devicePixelRatioF()
        layer = self._layer(light, position)
        if self._standing is None or self._standing.size() != size * ratio:
            self._standing = self._stand_anew(picture, camera, size, ratio)
        elif not self._shift.isNull():
            self._follow(self._standing, picture, camera, light, layer)
        self._shift = QPoint()
        shown = self._standing
        if light is not None:
            shown = layer.at(Showing(self._standing, picture, camera, light), math.floor(position))
        painter.drawPixmap(0, 0, shown)

    def _layer(self, light: FlowLight | None, position: float) -> Layer:
        """Give the layer that is seen at a position."""
        return self._run if light is not None and light.film.forward and position < 0 else self._lit

    def _stand_anew(self, picture: GraphPicture, camera: Camera, size: QSize, ratio: float) -> QPixmap:
        self.forget()
        standing = QPixmap(size * ratio)
        standing.setDevicePixelRatio(ratio)
        self._paint_standing(standing, picture, camera, QRectF(QRect(QPoint(), size)))
        return standing

    def _follow(
        self, standing: QPixmap, picture: GraphPicture, camera: Camera, light: FlowLight | None, layer: Layer
    ) -> None:
        """Shift what is seen and paint the strips that came into sight."""
        standing.scroll(self._shift.x(), self._shift.y(), standing.rect())
        strips, ratio = self._strips(standing), standing.devicePixelRatio()
        for strip in strips:
            area = QRectF(QRectF(strip).topLeft() / ratio, QRectF(strip).size() / ratio)
            self._paint_standing(standing, picture, camera, area)
        for other in {self._run, self._lit} - {layer}:
            other.forget()
        if light is not None:
            layer.follow(Showing(standing, picture, camera, light), self._shift, strips)

    def _strips(self, standing: QPixmap) -> Sequence[QRect]:
        whole = standing.rect()
        uncovered = QRegion(whole).subtracted(QRegion(whole.translated(self._shift)))
        strips: Iterable[QRect] = uncovered  # type: ignore[assignment] # a region can be walked; the stubs do not say so
        return list(strips)

    def _paint_standing(self, pixmap: QPixmap, picture: GraphPicture, camera: Camera, part: QRectF) -> None:
        painter = QPainter(pixmap)
        painter.fillRect(part, self._graph_painter.inks.paper)
        self._graph_painter.paint(painter, picture, looking_at(painter, camera, part))
        painter.end()
