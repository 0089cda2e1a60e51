"""Marking what a person points at: the node, all its boxes, and the edges that touch it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import NodePainter
from desktop.views.theme import Theme

_THINNEST = 1.6
"""In pixels of the widget, from however far the graph is seen."""


class Highlight:
    """Paints hover and selection with a painter whose coordinates are pixels at 100 %."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        self._accent = QColor(theme.accent)
        self._nodes = nodes

    def paint_edges(self, painter: QPainter, picture: GraphPicture, node_id: str, scale: float) -> None:
        """Light a node's direct edges."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._accent, max(2.0, _THINNEST / scale)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edges = picture.edges_of(node_id)
        painter.drawPath(picture.curves.path(edges))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._accent)
        painter.drawPath(picture.curves.heads(edges, 9.0, 4.2))

    def paint_outlines(self, painter: QPainter, picture: GraphPicture, node_id: str, scale: float) -> None:
        """Outline each of a node's boxes: it is pointed at."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._accent, max(2.0, _THINNEST / scale))
        for box in picture.boxes_of(node_id).tolist():
            self._nodes.outline(painter, picture.rect(box), picture.box_nodes[box].kind, pen)

    def paint_rings(self, painter: QPainter, picture: GraphPicture, node_id: str, scale: float) -> None:
        """Draw a ring around each of a node's boxes: it is selected. The ring leaves the box's own border in sight."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(2.4, _THINNEST / scale)
        halo = QColor(self._accent)
        halo.setAlphaF(0.25)
        for box in picture.boxes_of(node_id).tolist():
            rect, kind = picture.rect(box), picture.box_nodes[box].kind
            self._nodes.outline(painter, rect, kind, QPen(halo, 2.5 * width), 1.5 + width)
            self._nodes.outline(painter, rect, kind, QPen(self._accent, width), 1.5 + width)
