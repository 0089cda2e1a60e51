"""Painting the update: leaves that an optimizer moved light up one after another and say how they moved."""

import math

import numpy as np
from PySide6.QtGui import QColor, QPainter

from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.glow import Glow, glow_at, trail_of
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.mark_painter import REACH, MarkPainter
from desktop.views.graph.node_painter import NodePainter
from desktop.views.theme import Theme


class UpdatePainter:
    """Paints in the colour of leaves. Coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter, marks: MarkPainter) -> None:
        self._colour = QColor(theme.leaf_border)
        self._glow = Glow(nodes)
        self._marks = marks

    def paint_done(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, moments: range, sight: Sight
    ) -> None:
        """Say how each leaf in sight moved in some moments."""
        for moment in range(max(moments.start, len(light.flow.steps)), moments.stop):
            self._marks.paint_update(painter, picture, light.marks, moment, sight)

    def paint_moving(
        self, painter: QPainter, picture: GraphPicture, light: FlowLight, position: float, sight: Sight
    ) -> None:
        """Let the leaf that moves, and those that have just moved, glow."""
        trail = trail_of(len(light.flow.updated))
        area = sight.area.adjusted(-REACH, -REACH, REACH, REACH)
        for moment in range(max(math.floor(position - trail), 0), math.ceil(position)):
            boxes, _ = light.marks.updates.get(moment, ([], ""))
            for box in picture.boxes_in(area, np.array(boxes, dtype=np.intp)).tolist():
                strength, kind = glow_at(position - moment, trail), picture.box_nodes[box].kind
                self._glow.paint_around(painter, picture.rect(box), kind, self._colour, strength, sight.scale)
            if moment < math.floor(position):
                self._marks.paint_update(painter, picture, light.marks, moment, sight)
