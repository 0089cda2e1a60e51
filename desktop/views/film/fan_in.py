"""Where several gradients meet: the sum that forms at a node before its own turn comes."""

from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.tensor import Tensor
from desktop.views.tensor_text import number_text

_MOST_NUMBERS = 2
"""A longer sum is not written out."""


class FanIn(NamedTuple):
    """The gradients that reached one output of a node, with the steps that sent them, and the step that took the sum.

    A gradient has arrived once the step that sent it is done.
    """

    node: str
    sent_by: tuple[int, ...]
    gradients: tuple[Tensor, ...]
    taken: int

    def arrived(self, position: float) -> int:
        """Say how many gradients are there at a position."""
        return bisect_left(self.sent_by, int(position))

    def words(self, position: float) -> str:
        """Say how far the sum has come: "+ 1 of 2", and of scalars the numbers: "-8 + …", "-8 + 4 = -4"."""
        here, count = self.arrived(position), len(self.sent_by)
        written = self.gradients if count <= _MOST_NUMBERS else ()
        numbers = [each.values[0] for each in written if each.values and each.count == 1]
        reals = [float(each) for each in numbers if not isinstance(each, tuple)]
        if len(reals) < count:
            return f"+ {here:,} of {count:,}"
        told = " + ".join(map(_in_sum, reals[:here]))
        return f"{told} = {number_text(sum(reals))}" if here == count else f"{told} + …"


def fan_ins(graph: Graph, flow: Flow) -> tuple[FanIn, ...]:
    """Find the outputs of nodes that several gradients of a pass reached. Thread: any."""
    turns = {step.node: index for index, step in enumerate(flow.steps)}
    sent: dict[tuple[str, int], list[tuple[int, Tensor]]] = defaultdict(list)
    for edge in graph.edges:
        turn = turns.get(edge.source)
        if turn is None or edge.slot is None or edge.slot >= len(flow.steps[turn].outgoing):
            continue
        gradient = flow.steps[turn].outgoing[edge.slot]
        if gradient is not None:
            sent[edge.target, edge.output or 0].append((turn, gradient))
    several = ((node, sorted(each, key=lambda one: one[0])) for (node, _), each in sent.items() if len(each) > 1)
    return tuple(
        FanIn(node, tuple(turn for turn, _ in each), tuple(one for _, one in each), turns.get(node, len(flow.steps)))
        for node, each in several
    )


def _in_sum(number: float) -> str:
    return number_text(number) if number >= 0 else f"({number_text(number)})"
