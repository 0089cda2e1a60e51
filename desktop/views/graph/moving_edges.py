"""Edges between boxes on their way: their ends move as the boxes do, what is between them in between."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from desktop.views.graph.counterparts import BoxFinder
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Places, Scene

if TYPE_CHECKING:
    from desktop.views.graph.curves import Flags, Indices, Numbers

_TOGETHER = 6
"""Wide edges in one path: Qt's filling grows faster than their number."""
_HAIRLINE = 1.2


class MovingEdges:
    """The edges in sight of a scene. `places` says where its boxes begin, `came` are those that come only now."""

    def __init__(self, scene: Scene, places: Places, came: set[int], painter: GraphPainter) -> None:
        self._scene = scene
        self._painter = painter
        self._edges = scene.picture.edges_to_paint(scene.sight())
        curves = scene.picture.curves
        counts = curves.starts[self._edges + 1] - curves.starts[self._edges]
        self._starts: Indices = np.concatenate([[0], np.cumsum(counts)]).astype(np.intp)
        rows = np.arange(self._starts[-1]) + np.repeat(curves.starts[self._edges] - self._starts[:-1], counts)
        offset = scene.camera.offset
        self._points: Numbers = curves.points[rows] * scene.camera.scale + (offset.x(), offset.y())
        sources, targets = self._ends()
        self._fresh: Flags = np.array(
            [one in came or other in came for one, other in zip(sources, targets, strict=True)]
        )
        shifts = {box: _shift(scene, places, box) for box in {*sources, *targets}}
        at_source = np.array([shifts[box] for box in sources]).reshape(-1, 2)
        at_target = np.array([shifts[box] for box in targets]).reshape(-1, 2)
        position = np.arange(self._starts[-1]) - np.repeat(self._starts[:-1], counts)
        along = (position / np.repeat(np.maximum(counts - 1, 1), counts))[:, None]
        self._shifts: Numbers = np.repeat(at_source, counts, axis=0) * (1 - along) + (
            np.repeat(at_target, counts, axis=0) * along
        )

    def paint(self, painter: QPainter, share: float) -> None:
        """Paint them a share (0 to 1) of their way."""
        points = (self._points + self._shifts * (1.0 - share)).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        kinds = self._scene.picture.edge_kinds[self._edges]
        for kind in np.unique(kinds).tolist():
            for fresh, opacity in ((False, 1.0), (True, share)):
                painter.setOpacity(opacity)
                self._stroke(painter, points, np.flatnonzero((kinds == kind) & (self._fresh == fresh)).tolist(), kind)
        painter.setOpacity(1.0)

    def _stroke(self, painter: QPainter, points: list[list[float]], which: list[int], kind: int) -> None:
        pen = QPen(self._painter.inks.edges[kind])
        pen.setWidthF(max(pen.widthF() * self._scene.camera.scale, 1.0))
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

    def _ends(self) -> tuple[list[int], list[int]]:
        """Give the boxes that the edges begin and end at; -1 is none."""
        finder, placed = BoxFinder(self._scene.picture), self._scene.picture.edges
        edges = [placed[edge] for edge in self._edges.tolist()]
        return (
            [finder.find(edge.source) for edge in edges],
            [finder.find(edge.target, edge.target_copy) for edge in edges],
        )


def _shift(scene: Scene, places: Places, box: int) -> tuple[float, float]:
    """Say how far from its end a box begins."""
    if box < 0:
        return 0.0, 0.0
    by = places(box).center() - scene.place(box).center()
    return by.x(), by.y()
