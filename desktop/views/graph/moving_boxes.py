"""Boxes on their way over a widget: each is cut out of a film that has nothing but a scene's boxes on it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.graph.curves import Numbers
from desktop.views.graph.node_painter import Detail, detail_at
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Scene

_REACH = 8.0
"""What belongs to a box and stands a little outside of it, in pixels at 100 %."""
_SAME = 0.5
"""Pixels by which a box may grow on its way and still be copied: ten times as fast, and text stays sharp."""


@dataclass(frozen=True)
class MovingBox:
    """A box of the scene's picture on its way. `fades` is 1 where it comes, -1 where it goes, else 0."""

    box: int
    start: QRectF
    end: QRectF
    fades: int


class MovingBoxes:
    """Some boxes of one scene."""

    def __init__(self, scene: Scene, boxes: Iterable[MovingBox], painter: GraphPainter) -> None:
        self._scene = scene
        self._painter = painter
        self._boxes = sorted(boxes, key=lambda moving: moving.fades)
        self._starts = _corners([moving.start for moving in self._boxes])
        self._ends = _corners([moving.end for moving in self._boxes])
        self._is_far = detail_at(scene.camera.scale) is Detail.FAR
        places = [scene.place(moving.box) for moving in self._boxes]
        self._area = self._filmed_area(places)
        self._film = self._filmed() if self._boxes and not self._is_far else None
        self._cuts = [self._cut(place) for place in places]

    def paint(self, painter: QPainter, share: float) -> None:
        """Paint them a share (0 to 1) of their way."""
        if self._is_far:
            self._paint_far(painter, share)
        elif self._film is not None:
            self._paint_near(painter, self._film, share)
        painter.setOpacity(1.0)

    def places(self, share: float) -> dict[int, QRectF]:
        """Give where they are by then."""
        rects = self._at(share).tolist()
        return {moving.box: QRectF(*rect) for moving, rect in zip(self._boxes, rects, strict=True)}

    def _at(self, share: float) -> Numbers:
        """Give left, top, width and height of each, shape (n, 4)."""
        return self._starts + (self._ends - self._starts) * share

    def _paint_far(self, painter: QPainter, share: float) -> None:
        fills, kinds = self._painter.inks.far_fills, self._scene.picture.kinds
        for moving, rect in zip(self._boxes, self._at(share).tolist(), strict=True):
            painter.setOpacity(_opacity(moving.fades, share))
            painter.fillRect(QRectF(*rect), fills[int(kinds[moving.box])])

    def _paint_near(self, painter: QPainter, film: QPixmap, share: float) -> None:
        reach, ratio = _REACH * self._scene.camera.scale, self._scene.ratio
        rects = self._at(share)
        rects += np.array([-reach, -reach, 2 * reach, 2 * reach])
        corners = (np.round(rects[:, :2] * ratio) / ratio).tolist()
        wide = [cut.width() / ratio for cut in self._cuts]
        copied = (np.abs(rects[:, 2] - np.array(wide)) < _SAME).tolist()
        fades = None
        for at, moving in enumerate(self._boxes):
            if moving.fades != fades:
                fades = moving.fades
                painter.setOpacity(_opacity(fades, share))
            if copied[at]:
                painter.drawPixmap(QPointF(*corners[at]), film, self._cuts[at])
            else:
                painter.drawPixmap(QRectF(*rects[at].tolist()), film, self._cuts[at])

    def _cut(self, place: QRectF) -> QRectF:
        """Give the part of the film that shows a place, in whole pixels of the screen."""
        reach, ratio = _REACH * self._scene.camera.scale, self._scene.ratio
        place = place.adjusted(-reach, -reach, reach, reach)
        corner = (place.topLeft() - self._area.topLeft()) * ratio
        return QRectF(corner.toPoint().toPointF(), place.size() * ratio)

    def _filmed_area(self, places: list[QRectF]) -> QRectF:
        """Give the part of the widget, and of what lies around it, on which all of the boxes stand."""
        area, reach = QRectF(), 2 * _REACH * self._scene.camera.scale
        for place in places:
            area = area.united(place)
        return QRectF(area.adjusted(-reach, -reach, reach, reach).toAlignedRect())

    def _filmed(self) -> QPixmap:
        scene = self._scene
        film = QPixmap((self._area.size() * scene.ratio).toSize())
        film.setDevicePixelRatio(scene.ratio)
        film.fill(QColor(Qt.GlobalColor.transparent))
        painter = QPainter(film)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._area.topLeft())
        painter.setTransform(scene.transform, combine=True)
        which = np.array([moving.box for moving in self._boxes], dtype=np.intp)
        self._painter.paint_boxes(painter, scene.picture, which, detail_at(scene.camera.scale))
        painter.end()
        return film


def _opacity(fades: int, share: float) -> float:
    return (1.0, share, 1.0 - share)[fades]


def _corners(rects: list[QRectF]) -> Numbers:
    return np.array([rect.getRect() for rect in rects], dtype=np.float64).reshape(-1, 4)
