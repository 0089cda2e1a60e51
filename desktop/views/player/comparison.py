"""One pass beside another: which step of the other is the counterpart of each step of this one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Node


class Comparison:
    """The steps of `other` that stand for those of `flow`. Thread: any to make it.

    A node that runs in both passes is its own counterpart; others are those that are called alike and have the same
    turn among them, as the same operation has in each round of a loop.
    """

    def __init__(self, flow: Flow, other: Flow, nodes: Mapping[str, Node]) -> None:
        self.other = other
        theirs = {step.node: index for index, step in enumerate(other.steps)}
        ours = {step.node for step in flow.steps}
        alike: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, step in enumerate(other.steps):
            if step.node not in ours:
                alike[_called(nodes.get(step.node))].append(index)
        turns = {key: iter(indices) for key, indices in alike.items()}
        self._partners = [_partner(step.node, theirs, turns, nodes) for step in flow.steps]

    def step(self, index: int) -> FlowStep | None:
        """Give the counterpart of a step, or None where there is none."""
        partner = self._partners[index]
        return None if partner is None else self.other.steps[partner]


def _partner(
    node: str, theirs: Mapping[str, int], turns: Mapping[tuple[str, ...], Iterator[int]], nodes: Mapping[str, Node]
) -> int | None:
    if node in theirs:
        return theirs[node]
    return next(turns.get(_called(nodes.get(node)), iter(())), None)


def _called(node: Node | None) -> tuple[str, ...]:
    return () if node is None else (node.kind, node.name, node.label, node.module)
