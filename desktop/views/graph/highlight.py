"""Marking what a person points at: the node, all its boxes, and the edges that touch it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import NodePainter
from desktop.views.theme import Theme


class Highlight:
    """Paints hover and selection with a painter whose coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._accent = QColor(theme.accent)
        self._nodes = nodes

    def paint(self, painter: QPainter, picture: GraphPicture, node_id: str, scale: float, *, selected: bool) -> None:
        """Light a node's direct edges and outline each of its boxes; a selected one more firmly than a hovered one."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(2.4 if selected else 2.0, 1.6 / scale)
        painter.setPen(QPen(self._accent, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edges = picture.edges_of(node_id)
        painter.drawPath(picture.curves.path(edges))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawPath(picture.curves.heads(edges, 9.0, 4.2))
        self._paint_outlines(painter, picture, node_id, width, selected=selected)

    def _paint_outlines(
        self, painter: QPainter, picture: GraphPicture, node_id: str, width: float, *, selected: bool
    ) -> None:
        halo = QColor(self._accent)
        halo.setAlphaF(0.3)
        for box in picture.boxes_of(node_id).tolist():
            rect, kind = picture.rect(box), picture.box_nodes[box].kind
            if selected:
                self._nodes.outline(painter, rect, kind, QPen(halo, 2.6 * width), width)
            self._nodes.outline(painter, rect, kind, QPen(self._accent, width))
