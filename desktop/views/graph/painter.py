"""Painting the standing graph: one painter for the screen and for files, near and far."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import KINDS, GraphPicture
from desktop.views.graph.inks import Inks
from desktop.views.graph.node_face import Lettering
from desktop.views.graph.node_painter import Detail, NodePainter, detail_at
from desktop.views.theme import Theme

_MANY = 3_000
"""Edges beyond which, from afar, smoothing is given up: it doubles the time and nobody sees it."""
_HEAD_LENGTH, _HEAD_SPREAD = 8.0, 3.6


class GraphPainter:
    """Paints a GraphPicture in one theme with a painter whose coordinates are pixels at 100 %. Thread: the GUI's."""

    def __init__(self, theme: Theme, lettering: Lettering) -> None:
        self.inks = Inks(theme)
        self.nodes = NodePainter(self.inks, lettering)

    def paint(self, painter: QPainter, picture: GraphPicture, area: QRectF, scale: float) -> None:
        """Paint what lies in `area`, with the detail that can be seen at `scale` (1 is 100 %)."""
        detail = detail_at(scale)
        edges, boxes = picture.edges_in(area), picture.boxes_in(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, detail is not Detail.FAR or len(edges) < _MANY)
        self._paint_edges(painter, picture, edges, scale)
        if detail is Detail.FAR:
            self._paint_far_boxes(painter, picture, boxes)
        else:
            self.paint_boxes(painter, picture, boxes, detail)

    def paint_boxes(self, painter: QPainter, picture: GraphPicture, boxes: Indices, detail: Detail) -> None:
        """Paint some boxes so that they can be read."""
        for index in boxes.tolist():
            node, rect = picture.box_nodes[index], picture.rect(index)
            self.nodes.paint(painter, rect, node, picture.face(node), detail)
            if node.id in picture.roots:
                self.nodes.paint_root(painter, rect)

    def _paint_edges(self, painter: QPainter, picture: GraphPicture, edges: Indices, scale: float) -> None:
        carries = picture.carries[edges]
        inks = self.inks
        groups = ((edges[~carries], inks.edge_input, inks.edge_input_head), (edges[carries], inks.edge, inks.edge_head))
        for which, pen, head in groups:
            far = detail_at(scale) is Detail.FAR
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(_hairline(pen) if far else pen)
            painter.drawPath(picture.curves.path(which))
            if not far:
                self._paint_heads(painter, picture, which, head)

    def _paint_heads(self, painter: QPainter, picture: GraphPicture, edges: Indices, brush: QBrush) -> None:
        """Point into the operation that begins an edge: there the data flows."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawPath(picture.curves.heads(edges, _HEAD_LENGTH, _HEAD_SPREAD))

    def _paint_far_boxes(self, painter: QPainter, picture: GraphPicture, boxes: Indices) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        kinds = picture.kinds[boxes]
        for kind in range(len(KINDS)):
            which = boxes[kinds == kind]
            if len(which):
                painter.setBrush(self.inks.far_fills[kind])
                painter.drawRects(picture.rects_of(which))
        self._paint_far_roots(painter, picture, boxes)

    def _paint_far_roots(self, painter: QPainter, picture: GraphPicture, boxes: Indices) -> None:
        roots = [index for root in picture.roots for index in picture.boxes_of(root)]
        visible = np.intersect1d(np.array(roots, dtype=np.intp), boxes)
        if len(visible):
            painter.setBrush(QBrush(self.inks.root.color()))
            painter.drawRects(picture.rects_of(visible))


def _hairline(pen: QPen) -> QPen:
    """Give a line one pixel wide at any zoom, without dashes: a third of the time, and the same from afar."""
    line = QPen(pen.color(), 1.0)
    line.setCosmetic(True)
    return line
