"""Painting the light of a flow over the standing picture: what it has passed, and the pulses under way."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QRadialGradient

from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.gradient_scale import BROKEN, NOTHING, level_colour, level_share
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.theme import Theme

_SECONDS_OF_GLOW = 0.03
"""Of the whole flow: for how long a node goes on glowing, at least one step."""
_LONGEST_TRAIL = 200
_HALO = tuple((1.0 + 2.0 * ring, 0.6 * 0.68**ring) for ring in range(8))
"""Rings of light around a glowing box: how far out, in pixels, and how bright."""
_FEW = 400


class LightPainter:
    """Paints a FlowLight with a painter whose coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._theme = theme
        self._nodes = nodes

    def paint_done(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, steps: range, scale: float
    ) -> None:
        """Tint the edges and boxes that some steps have passed."""
        edges = light.edges_done(steps.start, steps.stop)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(edges) < _FEW)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for level, which in _by_level(edges, light.edge_levels):
            painter.setPen(self._edge_pen(level, scale))
            painter.drawPath(picture.curves.path(which))
        self._paint_done_boxes(painter, picture, light, light.boxes_done(steps.start, steps.stop), scale)

    def _paint_done_boxes(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, boxes: Indices, scale: float
    ) -> None:
        far = detail_at(scale) is Detail.FAR
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not far)
        for level, which in _by_level(boxes, light.box_levels):
            colour = level_colour(level, self._theme)
            if far:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRects(picture.rects_of(which))
                continue
            pen = QPen(colour, 2.6)
            for box in which.tolist():
                self._nodes.tint(painter, picture.rect(box), picture.box_nodes[box].kind, pen, broken=level == BROKEN)

    def paint_moving(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, scale: float
    ) -> None:
        """Paint what changes from frame to frame: the glow of recent nodes, and the pulses of the step under way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = int(position)
        for step, strength in _glowing(position, len(light.flow.steps)):
            self._paint_glow(painter, picture, light, step, strength, scale)
        for edge in light.edges_done(done, done + 1).tolist() if position > done else ():
            self._paint_pulse(painter, picture, light, edge, position - done, scale)

    def _edge_pen(self, level: int, scale: float) -> QPen:
        return QPen(level_colour(level, self._theme), self._width(level, scale), c=Qt.PenCapStyle.FlatCap)

    def _width(self, level: int, scale: float) -> float:
        """In the picture's pixels; from afar never less than what can be seen."""
        share = level_share(level)
        return max(2.2 + 4.0 * share, (1.2 + 1.4 * share) / scale)

    def _paint_glow(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, step: int, strength: float, scale: float
    ) -> None:
        for box in picture.boxes_of(light.flow.steps[step].node):
            colour = level_colour(int(light.box_levels[box]), self._theme)
            if detail_at(scale) is Detail.FAR:
                _paint_spot(painter, picture.rect(box).center(), 9.0 * (0.4 + 0.6 * strength) / scale, colour, strength)
            else:
                self._paint_halo(painter, picture.rect(box), picture.box_nodes[box].kind, colour, strength)

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
        _paint_spot(painter, way.at(share), radius, level_colour(level, self._theme), 1.0)


def _glowing(position: float, steps: int) -> Iterator[tuple[int, float]]:
    """Yield the steps whose nodes glow, and how strongly: the one under way brightens, those before it fade."""
    trail = min(max(1.0, steps * _SECONDS_OF_GLOW), _LONGEST_TRAIL)
    done = int(position)
    for step in range(max(0, int(position - trail)), min(done, steps)):
        strength = 1.0 - (position - step - 1) / trail
        if strength > 0:
            yield step, strength
    if done < steps and position > done:
        yield done, min((position - done) * 5.0, 1.0)


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
