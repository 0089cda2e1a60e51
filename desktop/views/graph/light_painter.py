"""Painting a film's light over the standing picture: what has happened by a moment, and what is under way."""

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.forward_painter import ForwardPainter
from desktop.views.graph.glow import Glow, glow_at, paint_pulse, trail_of
from desktop.views.graph.gradient_scale import BROKEN, NOTHING, level_colour, level_share
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.mark_painter import REACH, MarkPainter
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.graph.painter import is_smooth, stroke
from desktop.views.graph.titles import below_titles
from desktop.views.graph.update_painter import UpdatePainter
from desktop.views.theme import Theme


class LightPainter:
    """Paints a FlowLight with a painter whose coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._theme = theme
        self._nodes = nodes
        self._glow = Glow(nodes)
        self._marks = MarkPainter(theme)
        self._forward = ForwardPainter(theme, nodes, self._marks)
        self._update = UpdatePainter(theme, nodes, self._marks)
        self._colours: dict[int, QColor] = {}

    def paint_run(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, moments: range, sight: Sight
    ) -> None:
        """Paint where data has come along in some moments of the forward pass."""
        self._forward.paint_run(painter, picture, light, moments, sight)

    def paint_run_marks(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, moments: range, sight: Sight
    ) -> None:
        """Write what can be read of these moments, over the boxes."""
        self._forward.paint_run_marks(painter, picture, light, moments, sight)

    def paint_done(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, steps: range, sight: Sight
    ) -> None:
        """Tint the edges and boxes in sight that some steps have passed, and mark what an update moved."""
        sent = light.edges_done(steps.start, steps.stop)
        edges = picture.edges_to_paint(sight, sent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, detail_at(sight.scale)))
        with below_titles(painter, picture, edges, sight):
            for level, which in _by_level(edges, light.edge_levels):
                stroke(painter, picture, which, self._edge_pen(level, sight.scale), sight.scale)
        area = sight.area.adjusted(-REACH, -REACH, REACH, REACH)
        boxes = picture.boxes_in(area, light.boxes_done(steps.start, steps.stop))
        self._paint_done_boxes(painter, picture, light, boxes, sight.scale)
        self._paint_freed(painter, picture, light, steps, sight)
        self._marks.paint_expansions(painter, picture, light.marks, edges, sight, back=True)
        self._marks.paint_fillings(painter, picture, light.marks, boxes, sight)
        self._update.paint_done(painter, picture, light, steps, sight)

    def paint_moving(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        """Paint what changes from frame to frame: the glow of recent nodes, and the pulses of the moment under way."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if position <= 0 and light.film.forward:
            self._forward.paint_moving(painter, picture, light, position, sight)
        if position > 0:
            self._paint_backward(painter, picture, light, position, sight)
        if position > len(light.flow.steps):
            self._update.paint_moving(painter, picture, light, position, sight)

    def _paint_backward(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        done, trail = math.floor(position), trail_of(len(light.flow.steps))
        boxes = picture.boxes_in(sight.area, light.boxes_glowing(position, trail))
        for box in boxes.tolist():
            colour, strength = self._colour(int(light.box_levels[box])), glow_at(light.age(box, position), trail)
            kind = picture.box_nodes[box].kind
            self._glow.paint_around(painter, picture.rect(box), kind, colour, strength, sight.scale)
        self._marks.paint_fillings(painter, picture, light.marks, boxes[light.box_steps[boxes] < done], sight)
        if position > done:
            filling = boxes[light.box_starts[boxes] == done]
            self._marks.paint_fillings(painter, picture, light.marks, filling, sight, position - done)
            for edge in light.edges_done(done, done + 1).tolist():
                pen = self._edge_pen(int(light.edge_levels[edge]), sight.scale)
                paint_pulse(painter, picture.curves.way(edge), (0.0, position - done), pen, sight.scale)
        self._marks.paint_sums(painter, picture, light.marks, position, sight)

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

    def _colour(self, level: int) -> QColor:
        if level not in self._colours:
            self._colours[level] = level_colour(level, self._theme)
        return QColor(self._colours[level])

    def _edge_pen(self, level: int, scale: float) -> QPen:
        return QPen(self._colour(level), _width(level, scale), c=Qt.PenCapStyle.FlatCap)


def _width(level: int, scale: float) -> float:
    """Say how wide an edge of a level is, in the picture's pixels; from afar never less than what can be seen."""
    share = level_share(level)
    return max(2.2 + 4.0 * share, (1.2 + 1.4 * share) / scale)


def _by_level(which: Indices, levels: Levels) -> Iterator[tuple[int, Indices]]:
    """Part some edges or boxes by their level: each part is painted in one call."""
    of_which = levels[which]
    for level in np.unique(of_which).tolist():
        if level != NOTHING:
            yield level, which[of_which == level]
