"""The pictures kept while light moves: the standing graph, and the graph with all that the light has passed."""

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.graph.camera import Camera
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.painter import GraphPainter


class Stage:
    """Paints a picture and its light onto a widget, and paints again only what changed since the last time."""

    def __init__(self, graph_painter: GraphPainter, light_painter: LightPainter) -> None:
        self._graph_painter = graph_painter
        self._light_painter = light_painter
        self._standing: QPixmap | None = None
        self._lit: QPixmap | None = None
        self._lit_steps = 0

    def forget(self) -> None:
        """Paint everything anew next time: the picture, the spot it is seen from or the theme changed."""
        self._standing = None
        self.forget_light()

    def forget_light(self) -> None:
        """Paint the light anew next time: it is another flow's."""
        self._lit = None
        self._lit_steps = 0

    def paint(self, painter: QPainter, picture: GraphPicture, camera: Camera, size: QSize) -> None:
        """Paint the standing picture, out of light."""
        painter.drawPixmap(0, 0, self._standing_picture(picture, camera, size, painter.device().devicePixelRatioF()))

    def paint_lit(
        self, painter: QPainter, picture: GraphPicture, camera: Camera, size: QSize, light: FlowLight, position: float
    ) -> None:
        """Paint the picture with its light at a position of the flow."""
        standing = self._standing_picture(picture, camera, size, painter.device().devicePixelRatioF())
        painter.drawPixmap(0, 0, self._lit_picture(standing, picture, camera, light, int(position)))
        painter.setTransform(camera.transform(), combine=True)
        self._light_painter.paint_moving(painter, picture, light, position, camera.scale)

    def _standing_picture(self, picture: GraphPicture, camera: Camera, size: QSize, ratio: float) -> QPixmap:
        wanted = size * ratio
        if self._standing is None or self._standing.size() != wanted:
            self.forget()
            self._standing = QPixmap(wanted)
            self._standing.setDevicePixelRatio(ratio)
            self._standing.fill(QColor(self._graph_painter.inks.paper))
            painter = QPainter(self._standing)
            painter.setTransform(camera.transform(), combine=True)
            self._graph_painter.paint(painter, picture, camera.area(QSizeF(size)), camera.scale)
            painter.end()
        return self._standing

    def _lit_picture(
        self, standing: QPixmap, picture: GraphPicture, camera: Camera, light: FlowLight, done: int
    ) -> QPixmap:
        """Light only adds on its way forward: then the new steps are painted onto what was lit before."""
        if self._lit is None or done < self._lit_steps:
            self._lit, self._lit_steps = standing.copy(), 0
        if done > self._lit_steps:
            painter = QPainter(self._lit)
            painter.setTransform(camera.transform(), combine=True)
            steps = range(self._lit_steps, done)
            self._light_painter.paint_done(painter, picture, light, steps, camera.scale)
            painter.end()
            self._lit_steps = done
        return self._lit
