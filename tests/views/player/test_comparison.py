"""The counterpart of a step is the same node, or the one that has its turn among those called alike."""

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Node
from desktop.views.player.comparison import Comparison


def flow(*nodes: str) -> Flow:
    """Let nodes run in an order."""
    return Flow(0, 1, tuple(FlowStep(node, index, 1.0, (), ()) for index, node in enumerate(nodes)))


def operation(name: str, kind: str, label: str = "") -> Node:
    """Give an operation."""
    return Node(name, f"{kind}Backward0", "operation", label)


NODES = {
    node.id: node
    for node in (
        operation("a1", "Add", "loss"),
        operation("m1", "Mul"),
        operation("k1", "Mul"),
        operation("a2", "Add", "loss"),
        operation("m2", "Mul"),
        operation("k2", "Mul"),
        operation("e2", "Exp"),
        Node("w", "AccumulateGrad", "leaf", "w"),
    )
}


def partners(one: Flow, other: Flow) -> list[str]:
    """Give the nodes of the counterparts, "" where there is none."""
    comparison = Comparison(one, other, NODES)
    found = [comparison.step(index) for index in range(len(one.steps))]
    return [step.node if step else "" for step in found]


def test_rounds_of_a_loop() -> None:
    """The first multiplication stands for the first, the second for the second; a shared leaf for itself."""
    assert partners(flow("a1", "m1", "w", "k1"), flow("w", "a2", "m2", "k2")) == ["a2", "m2", "w", "k2"]


def test_passes_of_different_length() -> None:
    """What the other pass has not is told, and what it has more does not come between."""
    assert partners(flow("a1", "m1", "k1"), flow("a2", "e2", "m2")) == ["a2", "m2", ""]
    assert partners(flow("e2", "m2"), flow("m1")) == ["", "m1"]


def test_two_passes_over_one_graph() -> None:
    """Each node is its own counterpart, whatever its turn."""
    assert partners(flow("a1", "m1", "k1"), flow("a1", "k1", "m1")) == ["a1", "m1", "k1"]
