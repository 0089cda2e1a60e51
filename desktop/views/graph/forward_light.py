"""What has run by a moment of the forward pass: which edges carried data, which boxes are there already, as arrays."""

import numpy as np

from desktop.views.film import Film
from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.graph_picture import GraphPicture

_ALWAYS = np.iinfo(np.int64).min


class ForwardLight:
    """The forward phase of a film over a picture; its moments have negative numbers. Thread: any to make it.

    A box is there from its node's moment on, a closed group from the first of its members', a leaf, an input or a saved
    tensor with the first that has to do with it. What no moment tells of has always been there. `box_ends` is the last
    moment that a box is at work.
    """

    def __init__(self, picture: GraphPicture, film: Film) -> None:
        moments = {node: film.start + place for place, node in enumerate(film.forward)}
        starts, ends = _of_drawn(picture, moments)
        crossings = _crossings(picture, moments, starts)
        order = np.argsort(crossings[:, 0], kind="stable")
        self._moments, self._edges = crossings[order, 0], crossings[order, 1]
        self.box_starts = np.array([starts.get(box.id, _ALWAYS) for box in picture.boxes], dtype=np.int64)
        self.box_ends = np.array([ends.get(box.id, _ALWAYS) for box in picture.boxes], dtype=np.int64)
        for box, moment in _guests(picture, self._moments, self._edges, starts).items():
            self.box_starts[box] = self.box_ends[box] = moment

    def edges_run(self, start: int, end: int) -> Indices:
        """Give the edges that carried data in the moments from `start` up to `end` (exclusive)."""
        first, last = np.searchsorted(self._moments, [start, end])
        return np.unique(self._edges[first:last]).astype(np.intp)

    def boxes_run(self, start: int, end: int) -> Indices:
        """Give the boxes that appeared in some moments; those that were always there appear before the first."""
        return np.flatnonzero((self.box_starts >= start) & (self.box_starts < end))

    def boxes_always(self) -> Indices:
        """Give the boxes that the forward pass has nothing to do with."""
        return np.flatnonzero(self.box_starts == _ALWAYS)

    def boxes_glowing(self, position: float, trail: float) -> Indices:
        """Give the boxes that are at work at a position, or were at most `trail` moments before."""
        at_work = (self.box_starts <= position) & (self.box_ends >= np.floor(position - trail))
        return np.flatnonzero(at_work & (self.box_starts != _ALWAYS))

    def age(self, box: int, position: float) -> float:
        """Say how many moments ago a box appeared; a group stays at 1 until the last of its members is done."""
        return float(min(position - self.box_starts[box], max(position - self.box_ends[box], 1.0)))


def _of_drawn(picture: GraphPicture, moments: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Give for each drawn node the first and the last moment of what it shows."""
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for node, moment in moments.items():
        shown = picture.drawing.shown_by.get(node, node)
        starts[shown] = min(starts.get(shown, moment), moment)
        ends[shown] = max(ends.get(shown, moment), moment)
    return starts, ends


def _crossings(picture: GraphPicture, moments: dict[str, int], starts: dict[str, int]) -> Levels:
    """Give pairs of a moment and an edge that carried data in it: that of the operation which the data entered."""
    pairs: list[tuple[int, int]] = []
    for edge, carries in enumerate(picture.carries):
        entered = {moments[source] for source, _ in carries if source in moments}
        source = picture.edges[edge].source
        if not entered and source in starts:
            entered = {starts[source]}
        pairs += [(moment, edge) for moment in entered]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _guests(picture: GraphPicture, moments: Levels, edges: Levels, starts: dict[str, int]) -> dict[int, int]:
    """Give the moment at which each box that does not run by itself appears, with the first edge that ends at it."""
    box_of = {(box.id, box.copy): index for index, box in enumerate(picture.boxes) if box.id not in starts}
    first: dict[int, int] = {}
    for moment, edge in zip(moments.tolist(), edges.tolist(), strict=True):
        placed = picture.edges[edge]
        box = box_of.get((placed.target, placed.target_copy))
        if box is not None:
            first.setdefault(box, moment)
    return first
