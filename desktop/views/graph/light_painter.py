"""Painting the light of a flow over the standing picture: what it has passed, and the pulses under way."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QRadialGradient

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.gradient_scale import BROKEN, NOTHING, level_colour, level_share
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.graph.painter import is_smooth, stroke
from desktop.views.theme import Theme

_SHARE_OF_GLOW = 0.03
"""For what share of the whole flow a node goes on glowing, at least one step."""
_LONGEST_TRAIL = 24
_HALO = tuple((1.0 + 2.0 * ring, 0.6 * 0.68**ring) for ring in range(8))
"""Rings of light around a glowing box: how far out, in pixels, and how bright."""


class LightPainter:
    """Paints a FlowLight with a painter whose coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._theme = theme
        self._nodes = nodes
        self._colours: dict[int, QColor] = {}

    def paint_done(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, steps: range, sight: Sight
    ) -> None:
        """Tint the edges and boxes in sight that some steps have passed."""
        edges = picture.edges_to_paint(sight, light.edges_done(steps.start, steps.stop))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, detail_at(sight.scale)))
        for level, which in _by_level(edges, light.edge_levels):
            stroke(painter, picture, which, self._edge_pen(level, sight.scale), sight.scale)
        boxes = picture.boxes_in(sight.area, light.boxes_done(steps.start, steps.stop))
        self._paint_done_boxes(painter, picture, light, boxes, sight.scale)
        self._paint_freed(painter, picture, light, steps, sight)

    def _paint_freed(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, steps: range, sight: Sight
    ) -> None:
        """Let fade what the engine freed in some steps, and strike it through where that can be seen."""
        freed = np.flatnonzero((light.freed_steps >= steps.start) & (light.freed_steps < steps.stop))
        which = picture.boxes_in(sight.area, freed)
        if detail_at(sight.scale) is Detail.FAR:
            self._nodes.fade(painter, picture.rects_of(which))
            return
        for box in which.tolist():
            self._nodes.paint_freed(painter, picture.rect(box), picture.box_nodes[box].kind)

    def _paint_done_boxes(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, boxes: Indices, scale: float
    ) -> None:
        far = detail_at(scale) is Detail.FAR
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
        for level, which in _by_level(boxes, light.box_levels):
            colour = self._colour(level)
            if far:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRects(picture.rects_of(which))
                continue
            pen = QPen(colour, 2.6)
            for box in which.tolist():
                self._nodes.tint(painter, picture.rect(box), picture.box_nodes[box].kind, pen, broken=level == BROKEN)

    def paint_moving(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        """Paint what changes from frame to frame: the glow of recent nodes, and the pulses of the step under way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = int(position)
        trail = _trail(len(light.flow.steps))
        for box in picture.boxes_in(sight.area, light.boxes_glowing(position, trail)).tolist():
            strength = _glow(light.age(box, position), trail)
            self._paint_glow(painter, picture, box, int(light.box_levels[box]), strength, sight.scale)
        for edge in light.edges_done(done, done + 1).tolist() if position > done else ():
            self._paint_pulse(painter, picture, light, edge, position - done, sight.scale)

    def _colour(self, level: int) -> QColor:
        if level not in self._colours:
            self._colours[level] = level_colour(level, self._theme)
        return QColor(self._colours[level])

    def _edge_pen(self, level: int, scale: float) -> QPen:
        return QPen(self._colour(level), self._width(level, scale), c=Qt.PenCapStyle.FlatCap)

    def _width(self, level: int, scale: float) -> float:
        """In the picture's pixels; from afar never less than what can be seen."""
        share = level_share(level)
        return max(2.2 + 4.0 * share, (1.2 + 1.4 * share) / scale)

    def _paint_glow(
        self, painter: QPainter, picture: GraphPicture, box: int, level: int, strength: float, scale: float
    ) -> None:
        colour, rect = self._colour(level), picture.rect(box)
        if detail_at(scale) is Detail.FAR:
            _paint_spot(painter, rect.center(), 9.0 * (0.4 + 0.6 * strength) / scale, colour, strength)
        else:
            self._paint_halo(painter, rect, picture.box_nodes[box].kind, colour, strength)

    def _paint_halo(self, painter: QPainter, rect: QRectF, kind: str, colour: QColor, strength: float) -> None:
        for distance, alpha in _HALO:
            colour.setAlphaF(alpha * strength)
            self._nodes.outline(painter, rect, kind, QPen(colour, 2.4), distance)

    def _paint_pulse(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, edge: int, share: float, scale: float
    ) -> None:
        way = picture.curves.way(edge)
        level = int(light.edge_levels[edge])
        painter.setPen(self._edge_pen(level, scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(way.between(0.0, share))
        radius = 2.6 * self._width(level, scale) + 4.0 / max(scale, 0.5)
        _paint_spot(painter, way.at(share), radius, self._colour(level), 1.0)


def _trail(steps: int) -> float:
    """Say for how many steps a node goes on glowing after its own."""
    return min(max(1.0, steps * _SHARE_OF_GLOW), _LONGEST_TRAIL)


def _glow(age: float, trail: float) -> float:
    """Say how strongly a node glows, `age` steps after its own began: it brightens at once, then fades."""
    return min(max(age * 5.0, 0.0), 1.0) if age < 1 else max(1.0 - (age - 1.0) / trail, 0.0)


def _by_level(which: Indices, levels: Levels) -> Iterator[tuple[int, Indices]]:
    """Part some edges or boxes by their level: each part is painted in one call."""
    of_which = levels[which]
    for level in np.unique(of_which).tolist():
        if level != NOTHING:
            yield level, which[of_which == level]


def _paint_spot(painter: QPainter, centre: QPointF, radius: float, colour: QColor, strength: float) -> None:
    """Paint a spot of light: white in the middle, its colour around, nothing at the rim."""
    gradient = QRadialGradient(centre, radius)
    rim = QColor(colour)
    rim.setAlphaF(0.0)
    gradient.setColorAt(0.0, QColor(255, 255, 255, round(255 * strength)))
    gradient.setColorAt(0.25, QColor(255, 255, 255, round(230 * strength)))
    body = QColor(colour)
    body.setAlphaF(0.85 * strength)
    gradient.setColorAt(0.45, body)
    gradient.setColorAt(1.0, rim)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(gradient))
    painter.drawEllipse(centre, radius, radius)
