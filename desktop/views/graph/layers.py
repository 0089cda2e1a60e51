"""What a film has shown so far, kept as pictures: one of the forward pass, one of what comes after it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.node_painter import Detail, detail_at
from desktop.views.graph.painter import GraphPainter, is_smooth

_FADED = 0.24
"""How much is seen of what has not run yet."""
_RIM, _ROOT_RIM = 4.0, 9.0
"""How far, in the picture's pixels, what belongs to a box reaches beyond it; a root stands on a bar."""


class Showing(NamedTuple):
    """A picture as it stands on the screen, seen by a camera, and the light that plays over it."""

    standing: QPixmap
    picture: GraphPicture
    camera: Camera
    light: FlowLight

    def all(self) -> QRect:
        """Give the whole picture in pixels of the screen."""
        return self.standing.rect()


class Layer(ABC):
    """A picture that only gains on its way forward: new moments are painted onto what was painted before."""

    def __init__(self, light_painter: LightPainter) -> None:
        self._light_painter = light_painter
        self._pixmap: QPixmap | None = None
        self._done = 0

    def forget(self) -> None:
        """Begin anew next time."""
        self._pixmap = None

    def at(self, showing: Showing, moment: int) -> QPixmap:
        """Give the picture with all moments before one."""
        if self._pixmap is None or moment < self._done:
            self._pixmap, self._done = showing.standing.copy(), self._first(showing.light)
            self._lay_ground(self._pixmap, showing, showing.all())
        if moment > self._done:
            self._paint(self._pixmap, showing, range(self._done, moment), showing.all())
            self._done = moment
        return self._pixmap

    def follow(self, showing: Showing, by: QPoint, strips: Sequence[QRect]) -> None:
        """Shift the picture by some pixels of the screen, and paint the strips that came into sight."""
        if self._pixmap is None:
            return
        self._pixmap.scroll(by.x(), by.y(), self._pixmap.rect())
        for strip in strips:
            painter = QPainter(self._pixmap)
            _stamp(painter, showing, strip)
            painter.end()
            self._lay_ground(self._pixmap, showing, strip)
            self._paint(self._pixmap, showing, range(self._first(showing.light), self._done), strip)

    def _first(self, _light: FlowLight) -> int:
        return 0

    @abstractmethod
    def _lay_ground(self, pixmap: QPixmap, showing: Showing, part: QRect) -> None:
        """Paint into a part of the standing picture what is there before the first moment."""

    @abstractmethod
    def _paint(self, pixmap: QPixmap, showing: Showing, moments: range, part: QRect) -> None:
        """Paint some moments into a part of the picture."""


class LitLayer(Layer):
    """The standing graph with all that the light of the backward pass and of the update has passed."""

    def _lay_ground(self, pixmap: QPixmap, showing: Showing, part: QRect) -> None:
        """Begin with the standing graph as it is."""

    def _paint(self, pixmap: QPixmap, showing: Showing, moments: range, part: QRect) -> None:
        painter = QPainter(pixmap)
        sight = looking_at(painter, showing.camera, _area(pixmap, part))
        self._light_painter.paint_done(painter, showing.picture, showing.light, moments, sight)
        painter.end()


class RunLayer(Layer):
    """The graph, faded, with all that has run already as it stands."""

    def __init__(self, light_painter: LightPainter, graph_painter: GraphPainter) -> None:
        super().__init__(light_painter)
        self._graph_painter = graph_painter

    def _first(self, light: FlowLight) -> int:
        return light.film.start

    def _lay_ground(self, pixmap: QPixmap, showing: Showing, part: QRect) -> None:
        painter = QPainter(pixmap)
        area = _area(pixmap, part)
        painter.save()
        sight = looking_at(painter, showing.camera, area)
        painter.fillRect(sight.area, self._graph_painter.inks.paper)
        self._graph_painter.paint_ground(painter, showing.picture, sight)
        painter.restore()
        painter.setClipRect(area)
        painter.setOpacity(_FADED)
        _stamp(painter, showing, part)
        painter.setOpacity(1.0)
        self._reveal(painter, showing, showing.light.forward.boxes_always(), area)
        painter.end()

    def _paint(self, pixmap: QPixmap, showing: Showing, moments: range, part: QRect) -> None:
        painter = QPainter(pixmap)
        area, light = _area(pixmap, part), showing.light
        painter.save()
        sight = looking_at(painter, showing.camera, area)
        self._light_painter.paint_run(painter, showing.picture, light, moments, sight)
        painter.restore()
        self._reveal(painter, showing, light.forward.boxes_run(moments.start, moments.stop), area)
        sight = looking_at(painter, showing.camera, area)
        self._light_painter.paint_run_marks(painter, showing.picture, light, moments, sight)
        painter.end()

    def _reveal(self, painter: QPainter, showing: Showing, boxes: Indices, area: QRectF) -> None:
        """Paint some boxes as they stand."""
        painter.save()
        if detail_at(showing.camera.scale) is Detail.FAR:
            sight, picture = looking_at(painter, showing.camera, area), showing.picture
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, Detail.FAR))
            self._graph_painter.paint_far_boxes(painter, picture, picture.boxes_in(sight.area, boxes))
        else:
            painter.setClipRect(area)
            _stamp_boxes(painter, showing, boxes, area)
        painter.restore()


def looking_at(painter: QPainter, camera: Camera, part: QRectF) -> Sight:
    """Let a painter paint a part of the widget, in the picture's coordinates, and say what is seen there."""
    painter.setClipRect(part)
    painter.setTransform(camera.transform(), combine=True)
    corner, size = camera.to_picture(part.topLeft()), QSizeF(part.size()) / camera.scale
    # Lines and shadows reach a little beyond the boxes and curves that they belong to.
    return Sight(QRectF(corner, size).adjusted(-14, -14, 14, 14), camera.scale)


def _area(pixmap: QPixmap, part: QRect) -> QRectF:
    """Give a part, in pixels of the screen, in device-independent pixels."""
    ratio = pixmap.devicePixelRatio()
    return QRectF(QRectF(part).topLeft() / ratio, QRectF(part).size() / ratio)


def _stamp_boxes(painter: QPainter, showing: Showing, boxes: Indices, area: QRectF) -> None:
    """Copy boxes from the standing picture."""
    picture, ratio = showing.picture, showing.standing.devicePixelRatio()
    transform, whole = showing.camera.transform(), showing.all()
    seen = showing.camera.transform().inverted()[0].mapRect(area)
    for box in picture.boxes_in(seen.adjusted(-_ROOT_RIM, -_ROOT_RIM, _ROOT_RIM, _ROOT_RIM), boxes).tolist():
        rim = _ROOT_RIM if picture.boxes[box].id in picture.roots else _RIM
        rect = transform.mapRect(picture.rect(box).adjusted(-rim, -rim, rim, rim))
        there = QRectF(rect.topLeft() * ratio, rect.size() * ratio).toAlignedRect()
        _stamp(painter, showing, there.intersected(whole))


def _stamp(painter: QPainter, showing: Showing, part: QRect) -> None:
    """Copy a part of the standing picture, in pixels of the screen."""
    painter.drawPixmap(_area(showing.standing, part), showing.standing, QRectF(part))
