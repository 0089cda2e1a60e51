"""The pictures kept while light moves: the standing graph, and the graph with all that the light has passed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.painter import GraphPainter

if TYPE_CHECKING:
    from collections.abc import Iterable


class Stage:
    """Paints a picture and its light onto a widget, and paints again only what changed since the last time."""

    def __init__(self, graph_painter: GraphPainter, light_painter: LightPainter) -> None:
        self._graph_painter = graph_painter
        self._light_painter = light_painter
        self._standing: QPixmap | None = None
        self._lit: QPixmap | None = None
        self._lit_steps = 0
        self._shift = QPoint()

    def forget(self) -> None:
        """Paint everything anew next time: the picture, the zoom or the theme changed."""
        self._standing = None
        self.forget_light()

    def forget_light(self) -> None:
        """Paint the light anew next time: it is another flow's."""
        self._lit = None
        self._lit_steps = 0

    def shift(self, by: QPoint) -> None:
        """Move what is kept by some pixels of the screen; only what comes into sight is painted anew."""
        self._shift += by

    def paint(
        self, painter: QPainter, picture: GraphPicture, camera: Camera, size: QSize, light: FlowLight | None, done: int
    ) -> None:
        """Paint the picture with what its light passed in the first `done` steps."""
        ratio = painter.device().devicePixelRatioF()
        if self._standing is None or self._standing.size() != size * ratio:
            self._stand_anew(picture, camera, size, ratio)
        elif not self._shift.isNull():
            self._follow(picture, camera, light)
        self._shift = QPoint()
        if light is not None:
            self._light_up(picture, camera, light, done)
        kept = self._standing if light is None else self._lit
        if kept is not None:
            painter.drawPixmap(0, 0, kept)

    def _stand_anew(self, picture: GraphPicture, camera: Camera, size: QSize, ratio: float) -> None:
        self.forget()
        self._standing = QPixmap(size * ratio)
        self._standing.setDevicePixelRatio(ratio)
        self._paint_standing(self._standing, picture, camera, QRectF(QRect(QPoint(), size)))

    def _follow(self, picture: GraphPicture, camera: Camera, light: FlowLight | None) -> None:
        """Shift both pictures and paint the strips that came into sight."""
        for pixmap in (self._standing, self._lit):
            if pixmap is not None:
                pixmap.scroll(self._shift.x(), self._shift.y(), pixmap.rect())
        for strip in self._strips():
            self._paint_standing(self._standing, picture, camera, strip)
            if self._lit is not None and light is not None:
                self._paint_standing(self._lit, picture, camera, strip)
                self._paint_light(self._lit, picture, camera, light, range(self._lit_steps), strip)

    def _strips(self) -> list[QRectF]:
        if self._standing is None:
            return []
        whole, ratio = self._standing.rect(), self._standing.devicePixelRatio()
        uncovered = QRegion(whole).subtracted(QRegion(whole.translated(self._shift)))
        strips: Iterable[QRect] = uncovered  # type: ignore[assignment] # a region can be walked; the stubs do not say so
        return [QRectF(QRectF(strip).topLeft() / ratio, QRectF(strip).size() / ratio) for strip in strips]

    def _light_up(self, picture: GraphPicture, camera: Camera, light: FlowLight, done: int) -> None:
        """Light only adds on its way forward: then the new steps are painted onto what was lit before."""
        if self._standing is None:
            return
        if self._lit is None or done < self._lit_steps:
            self._lit, self._lit_steps = self._standing.copy(), 0
        if done > self._lit_steps:
            whole = QRectF(QPoint(), self._standing.deviceIndependentSize())
            self._paint_light(self._lit, picture, camera, light, range(self._lit_steps, done), whole)
            self._lit_steps = done

    def _paint_standing(self, pixmap: QPixmap | None, picture: GraphPicture, camera: Camera, part: QRectF) -> None:
        if pixmap is not None:
            painter = QPainter(pixmap)
            painter.fillRect(part, self._graph_painter.inks.paper)
            self._graph_painter.paint(painter, picture, _looking_at(painter, camera, part))
            painter.end()

    def _paint_light(
        self, pixmap: QPixmap, picture: GraphPicture, camera: Camera, light: FlowLight, steps: range, part: QRectF
    ) -> None:
        painter = QPainter(pixmap)
        self._light_painter.paint_done(painter, picture, light, steps, _looking_at(painter, camera, part))
        painter.end()


def _looking_at(painter: QPainter, camera: Camera, part: QRectF) -> Sight:
    """Let a painter paint a part of the widget, in the picture's coordinates, and say what is seen there."""
    painter.setClipRect(part)
    painter.setTransform(camera.transform(), combine=True)
    corner, size = camera.to_picture(part.topLeft()), QSizeF(part.size()) / camera.scale
    # Lines and shadows reach a little beyond the boxes and curves that they belong to.
    return Sight(QRectF(corner, size).adjusted(-14, -14, 14, 14), camera.scale)
