"""The way from one picture to the next: boxes that stay glide to their new places, others come and go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from desktop.views.graph.camera import Camera, Sight
from desktop.views.graph.counterparts import BoxFinder, Counterparts
from desktop.views.graph.curves import Indices, Numbers
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import Detail, detail_at
from desktop.views.graph.painter import GraphPainter

_REACH = 8.0
"""What belongs to a box and stands a little outside of it, in pixels at 100 %."""
_TOGETHER = 6
_HAIRLINE = 1.2

Places = Callable[[int], QRectF]
"""Where a box of the picture before is on the widget when the glide begins."""


@dataclass(frozen=True)
class Scene:
    """A picture as a widget shows it."""

    picture: GraphPicture
    camera: Camera
    size: QSize
    ratio: float

    def sight(self) -> Sight:
        """Give what is seen."""
        return self.camera.sight(QSizeF(self.size))

    def place(self, box: int) -> QRectF:
        """Give the place of a box on the widget."""
        return self.camera.transform().mapRect(self.picture.rect(box))


@dataclass(frozen=True)
class _Sprite:
    """A box on its way on the widget; `fades` is 1 where it comes, -1 where it goes, else 0."""

    scene: Scene
    box: int
    start: QRectF
    end: QRectF
    fades: int

    def at(self, share: float) -> QRectF:
        start, end = self.start, self.end
        centre = start.center() + (end.center() - start.center()) * share
        width = start.width() + (end.width() - start.width()) * share
        height = start.height() + (end.height() - start.height()) * share
        return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)

    def opacity(self, share: float) -> float:
        return (1.0, share, 1.0 - share)[self.fades]


class Glide:
    """Paints what is between two scenes, in the widget's pixels; what is made for it is made once."""

    def __init__(self, before: Scene, after: Scene, ties: Counterparts, places: Places, painter: GraphPainter) -> None:
        self._before, self._after = before, after
        self._ties = ties
        self._painter = painter
        self._places = places
        self._finder = BoxFinder(after.picture)
        self._sprites = [*self._going(), *self._coming()]
        self._layers: dict[int, QPixmap] = {}
        self._edges = after.picture.edges_to_paint(after.sight())
        self._fresh = np.array([self._is_fresh(edge) for edge in self._edges.tolist()], dtype=bool)
        self._points, self._shifts, self._starts = self._edge_ways()

    def paint(self, painter: QPainter, share: float) -> None:
        """Paint the picture a share (0 to 1) of the way."""
        painter.fillRect(QRectF(0, 0, self._after.size.width(), self._after.size.height()), self._painter.inks.paper)
        self._paint_edges(painter, share)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for sprite in self._sprites:
            painter.setOpacity(sprite.opacity(share))
            self._paint_sprite(painter, sprite, sprite.at(share))
        painter.setOpacity(1.0)

    def places(self, share: float) -> dict[int, QRectF]:
        """Give where the boxes of the picture after are by now."""
        return {sprite.box: sprite.at(share) for sprite in self._sprites if sprite.scene is self._after}

    def _going(self) -> Iterator[_Sprite]:
        """Give the boxes in sight before that are no more, or stand out of sight."""
        scene = self._before
        for box in scene.picture.boxes_in(scene.sight().area).tolist():
            same, heir = self._ties.same_after(box), self._ties.heir(box)
            start = self._places(box)
            if same is None:
                yield _Sprite(scene, box, start, start if heir is None else self._shrunk(start, heir), -1)
            elif not self._in_sight(same):
                yield _Sprite(scene, box, start, self._after.place(same), 0)

    def _coming(self) -> Iterator[_Sprite]:
        scene = self._after
        for box in scene.picture.boxes_in(scene.sight().area).tolist():
            same, origin, end = self._ties.same_before(box), self._ties.origin(box), scene.place(box)
            if same is not None:
                yield _Sprite(scene, box, self._places(same), end, 0)
            else:
                yield _Sprite(scene, box, end if origin is None else _around(self._places(origin), end), end, 1)

    def _in_sight(self, box: int) -> bool:
        return QRectF(0, 0, self._after.size.width(), self._after.size.height()).intersects(self._after.place(box))

    def _shrunk(self, start: QRectF, heir: int) -> QRectF:
        return _around(self._after.place(heir), start)

    def _is_fresh(self, edge: int) -> bool:
        """Say whether an edge has an end that was not there before."""
        placed = self._after.picture.edges[edge]
        ends = (self._finder.find(placed.source), self._finder.find(placed.target, placed.target_copy))
        return any(end is None or self._ties.same_before(end) is None for end in ends)

    def _edge_ways(self) -> tuple[Numbers, Numbers, Indices]:
        """Give the points of the edges at the end, how far each is from there at the start, and where edges begin.

        An edge's ends are moved as their boxes are, and what is between them in between.
        """
        scene, curves, finder = self._after, self._after.picture.curves, self._finder
        cuts = [slice(int(curves.starts[edge]), int(curves.starts[edge + 1])) for edge in self._edges.tolist()]
        shifts: list[Numbers] = []
        for edge, cut in zip(self._edges.tolist(), cuts, strict=True):
            placed = scene.picture.edges[edge]
            along = np.linspace(0.0, 1.0, cut.stop - cut.start)[:, None]
            source = self._shift(finder.find(placed.source))
            target = self._shift(finder.find(placed.target, placed.target_copy))
            shifts.append(source + (target - source) * along)
        points = [curves.points[cut] for cut in cuts]
        starts = np.cumsum([0, *(len(part) for part in points)])
        offset = np.array([scene.camera.offset.x(), scene.camera.offset.y()])
        if not points:
            return np.zeros((0, 2)), np.zeros((0, 2)), starts
        return np.concatenate(points) * scene.camera.scale + offset, np.concatenate(shifts), starts

    def _shift(self, box: int | None) -> Numbers:
        """Say how far from its end a box begins."""
        if box is None:
            return np.zeros(2)
        before = self._ties.same_before(box)
        before = self._ties.origin(box) if before is None else before
        if before is None:
            return np.zeros(2)
        by = self._places(before).center() - self._after.place(box).center()
        return np.array([by.x(), by.y()])

    def _paint_edges(self, painter: QPainter, share: float) -> None:
        points = (self._points + self._shifts * (1.0 - share)).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        kinds = self._after.picture.edge_kinds[self._edges]
        for kind in np.unique(kinds).tolist():
            for fresh, opacity in ((False, 1.0), (True, share)):
                painter.setOpacity(opacity)
                self._stroke(painter, points, np.flatnonzero((kinds == kind) & (self._fresh == fresh)).tolist(), kind)
        painter.setOpacity(1.0)

    def _stroke(self, painter: QPainter, points: list[list[float]], which: list[int], kind: int) -> None:
        pen = QPen(self._painter.inks.edges[kind])
        pen.setWidthF(max(pen.widthF() * self._after.camera.scale, 1.0))
        together = _TOGETHER if pen.widthF() > _HAIRLINE else max(len(which), 1)
        painter.setPen(pen)
        for start in range(0, len(which), together):
            painter.drawPath(self._path(points, which[start : start + together]))

    def _path(self, points: list[list[float]], which: list[int]) -> QPainterPath:
        path = QPainterPath()
        for edge in which:
            first, end = int(self._starts[edge]), int(self._starts[edge + 1])
            path.moveTo(*points[first])
            for at in range(first + 1, end - 2, 3):
                path.cubicTo(*points[at], *points[at + 1], *points[at + 2])
        return path

    def _paint_sprite(self, painter: QPainter, sprite: _Sprite, rect: QRectF) -> None:
        scene = sprite.scene
        if detail_at(scene.camera.scale) is Detail.FAR:
            painter.fillRect(rect, self._painter.inks.far_fills[int(scene.picture.kinds[sprite.box])])
            return
        layer = self._layer(scene)
        source = scene.place(sprite.box)
        reach, ratio = _REACH * scene.camera.scale, scene.ratio
        source = source.adjusted(-reach, -reach, reach, reach)
        target = rect.adjusted(-reach, -reach, reach, reach)
        painter.drawPixmap(target, layer, QRectF(source.topLeft() * ratio, source.size() * ratio))

    def _layer(self, scene: Scene) -> QPixmap:
        """Give a film with nothing but a scene's boxes on it."""
        if id(scene) not in self._layers:
            layer = QPixmap(scene.size * scene.ratio)
            layer.setDevicePixelRatio(scene.ratio)
            layer.fill(QColor(Qt.GlobalColor.transparent))
            painter = QPainter(layer)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setTransform(scene.camera.transform())
            detail = detail_at(scene.camera.scale)
            self._painter.paint_boxes(painter, scene.picture, scene.picture.boxes_in(scene.sight().area), detail)
            painter.end()
            self._layers[id(scene)] = layer
        return self._layers[id(scene)]


def _around(place: QRectF, like: QRectF) -> QRectF:
    """Give a place in the middle of another, half as large as `like`."""
    size = like.size() / 2
    return QRectF(place.center() - QPointF(size.width() / 2, size.height() / 2), size)
