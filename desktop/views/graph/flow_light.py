"""Where the light of a flow is: which edges and boxes it has passed by a position, as arrays."""

import math
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from desktop.records.flow import Flow
from desktop.views.film import Film
from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.forward_light import ForwardLight
from desktop.views.graph.gradient_scale import BROKEN, NOTHING, ZERO, GradientScale, largest, scale_of
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.marks import Marks

_NEVER = np.iinfo(np.int64).max


class FlowLight:
    """A film over a picture. Step k is under way from position k to k + 1, and done from k + 1 on.

    A bare flow is a film of its backward pass (and of updates) alone. `forward` is what runs at negative positions.

    A closed group is under way from the first to the last of its members' steps, and what crossed its border gives its
    level. `box_starts` and `box_steps` are each box's first and last step, `freed_steps` the step that freed a saved
    tensor; where there is none, a number beyond all steps.
    """

    def __init__(self, picture: GraphPicture, played: Flow | Film) -> None:
        self.film = played if isinstance(played, Film) else Film(played)
        self.flow = flow = self.film.flow
        self.scale: GradientScale = scale_of(flow)
        self._shown_by = picture.drawing.shown_by
        turns: dict[str, _Turn] = defaultdict(_Turn)
        self.edge_levels = self._cross(picture, turns)
        self._run(picture, turns)
        self.box_starts, self.box_steps, self.box_levels = _of_boxes(picture, turns)
        self.freed_steps = self._freed(picture)
        self.extremes = frozenset({BROKEN, ZERO} & {*self.edge_levels.tolist(), *self.box_levels.tolist()})
        self.forward = ForwardLight(picture, self.film)
        self.marks = Marks(picture, self.film, self.scale)
        self.roots = picture.boxes_of(self._shown_by.get(self.film.root, ""))

    def edges_done(self, start: int, end: int) -> Indices:
        """Give the edges that the steps from `start` up to `end` (exclusive) sent a gradient along."""
        first, last = np.searchsorted(self._crossing_steps, [start, end])
        return np.unique(self._crossing_edges[first:last])

    def boxes_done(self, start: int, end: int) -> Indices:
        """Give the boxes whose gradient was complete by one of these steps."""
        return np.flatnonzero((self.box_steps >= start) & (self.box_steps < end))

    def boxes_glowing(self, position: float, trail: float) -> Indices:
        """Give the boxes that are under way at a position, or were at most `trail` steps before."""
        return np.flatnonzero((self.box_starts <= position) & (self.box_steps >= int(position - trail)))

    def age(self, box: int, position: float) -> float:
        """Say how many steps ago a box's turn began; a group stays at 1 from its first step to the end of its last."""
        return float(min(position - self.box_starts[box], max(position - self.box_steps[box], 1.0)))

    def boxes_at(self, picture: GraphPicture, position: float) -> Indices:
        """Give the boxes of the moment under way at a position, or of the last one done."""
        film = self.film
        if film.start == film.end:
            return picture.boxes_of("")
        moment = min(max(math.ceil(position) - 1, film.start), film.end - 1)
        return picture.boxes_of(self._shown_by.get(film.node_at(moment), ""))

    def _cross(self, picture: GraphPicture, turns: dict[str, "_Turn"]) -> Levels:
        """Light the edges; one that stands for several lights with the first of them, and at each of them anew."""
        sent = self._sent()
        levels = [NOTHING] * len(picture.edges)
        crossings: list[tuple[int, int]] = []
        for edge, carries in enumerate(picture.carries):
            crossed = [sent[each] for each in carries if each in sent]
            if not crossed:
                continue
            crossings += [(step, edge) for step, _ in crossed]
            level = levels[edge] = largest([level for _, level in crossed])
            target = picture.nodes[picture.edges[edge].target]
            # `autograd.grad` runs no AccumulateGrad: what a leaf was sent is all that tells of it.
            if target.kind == "leaf":
                turns[target.id].take(max(crossed)[0], level)
            elif target.kind == "group":
                turns[target.id].entered.append(level)
        pairs = np.array(crossings, dtype=np.intp).reshape(-1, 2)
        pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
        self._crossing_steps, self._crossing_edges = pairs[:, 0].copy(), pairs[:, 1].copy()
        return np.array(levels, dtype=np.int64)

    def _sent(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Give for each recorded edge, by source and slot, the step that sent a gradient along it, and its level."""
        return {
            (step.node, slot): (index, self.scale.level((gradient,)))
            for index, step in enumerate(self.flow.steps)
            for slot, gradient in enumerate(step.outgoing)
            if gradient is not None
        }

    def _run(self, picture: GraphPicture, turns: dict[str, "_Turn"]) -> None:
        """Give each drawn node its turn: a node by its last step, a group from its first to its last."""
        for index, step in enumerate(self.flow.steps):
            shown = self._shown_by.get(step.node, step.node)
            level = self.scale.level(step.incoming)
            if shown not in picture.nodes or picture.nodes[shown].kind != "group":
                turns[shown].take(index, level)
                continue
            if turns[shown].first == _NEVER or level == BROKEN:
                turns[shown].entered.append(level)
            turns[shown].go_on(index)

    def _freed(self, picture: GraphPicture) -> Levels:
        """Give for each box of a saved tensor the step after which it is gone: its owner's, unless the pass retains."""
        ran = {} if self.flow.retains else {step.node: index for index, step in enumerate(self.flow.steps)}
        owners = (node.owner if node.kind == "saved" else "" for node in picture.box_nodes)
        return np.array([ran.get(owner, _NEVER) for owner in owners], dtype=np.int64)


@dataclass(slots=True)
class _Turn:
    """When a drawn node runs, and the levels of the gradients that entered it."""

    first: int = _NEVER
    last: int = _NEVER
    entered: list[int] = field(default_factory=list)

    def take(self, step: int, level: int) -> None:
        """Be complete in one step, unless it is in a later one."""
        if self.first == _NEVER or step >= self.last:
            self.first = self.last = step
            self.entered = [level]

    def go_on(self, step: int) -> None:
        """Run in one more step."""
        self.first = min(self.first, step)
        self.last = step


def _of_boxes(picture: GraphPicture, turns: dict[str, _Turn]) -> tuple[Levels, Levels, Levels]:
    """Give each box the first and the last step of its node, and its level."""
    never = _Turn()
    level = {node: largest(turn.entered) for node, turn in turns.items()}
    of_boxes = [turns.get(box.id, never) for box in picture.boxes]
    return (
        np.array([turn.first for turn in of_boxes], dtype=np.int64),
        np.array([turn.last for turn in of_boxes], dtype=np.int64),
        np.array([level.get(box.id, NOTHING) for box in picture.boxes], dtype=np.int64),
    )
