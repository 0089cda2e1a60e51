"""A graph in place, ready to be drawn: its boxes and curves as arrays, and who stands beside whom."""

from collections import defaultdict

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from desktop.records.graph import Graph, Node, NodeKind
from desktop.records.placement import Placement
from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Curves, Flags, Indices, Numbers
from desktop.views.graph.node_face import NodeFace, face_of

KINDS: tuple[NodeKind, ...] = ("operation", "leaf", "input", "constant")
MARGIN = 40.0
"""Free paper around the whole graph, in pixels at 100 %."""


class GraphPicture:
    """The graph of one placement. A box is one drawn copy of a node; boxes and edges are numbered as placed.

    `rects` has shape (boxes, 4) and `edge_bounds` shape (edges, 4): left, top, right, bottom.
    """

    def __init__(self, graph: Graph, placement: Placement) -> None:
        self.graph = graph
        self.placement = placement
        known: dict[str, Node] = {node.id: node for node in graph.nodes}
        self.boxes = tuple(box for box in placement.nodes if box.id in known)
        self.edges = tuple(edge for edge in placement.edges if len(edge.points) > 1)
        self.roots = frozenset(graph.roots)
        self.nodes = known
        self.box_nodes: tuple[Node, ...] = tuple(known[box.id] for box in self.boxes)
        self.rects = self._rects()
        self.kinds = np.array([KINDS.index(node.kind) for node in self.box_nodes], dtype=np.int8)
        self.curves = Curves([edge.points for edge in self.edges])
        self.edge_bounds = self.curves.bounds()
        self.carries: Flags = np.array([edge.slot is not None for edge in self.edges], dtype=bool)
        self._boxes_of: dict[str, list[int]] = defaultdict(list)
        for index, box in enumerate(self.boxes):
            self._boxes_of[box.id].append(index)
        self._edges_of: dict[str, list[int]] = defaultdict(list)
        self._edges_from: dict[str, list[int]] = defaultdict(list)
        for index, edge in enumerate(self.edges):
            self._edges_from[edge.source].append(index)
            self._edges_of[edge.source].append(index)
            self._edges_of[edge.target].append(index)
        self._faces: dict[str, NodeFace] = {}
        self._qt_rects: list[QRectF] = []

    def bounds(self) -> QRectF:
        """Give the paper of the whole picture, margin included."""
        width, height = self.placement.size
        return QRectF(-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)

    def face(self, node: Node) -> NodeFace:
        """Give what a node's box says, made once."""
        if node.id not in self._faces:
            self._faces[node.id] = face_of(node)
        return self._faces[node.id]

    def rect(self, box: int) -> QRectF:
        """Give the rectangle of one box."""
        left, top, right, bottom = self.rects[box].tolist()
        return QRectF(left, top, right - left, bottom - top)

    def rects_of(self, boxes: Indices) -> list[QRectF]:
        """Give the rectangles of some boxes, in the form that is painted in one call."""
        if not self._qt_rects:
            self._qt_rects = [self.rect(index) for index in range(len(self.boxes))]
        return [self._qt_rects[index] for index in boxes.tolist()]

    def boxes_of(self, node_id: str) -> Indices:
        """Give every box of a node: several where it is a shared leaf."""
        return np.array(self._boxes_of.get(node_id, []), dtype=np.intp)

    def edges_of(self, node_id: str) -> Indices:
        """Give every edge that a node begins or ends."""
        return np.array(self._edges_of.get(node_id, []), dtype=np.intp)

    def edges_from(self, node_id: str) -> list[int]:
        """Give the edges that run from a node to what it differentiates."""
        return self._edges_from.get(node_id, [])

    def boxes_in(self, area: QRectF, among: Indices | None = None) -> Indices:
        """Give the boxes that touch an area: all of them, or those among some."""
        return _touching(self.rects, area, among)

    def edges_to_paint(self, sight: Sight, among: Indices | None = None) -> Indices:
        """Give the edges that may be in sight, of all or of some; all of those, where most of them are.

        The path of all is kept from one frame to the next: cheaper to clip than to build anew.
        """
        inside = _touching(self.edge_bounds, sight.area, among)
        whole = np.arange(len(self.edges)) if among is None else among
        return whole if len(inside) > len(whole) // 2 else inside

    def box_at(self, point: QPointF) -> int | None:
        """Give the box under a point, the topmost where several are."""
        x, y = point.x(), point.y()
        left, top, right, bottom = self.rects.T
        found = np.flatnonzero((left <= x) & (x <= right) & (top <= y) & (y <= bottom))
        return int(found[-1]) if len(found) else None

    def _rects(self) -> Numbers:
        boxes = np.array([(box.x, box.y, box.width, box.height) for box in self.boxes], dtype=np.float64)
        centre, half = boxes.reshape(-1, 4)[:, :2], boxes.reshape(-1, 4)[:, 2:] / 2
        return np.hstack([centre - half, centre + half])


def _touching(bounds: Numbers, area: QRectF, among: Indices | None) -> Indices:
    left, top, right, bottom = (bounds if among is None else bounds[among]).T
    inside = (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
    return np.flatnonzero(inside) if among is None else among[inside]
