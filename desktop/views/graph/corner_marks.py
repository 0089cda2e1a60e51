"""Marks at a corner of boxes: signs from near, dots from afar; of several on a box the first in their order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture

SIDE = 14.0
"""The side of a sign in pixels at 100 %."""
_SMALLEST, _DOT = 9.0, 4.0
"""Pixels of the widget that a sign takes at least, and a dot."""
_FEW = 200
_SHARPNESS = 4

Mark = TypeVar("Mark")


class CornerMarks(Generic[Mark]):
    """Which boxes of a picture bear which mark; `marked` goes by recorded or drawn ids, the first of `order` is worst.

    A closed group shows the worst of what it holds.
    """

    def __init__(self, picture: GraphPicture, marked: Mapping[str, Mark], order: Sequence[Mark]) -> None:
        self.picture = picture
        self._order = order
        ranks = {mark: rank for rank, mark in enumerate(order)}
        shown: dict[str, int] = {}
        for node, mark in marked.items():
            drawn = drawn_as(picture, node)
            shown[drawn] = min(shown.get(drawn, len(order)), ranks[mark])
        self.boxes: Indices = np.array([at for at, box in enumerate(picture.boxes) if box.id in shown], dtype=np.intp)
        self._ranks = np.array([shown[picture.boxes[at].id] for at in self.boxes.tolist()], dtype=np.intp)

    def in_sight(self, sight: Sight) -> list[tuple[Mark, Indices]]:
        """Give the boxes in sight by what they are marked with."""
        inside = self.picture.boxes_in(sight.area, self.boxes)
        ranks = self._ranks[np.searchsorted(self.boxes, inside)]
        return [(self._order[rank], inside[ranks == rank]) for rank in np.unique(ranks).tolist()]


class CornerMarkPainter(Generic[Mark]):
    """Paints marks with a painter whose coordinates are the picture's; `middle_of` places them. Thread: the GUI's.

    `paint_sign` paints one sign into a rectangle, `colour_of` gives the colour of its dot.
    """

    def __init__(
        self,
        paint_sign: Callable[[QPainter, QRectF, Mark], None],
        colour_of: Callable[[Mark], QColor],
        middle_of: Callable[[QRectF], QPointF],
    ) -> None:
        self._paint_sign = paint_sign
        self._colour_of = colour_of
        self._middle_of = middle_of
        self._signs: dict[Mark, QPixmap] = {}

    def paint(self, painter: QPainter, marks: CornerMarks[Mark], sight: Sight) -> None:
        """Paint the marks in sight."""
        parts = marks.in_sight(sight)
        if sum(len(boxes) for _, boxes in parts) <= _FEW:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for mark, boxes in parts:
                self._stamp(painter, marks.picture.rects_of(boxes), self._sign(mark), side_at(sight.scale))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        side = min(_DOT / sight.scale, SIDE)
        for mark, boxes in parts:
            painter.setBrush(self._colour_of(mark))
            size = QSizeF(side, side)
            painter.drawRects([QRectF(self._middle_of(rect), size) for rect in marks.picture.rects_of(boxes)])

    def _stamp(self, painter: QPainter, rects: list[QRectF], sign: QPixmap, side: float) -> None:
        whole = QRectF(sign.rect())
        place = QRectF(0, 0, side, side)
        for rect in rects:
            place.moveCenter(self._middle_of(rect))
            painter.drawPixmap(place, sign, whole)

    def _sign(self, mark: Mark) -> QPixmap:
        if mark not in self._signs:
            sign = QPixmap(round(SIDE * _SHARPNESS), round(SIDE * _SHARPNESS))
            sign.fill(Qt.GlobalColor.transparent)
            painter = QPainter(sign)
            painter.scale(_SHARPNESS, _SHARPNESS)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_sign(painter, QRectF(0, 0, SIDE, SIDE), mark)
            painter.end()
            self._signs[mark] = sign
        return self._signs[mark]


def drawn_as(picture: GraphPicture, node_id: str) -> str:
    """Give the id of what shows a node in a picture; "" where nothing does."""
    return node_id if node_id in picture.nodes else picture.drawing.shown_by.get(node_id, "")


def side_at(scale: float) -> float:
    """Say how large a sign is at a zoom, in the picture's pixels: from afar it stays to be seen."""
    return max(SIDE, _SMALLEST / scale)
