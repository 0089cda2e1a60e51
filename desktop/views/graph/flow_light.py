"""Where the light of a flow is: which edges and boxes it has passed by a position, as arrays."""

import math

import numpy as np

from desktop.records.flow import Flow, FlowStep
from desktop.views.graph.curves import Indices, Levels
from desktop.views.graph.gradient_scale import BROKEN, NOTHING, ZERO, GradientScale, scale_of
from desktop.views.graph.graph_picture import GraphPicture

_NEVER = np.iinfo(np.int64).max


class FlowLight:
    """A flow over a picture. Step k is under way from position k to k + 1, and done from k + 1 on."""

    def __init__(self, picture: GraphPicture, flow: Flow) -> None:
        self.flow = flow
        self.scale: GradientScale = scale_of(flow)
        self.edge_levels: Levels = np.full(len(picture.edges), NOTHING, dtype=np.int64)
        self.box_levels: Levels = np.full(len(picture.boxes), NOTHING, dtype=np.int64)
        self._edge_steps: Levels = np.full(len(picture.edges), _NEVER, dtype=np.int64)
        self.box_steps: Levels = np.full(len(picture.boxes), _NEVER, dtype=np.int64)
        self._lit: dict[str, tuple[int, int]] = {}
        for index, step in enumerate(flow.steps):
            self._send(picture, index, step)
        for index, step in enumerate(flow.steps):
            self._lit[step.node] = (index, self.scale.level(step.incoming))
        self._light_boxes(picture)
        self.extremes = frozenset({BROKEN, ZERO} & {*self.edge_levels.tolist(), *self.box_levels.tolist()})

    def edges_done(self, start: int, end: int) -> Indices:
        """Give the edges that the steps from `start` up to `end` (exclusive) sent a gradient along."""
        return np.flatnonzero((self._edge_steps >= start) & (self._edge_steps < end))

    def boxes_done(self, start: int, end: int) -> Indices:
        """Give the boxes whose gradient was complete by one of these steps."""
        return np.flatnonzero((self.box_steps >= start) & (self.box_steps < end))

    def boxes_at(self, picture: GraphPicture, position: float) -> Indices:
        """Give the boxes of the step under way at a position, or of the last one done."""
        step = min(max(math.ceil(position) - 1, 0), len(self.flow.steps) - 1)
        return picture.boxes_of(self.flow.steps[step].node) if self.flow.steps else picture.boxes_of("")

    def _send(self, picture: GraphPicture, index: int, step: FlowStep) -> None:
        for edge in picture.edges_from(step.node):
            slot, target = picture.edges[edge].slot, picture.edges[edge].target
            if slot is None or slot >= len(step.outgoing) or step.outgoing[slot] is None:
                continue
            level = self.scale.level((step.outgoing[slot],))
            self._edge_steps[edge] = index
            self.edge_levels[edge] = level
            # `autograd.grad` runs no AccumulateGrad: what a leaf was sent is all that tells of it.
            if picture.nodes[target].kind == "leaf":
                self._lit[target] = (index, level)

    def _light_boxes(self, picture: GraphPicture) -> None:
        """Light each node once, by its last step: a leaf may have a box beside each of thousands that use it."""
        for node, (step, level) in self._lit.items():
            boxes = picture.boxes_of(node)
            self.box_steps[boxes] = step
            self.box_levels[boxes] = level
