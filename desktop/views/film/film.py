"""The film of a pass: its moments one after another, in four phases."""

import math
from typing import Literal, NamedTuple

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.film.forward_order import forward_order

PhaseName = Literal["forward", "loss", "backward", "update"]


class Phase(NamedTuple):
    """The moments from `start` up to `end` (exclusive)."""

    name: PhaseName
    start: int
    end: int


class Film:
    """Moment k lasts from position k to k + 1.

    Those of the backward pass count from 0, as the flow's steps do: what was before has negative numbers, and what came
    after it numbers beyond. Of a flow without its graph there is no forward and no loss. Thread: any.
    """

    def __init__(self, flow: Flow, graph: Graph | None = None) -> None:
        self.flow = flow
        self.forward = forward_order(graph, flow) if graph is not None else ()
        self.root = flow.steps[0].node if flow.steps else ""
        self.phases = tuple(phase for phase in self._all_phases() if phase.start < phase.end)
        self._forward = {node: self.start + place for place, node in enumerate(self.forward)}
        self._backward = {step.node: place for place, step in enumerate(flow.steps)}
        self._update = {change.node: len(flow.steps) + place for place, change in enumerate(flow.updated)}

    @property
    def start(self) -> int:
        """The position at which nothing has run."""
        return self.phases[0].start if self.phases else 0

    @property
    def end(self) -> int:
        """The position at which all is over."""
        return self.phases[-1].end if self.phases else 0

    def phase_at(self, position: float) -> Phase:
        """Give the phase of the moment under way at a position, or of the last one done; needs a film of some moments.

        Before the first moment it is the first phase.
        """
        return self.phase_of(max(math.ceil(position) - 1, self.start))

    def phase_of(self, moment: int) -> Phase:
        """Give the phase that a moment belongs to."""
        return next((phase for phase in self.phases if moment < phase.end), self.phases[-1])

    def node_at(self, moment: int) -> str:
        """Say which recorded node a moment is about."""
        steps = len(self.flow.steps)
        if moment >= steps:
            return self.flow.updated[moment - steps].node
        if moment >= 0:
            return self.flow.steps[moment].node
        return self.root if moment == -1 else self.forward[moment - self.start]

    def moment_of(self, node: str, position: float) -> int | None:
        """Give the moment of a node in the phase that a position lies in, or else in another, backward first."""
        of_phases = {"forward": self._forward, "backward": self._backward, "update": self._update}
        here = self.phase_at(position).name if self.phases else "backward"
        for moments in (of_phases.get(here, {}), self._backward, self._forward, self._update):
            if node in moments:
                return moments[node]
        return None

    def _all_phases(self) -> tuple[Phase, ...]:
        before, steps = len(self.forward), len(self.flow.steps)
        lit = -1 if before else 0
        return (
            Phase("forward", lit - before, lit),
            Phase("loss", lit, 0),
            Phase("backward", 0, steps),
            Phase("update", steps, steps + len(self.flow.updated)),
        )
