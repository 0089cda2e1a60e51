"""Rings around boxes that are chosen, found or concerned."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import NodePainter

THINNEST = 1.6
"""In pixels of the widget, from however far the graph is seen."""
_TINT = 0.6


@dataclass(frozen=True)
class Ring:
    """What a ring looks like: its colour, its width by that around what is selected, and whether it has a halo."""

    colour: QColor
    share: float = 1.0
    glows: bool = True

    def paint(self, painter: QPainter, nodes: NodePainter, picture: GraphPicture, boxes: Indices, scale: float) -> None:
        """Draw it around some boxes; it leaves each box's own border in sight."""
        width = self.share * max(2.4, THINNEST / scale)
        halo = QColor(self.colour)
        halo.setAlphaF(0.25)
        for box in boxes.tolist():
            rect, kind = picture.rect(box), picture.box_nodes[box].kind
            if self.glows:
                nodes.outline(painter, rect, kind, QPen(halo, 2.5 * width), 1.5 + width)
            nodes.outline(painter, rect, kind, QPen(self.colour, width), 1.5 + width)

    def paint_many(self, painter: QPainter, rects: list[QRectF]) -> None:
        """Tint so many boxes that rings would take long."""
        tint = QColor(self.colour)
        tint.setAlphaF(_TINT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRects(rects)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
