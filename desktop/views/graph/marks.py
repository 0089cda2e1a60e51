"""What is written beside boxes and edges while a film plays: expansions and sums, gradients that are kept, updates."""

from typing import NamedTuple

import numpy as np

from desktop.views.film import Film
from desktop.views.film.change_words import accumulated_words, arrived_words, updated_words, value_words
from desktop.views.film.expansions import Expansion, expansions
from desktop.views.film.fan_in import FanIn, fan_ins
from desktop.views.graph.curves import Indices
from desktop.views.graph.gradient_scale import NOTHING, GradientScale
from desktop.views.graph.graph_picture import GraphPicture


class Filling(NamedTuple):
    """A leaf's `.grad` in a pass: its level before and after, and the words for it."""

    before: int
    after: int
    words: str


class Marks:
    """What can be read at which moment. Thread: any to make it.

    `sums` gives the sum that forms at a box, `fillings` what became of the gradient of a leaf's box; of a node with
    several outputs that are summed the last one's sum is told.
    """

    def __init__(self, picture: GraphPicture, film: Film, scale: GradientScale) -> None:
        self.expansions = _of_edges(picture)
        self.fillings = _fillings(picture, film, scale)
        self.updates = _updates(picture, film)
        self.loss = _loss(picture, film)
        self.sums: dict[int, FanIn] = {
            box: each
            for each in fan_ins(picture.graph, film.flow)
            for box in picture.boxes_of(picture.drawing.shown_by.get(each.node, "")).tolist()
            if picture.box_nodes[box].kind != "group"
        }
        self._sum_boxes = np.array(list(self.sums), dtype=np.intp)
        self._first = np.array([each.sent_by[0] for each in self.sums.values()], dtype=np.int64)
        self._taken = np.array([each.taken for each in self.sums.values()], dtype=np.int64)

    def sums_forming(self, position: float) -> Indices:
        """Give the boxes at which some gradients have arrived while the node has not had its turn."""
        return self._sum_boxes[(self._first + 1 <= position) & (position <= self._taken)]

    def expanded_among(self, edges: Indices) -> list[tuple[int, Expansion]]:
        """Give those of some edges along which a tensor was expanded."""
        return [(edge, self.expansions[edge]) for edge in edges.tolist() if edge in self.expansions]


def _loss(picture: GraphPicture, film: Film) -> str:
    """Say what the root is called and what it came to."""
    root = next((node for node in picture.graph.nodes if node.id == film.root), None)
    if root is None or root.tensor is None:
        return "loss"
    if root.tensor.count == 1 and not root.tensor.values:  # as late passes of a long loop are recorded
        return root.label or "loss"
    return f"{root.label or 'loss'} = {value_words(root.tensor)}"


def _of_edges(picture: GraphPicture) -> dict[int, Expansion]:
    known = expansions(picture.graph)
    targets = {(edge.source, edge.slot): edge.target for edge in picture.graph.edges}
    found: dict[int, Expansion] = {}
    for index, edge in enumerate(picture.edges) if known else ():
        keys = [(source, targets.get((source, slot), ""), slot) for source, slot in picture.carries[index]]
        each = next((known[key] for key in (*keys, (edge.source, edge.target, None)) if key in known), None)
        if each is not None:
            found[index] = each
    return found


def _fillings(picture: GraphPicture, film: Film, scale: GradientScale) -> dict[int, Filling]:
    """Give for each box of a leaf that ran what became of its gradient."""
    accumulated = {change.node: change for change in film.flow.accumulated}
    leaves = {node.id for node in picture.graph.nodes if node.kind == "leaf"}
    found: dict[int, Filling] = {}
    for step in film.flow.steps:
        if step.node not in leaves:
            continue
        increment, change = step.incoming[0] if step.incoming else None, accumulated.get(step.node)
        if change is None:
            filling = Filling(NOTHING, scale.level((increment,)), arrived_words(increment))
        else:
            levels = scale.level((change.before,)), scale.level((change.after,))
            filling = Filling(*levels, accumulated_words(change, increment))
        found |= dict.fromkeys(picture.boxes_of(step.node).tolist(), filling)
    return found


def _updates(picture: GraphPicture, film: Film) -> dict[int, tuple[list[int], str]]:
    """Give for each moment of the update the boxes whose node moved, and the words for it."""
    steps = len(film.flow.steps)
    return {
        steps + place: (picture.boxes_of(picture.drawing.shown_by.get(change.node, "")).tolist(), updated_words(change))
        for place, change in enumerate(film.flow.updated)
    }
