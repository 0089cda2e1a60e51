"""The marks of unwell gradients on the boxes of a picture: signs from near, dots from afar."""

from collections.abc import Mapping
from typing import get_args

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.health.badges import SIDE, paint_badge, verdict_colour
from desktop.views.health.verdict import Verdict
from desktop.views.theme import Theme

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""The worst first."""
_SMALLEST, _DOT = 9.0, 4.0
"""Pixels of the widget that a sign takes at least, and a dot."""
_FEW = 200
_SHARPNESS = 4
_INSET = QPointF(-4.0, 2.0)
"""From the upper right corner of a box to the middle of its mark."""


class HealthMarks:
    """Which boxes of a picture are marked with what; a closed group shows the worst of what it holds."""

    def __init__(self, picture: GraphPicture, verdicts: Mapping[str, Verdict]) -> None:
        self.picture, self.verdicts = picture, verdicts
        ranks = {verdict: rank for rank, verdict in enumerate(_VERDICTS)}
        shown: dict[str, int] = {}
        for node, verdict in verdicts.items():
            drawn = node if node in picture.nodes else picture.drawing.shown_by.get(node, "")
            shown[drawn] = min(shown.get(drawn, len(ranks)), ranks[verdict])
        boxes = [(box, rank) for node, rank in shown.items() for box in picture.boxes_of(node).tolist()]
        boxes.sort()
        self._boxes: Indices = np.array([box for box, _ in boxes], dtype=np.intp)
        self._ranks = np.array([rank for _, rank in boxes], dtype=np.intp)

    def in_sight(self, sight: Sight) -> list[tuple[Verdict, Indices]]:
        """Give the boxes in sight by what they are marked with."""
        inside = self.picture.boxes_in(sight.area, self._boxes)
        ranks = self._ranks[np.searchsorted(self._boxes, inside)]
        return [(_VERDICTS[rank], inside[ranks == rank]) for rank in np.unique(ranks).tolist()]


class HealthMarkPainter:
    """Paints the marks with a painter whose coordinates are the picture's. Thread: the GUI's."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._signs: dict[Verdict, QPixmap] = {}

    def paint(self, painter: QPainter, marks: HealthMarks, sight: Sight) -> None:
        """Paint the marks in sight."""
        parts = marks.in_sight(sight)
        if sum(len(boxes) for _, boxes in parts) <= _FEW:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = max(SIDE, _SMALLEST / sight.scale)
            for verdict, boxes in parts:
                self._stamp(painter, marks.picture.rects_of(boxes), self._sign(verdict), side)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        side = min(_DOT / sight.scale, SIDE)
        for verdict, boxes in parts:
            painter.setBrush(verdict_colour(verdict, self._theme))
            size = QSizeF(side, side)
            painter.drawRects([QRectF(rect.topRight() + _INSET, size) for rect in marks.picture.rects_of(boxes)])

    @staticmethod
    def _stamp(painter: QPainter, rects: list[QRectF], sign: QPixmap, side: float) -> None:
        whole = QRectF(sign.rect())
        place = QRectF(0, 0, side, side)
        for rect in rects:
            place.moveCenter(rect.topRight() + _INSET)
            painter.drawPixmap(place, sign, whole)

    def _sign(self, verdict: Verdict) -> QPixmap:
        """Give the sign of a verdict on paper of its own, so that what lies below does not shine through."""
        if verdict not in self._signs:
            sign = QPixmap(round(SIDE * _SHARPNESS), round(SIDE * _SHARPNESS))
            sign.fill(Qt.GlobalColor.transparent)
            painter = QPainter(sign)
            painter.scale(_SHARPNESS, _SHARPNESS)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.base))
            painter.drawRoundedRect(QRectF(0, 0, SIDE, SIDE), 3, 3)
            paint_badge(painter, QPointF(SIDE / 2, SIDE / 2), verdict, self._theme)
            painter.end()
            self._signs[verdict] = sign
        return self._signs[verdict]
