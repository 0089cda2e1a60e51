"""Who descends from whom: all that flows into a node and from it, and all ways between two nodes."""

from dataclasses import dataclass

import numpy as np

from desktop.views.graph.curves import Flags, Indices
from desktop.views.graph.graph_picture import GraphPicture

_Neighbours = list[list[int]]


@dataclass(frozen=True)
class Lit:
    """The edges and boxes of a picture that belong together, by their numbers in it."""

    edges: Indices
    boxes: Indices


class Lineage:
    """The ancestors and descendants of a picture's nodes. Building it takes one walk over the edges."""

    def __init__(self, picture: GraphPicture) -> None:
        self._picture = picture
        self._number = {node: number for number, node in enumerate(picture.nodes)}
        # Edges may end at what is not drawn: such ends are all one further node, which leads nowhere.
        nowhere = len(self._number)
        find = self._number.get
        self._sources = np.array([find(edge.source, nowhere) for edge in picture.edges], dtype=np.intp)
        self._targets = np.array([find(edge.target, nowhere) for edge in picture.edges], dtype=np.intp)
        self._below = _neighbours(self._sources, self._targets, nowhere + 1)
        self._above = _neighbours(self._targets, self._sources, nowhere + 1)
        boxes = {(box.id, box.copy): number for number, box in enumerate(picture.boxes)}
        self._source_boxes = np.array([boxes.get((edge.source, 0), -1) for edge in picture.edges], dtype=np.intp)
        self._target_boxes = np.array(
            [boxes.get((edge.target, edge.target_copy), -1) for edge in picture.edges], dtype=np.intp
        )

    def of(self, node_id: str) -> Lit:
        """Give all that flows into a node, and all that flows from it, with the node itself."""
        start = self._number[node_id]
        into, out_of = _reached(self._below, start), _reached(self._above, start)
        return self._lit(into[self._sources] | out_of[self._targets], node_id)

    def between(self, one: str, other: str) -> Lit | None:
        """Give all ways from one node to another, whichever comes first; None where there is none."""
        for first, last in ((one, other), (other, one)):
            below = _reached(self._below, self._number[first])
            if below[self._number[last]]:
                above = _reached(self._above, self._number[last])
                return self._lit(below[self._sources] & above[self._targets], one, other)
        return None

    def _lit(self, edges: Flags, *node_ids: str) -> Lit:
        which = np.flatnonzero(edges)
        own = [self._picture.boxes_of(node_id) for node_id in node_ids]
        boxes = np.unique(np.concatenate([self._source_boxes[which], self._target_boxes[which], *own]))
        return Lit(which, boxes[boxes >= 0])


def _neighbours(begin: Indices, end: Indices, count: int) -> _Neighbours:
    """Give for each number the ends of the edges that begin there."""
    order = np.argsort(begin, kind="stable")
    cuts = np.cumsum(np.bincount(begin, minlength=count))[:-1]
    return [part.tolist() for part in np.split(end[order], cuts)]


def _reached(neighbours: _Neighbours, start: int) -> Flags:
    """Mark all that can be reached from a node, itself included."""
    seen = bytearray(len(neighbours))
    seen[start] = 1
    waiting = [start]
    while waiting:
        for each in neighbours[waiting.pop()]:
            if not seen[each]:
                seen[each] = 1
                waiting.append(each)
    return np.frombuffer(seen, dtype=np.bool_)
