"""Who descends from whom: all that flows into a node and from it, and all ways between two nodes."""

from dataclasses import dataclass

import numpy as np

from desktop.views.graph.curves import Flags, Indices
from desktop.views.graph.graph_picture import GraphPicture


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
        count = len(self._number) + 1
        self._sources = _looked_up(self._number, [edge.source for edge in picture.edges], count - 1)
        self._targets = _looked_up(self._number, [edge.target for edge in picture.edges], count - 1)
        self._below = _Neighbours(self._sources, self._targets, count)
        self._above = _Neighbours(self._targets, self._sources, count)
        self._source_boxes, self._target_boxes = self._boxes()

    def of(self, node_id: str) -> Lit:
        """Give all that flows into a node, and all that flows from it, with the node itself."""
        start = self._number[node_id]
        into, out_of = self._below.reached(start), self._above.reached(start)
        return self._lit(into[self._sources] | out_of[self._targets], node_id)

    def between(self, one: str, other: str) -> Lit | None:
        """Give all ways from one node to another, whichever comes first; None where there is none."""
        for first, last in ((one, other), (other, one)):
            below = self._below.reached(self._number[first])
            if below[self._number[last]]:
                above = self._above.reached(self._number[last])
                return self._lit(below[self._sources] & above[self._targets], one, other)
        return None

    def _boxes(self) -> tuple[Indices, Indices]:
        """Give the box that each edge begins at, and the one it ends at: of a leaf the copy beside its operation."""
        picture = self._picture
        first = {box.id: number for number, box in enumerate(picture.boxes) if not box.copy}
        copies = {(box.id, box.copy): number for number, box in enumerate(picture.boxes) if box.copy}
        sources = _looked_up(first, [edge.source for edge in picture.edges], -1)
        targets = _looked_up(first, [edge.target for edge in picture.edges], -1)
        for number, edge in enumerate(picture.edges):
            if edge.target_copy:
                targets[number] = copies.get((edge.target, edge.target_copy), -1)
        return sources, targets

    def _lit(self, edges: Flags, *node_ids: str) -> Lit:
        which = np.flatnonzero(edges)
        own = [self._picture.boxes_of(node_id) for node_id in node_ids]
        boxes = np.unique(np.concatenate([self._source_boxes[which], self._target_boxes[which], *own]))
        return Lit(which, boxes[boxes >= 0])


class _Neighbours:
    """For each number those that edges lead to from it, in one list: those of i at starts[i] to starts[i + 1]."""

    def __init__(self, begins: Indices, ends: Indices, count: int) -> None:
        self._ends: list[int] = ends[np.argsort(begins, kind="stable")].tolist()
        self._starts: list[int] = [0, *np.cumsum(np.bincount(begins, minlength=count)).tolist()]

    def reached(self, start: int) -> Flags:
        """Mark all that can be reached from a number, itself included."""
        starts, ends = self._starts, self._ends
        seen = bytearray(len(starts) - 1)
        seen[start] = 1
        waiting = [start]
        while waiting:
            number = waiting.pop()
            for each in ends[starts[number] : starts[number + 1]]:
                if not seen[each]:
                    seen[each] = 1
                    waiting.append(each)
        return np.frombuffer(seen, dtype=np.bool_)


def _looked_up(known: dict[str, int], names: list[str], missing: int) -> Indices:
    return np.fromiter((known.get(name, missing) for name in names), dtype=np.intp, count=len(names))
