"""Painting the forward pass over the faded graph: data running along edges, boxes lighting up, the loss at the end."""

import math

from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.glow import Glow, glow_at, paint_pulse, trail_of
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.mark_painter import MarkPainter
from desktop.views.graph.node_painter import NodePainter, detail_at
from desktop.views.graph.painter import is_smooth, stroke
from desktop.views.graph.titles import below_titles
from desktop.views.theme import Theme

_WIDTH = 2.4
_THINNEST = 1.4
"""In pixels of the screen."""


class ForwardPainter:
    """Paints data in one calm colour, however large it is. Coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter, marks: MarkPainter) -> None:
        self._data = QColor(theme.input_border)
        self._loss = QColor(theme.accent)
        self._glow = Glow(nodes)
        self._marks = marks

    def paint_run(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, moments: range, sight: Sight
    ) -> None:
        """Paint the edges in sight along which data has come in some moments."""
        edges = picture.edges_to_paint(sight, light.forward.edges_run(moments.start, moments.stop))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth(picture, detail_at(sight.scale)))
        with below_titles(painter, picture, edges, sight):
            stroke(painter, picture, edges, self._pen(sight.scale), sight.scale)

    def paint_run_marks(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, moments: range, sight: Sight
    ) -> None:
        """Say of the edges in sight how tensors were expanded along them in some moments."""
        edges = picture.edges_to_paint(sight, light.forward.edges_run(moments.start, moments.stop))
        self._marks.paint_expansions(painter, picture, light.marks, edges, sight, back=False)

    def paint_moving(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        """Paint the pulses of the moment under way, and the glow of boxes that have just run."""
        forward, moment = light.forward, math.floor(position)
        trail = trail_of(len(light.film.forward))
        for box in picture.boxes_in(sight.area, forward.boxes_glowing(position, trail)).tolist():
            strength = glow_at(forward.age(box, position), trail)
            kind = picture.box_nodes[box].kind
            self._glow.paint_around(painter, picture.rect(box), kind, self._data, strength, sight.scale)
        for edge in forward.edges_run(moment, moment + 1).tolist() if position > moment else ():
            ends = (1.0, 1.0 - (position - moment))
            paint_pulse(painter, picture.curves.way(edge), ends, self._pen(sight.scale), sight.scale)
        if position > -1:
            self._paint_loss(painter, picture, light, position, sight)

    def _paint_loss(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        """Let the root glow: the stronger, the nearer the position is to 0, where the way back begins."""
        for box in picture.boxes_in(sight.area, light.roots).tolist():
            rect, kind = picture.rect(box), picture.box_nodes[box].kind
            self._glow.paint_around(painter, rect, kind, self._loss, 1.0 + position, sight.scale)
            self._marks.paint_loss(painter, picture, box, light.marks.loss, sight)

    def _pen(self, scale: float) -> QPen:
        return QPen(self._data, max(_WIDTH, _THINNEST / scale))
