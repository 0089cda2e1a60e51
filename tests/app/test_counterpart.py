"""A loop's same operation, one pass on."""

from desktop.app.counterpart import counterpart
from desktop.records.flow import Flow, FlowStep


def flow(number: int, *nodes: str) -> Flow:
    """Give a pass over these nodes."""
    return Flow(0, number, tuple(FlowStep(node, order, 0.0, (), ()) for order, node in enumerate(nodes)))


def test_counterpart() -> None:
    """The node in the same turn of another pass; a shared leaf is its own; a node without a turn stays."""
    first, second = flow(1, "n0", "n1", "n2"), flow(2, "n3", "n4", "n2")
    assert [counterpart(node, first, second) for node in ("n0", "n1", "n2", "n5")] == ["n3", "n4", "n2", "n5"]
    assert counterpart("n2", first, flow(3, "n3")) == "n2"
