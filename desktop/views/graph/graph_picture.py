"""A drawing in place, ready to be drawn: its boxes and curves as arrays, and who stands beside whom."""

from collections.abc import Set as AbstractSet
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from desktop.records.graph import Graph, NodeKind
from desktop.records.placement import PlacedEdge, Placement
from desktop.views.drawing import Drawing, DrawnEdge, DrawnNode
from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Curves, Indices, Kinds, Numbers
from desktop.views.graph.frame_tabs import FrameTabs
from desktop.views.graph.frames import Frames
from desktop.views.graph.incidence import Incidence
from desktop.views.graph.node_face import Face, face_of
from desktop.views.graph.whole_drawing import whole_drawing

DrawnKind = NodeKind | Literal["group", "saved", "ghost", "operand"]
KINDS: tuple[DrawnKind, ...] = ("operation", "leaf", "input", "constant", "group", "saved", "ghost", "operand")
DATA, GRADIENT, SAVED, GHOST = range(4)
"""What an edge carries: data alone (its target needs no gradient), a gradient, or nothing: to a saved tensor, or from
an operation that failed."""
MARGIN = 40.0
"""Free paper around the whole graph, in pixels at 100 %."""


class GraphPicture:
    """A Drawing in its placement. A box is one drawn copy of a node; boxes and edges are numbered as placed.

    A Graph is drawn as it was recorded, without saved tensors. `rects` has shape (boxes, 4) and `edge_bounds` shape
    (edges, 4): left, top, right, bottom. `carries` gives for each edge the recorded edges that it stands for, each by
    its source and slot, and `edge_kinds` what it carries. Thread: any to make it, then the GUI's.
    """

    def __init__(self, drawn: Graph | Drawing, placement: Placement) -> None:
        self.drawing = whole_drawing(drawn)
        self.graph = self.drawing.graph
        self.placement = placement
        known: dict[str, DrawnNode] = {node.id: node for node in self.drawing.nodes}
        self.boxes = tuple(box for box in placement.nodes if box.id in known)
        self.edges = tuple(edge for edge in placement.edges if len(edge.points) > 1)
        self.roots = frozenset(self.drawing.roots)
        self.nodes = known
        self.box_nodes: tuple[DrawnNode, ...] = tuple(known[box.id] for box in self.boxes)
        self.rects = self._rects()
        self._qt_rects = [QRectF(left, top, right - left, bottom - top) for left, top, right, bottom in self._corners()]
        self.kinds: Kinds = np.array([KINDS.index(node.kind) for node in self.box_nodes], dtype=np.int8)
        self.kinds_held = frozenset(node.kind for node in self.drawing.nodes)
        self.curves = Curves([edge.points for edge in self.edges])
        self.edge_bounds = self.curves.bounds()
        self.edge_kinds: Kinds = np.array([self._edge_kind(edge) for edge in self.edges], dtype=np.int8)
        for kind in (DATA, GRADIENT, SAVED, GHOST):
            self.curves.path(np.flatnonzero(self.edge_kinds == kind))  # kept: the first look is at all of them
        self.carries = self._carries()
        places = {name: at for at, name in enumerate(known)}
        self._boxes_of = Incidence(places, (box.id for box in self.boxes))
        self._edges_from = Incidence(places, (edge.source for edge in self.edges))
        self._edges_to = Incidence(places, (edge.target for edge in self.edges))
        self.frames = Frames(self.drawing, self.boxes, self.edges, self.rects)
        self._tabs: FrameTabs | None = None
        self._faces: dict[str, Face] = {}

    def bounds(self) -> QRectF:
        """Give the paper of the whole picture, margin included."""
        width, height = self.placement.size
        return QRectF(-MARGIN, -MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)

    def face(self, node: DrawnNode) -> Face:
        """Give what a node's box says, made once."""
        if node.id not in self._faces:
            self._faces[node.id] = face_of(node)
        return self._faces[node.id]

    def rect(self, box: int) -> QRectF:
        """Give the rectangle of one box."""
        return QRectF(self._qt_rects[box])

    def rects_of(self, boxes: Indices) -> list[QRectF]:
        """Give the rectangles of some boxes, in the form that is painted in one call."""
        return [self._qt_rects[index] for index in boxes.tolist()]

    def boxes_of(self, node_id: str) -> Indices:
        """Give every box of a node: several where it is a shared leaf."""
        return self._boxes_of.of(node_id)

    def boxes_of_all(self, node_ids: AbstractSet[str | None]) -> Indices:
        """Give every box of some nodes, in order."""
        return np.array([at for at, box in enumerate(self.boxes) if box.id in node_ids], dtype=np.intp)

    def edges_of(self, node_id: str) -> Indices:
        """Give every edge that a node begins or ends."""
        return np.union1d(self._edges_from.of(node_id), self._edges_to.of(node_id))

    def edges_from(self, node_id: str) -> list[int]:
        """Give the edges that run from a node to what it differentiates."""
        edges: list[int] = self._edges_from.of(node_id).tolist()
        return edges

    def boxes_in(self, area: QRectF, among: Indices | None = None) -> Indices:
        """Give the boxes that touch an area: all of them, or those among some."""
        return _touching(self.rects, area, among)

    def edges_to_paint(self, sight: Sight, among: Indices | None = None) -> Indices:
        """Give the edges that may be in sight, of all or of some; all of those, where most of them are.

        Then they are the same ones from frame to frame, and their path is there already.
        """
        inside = _touching(self.edge_bounds, sight.area, among)
        whole = np.arange(len(self.edges)) if among is None else among
        return whole if len(inside) > len(whole) // 2 else inside

    def heads(self, edges: Indices, length: float, spread: float) -> QPainterPath:
        """Join the arrow heads of some edges, pointing as what runs downwards in the picture does.

        Data enters the operation that begins an edge; a gradient enters the target, and where none runs is no head.
        """
        kinds = self.edge_kinds[edges]
        if self.placement.direction == "gradients":
            return self.curves.heads(edges[kinds == GRADIENT], length, spread, at_end=True)
        return self.curves.heads(edges[kinds != SAVED], length, spread)

    def box_at(self, point: QPointF) -> int | None:
        """Give the box under a point, the topmost where several are."""
        x, y = point.x(), point.y()
        left, top, right, bottom = self.rects.T
        found = np.flatnonzero((left <= x) & (x <= right) & (top <= y) & (y <= bottom))
        return int(found[-1]) if len(found) else None

    def edge_at(self, point: QPointF, reach: float) -> int | None:
        """Give the edge that passes nearest to a point, at most `reach` away."""
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        return self.curves.nearest(_touching(self.edge_bounds, area, None), (point.x(), point.y()), reach)

    def drawn_edge(self, edge: int) -> DrawnEdge:
        """Give what an edge is in the drawing."""
        placed = self.edges[edge]
        return DrawnEdge(placed.source, placed.target, placed.slot, self.carries[edge])

    def frame_at(self, point: QPointF, scale: float = 1.0) -> str | None:
        """Give the id of the open group whose title lies under a point, seen at a zoom. Thread: the GUI's."""
        return self.tabs().at(point, scale)

    def frame_of(self, group_id: str) -> QRectF | None:
        """Give the frame around what is drawn of an open group, or None where none of it is."""
        return self.frames.rect_of(group_id)

    def tabs(self) -> FrameTabs:
        """Give the titles of the frames, made once: fonts are the GUI thread's."""
        if self._tabs is None:
            self._tabs = FrameTabs(self.frames)
        return self._tabs

    def _rects(self) -> Numbers:
        boxes = np.array([(box.x, box.y, box.width, box.height) for box in self.boxes], dtype=np.float64)
        centre, half = boxes.reshape(-1, 4)[:, :2], boxes.reshape(-1, 4)[:, 2:] / 2
        return np.hstack([centre - half, centre + half])

    def _corners(self) -> list[list[float]]:
        corners: list[list[float]] = self.rects.tolist()
        return corners

    def _edge_kind(self, edge: PlacedEdge) -> int:
        if edge.target in self.nodes and self.nodes[edge.target].kind == "saved":
            return SAVED
        if edge.source in self.nodes and self.nodes[edge.source].kind == "ghost":
            return GHOST
        return DATA if edge.slot is None else GRADIENT

    def _carries(self) -> tuple[tuple[tuple[str, int], ...], ...]:
        known = {(edge.source, edge.target, edge.slot): edge.carries for edge in self.drawing.edges}
        return tuple(known.get((edge.source, edge.target, edge.slot), ()) for edge in self.edges)


def _touching(bounds: Numbers, area: QRectF, among: Indices | None) -> Indices:
    left, top, right, bottom = (bounds if among is None else bounds[among]).T
    inside = (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
    return np.flatnonzero(inside) if among is None else among[inside]
