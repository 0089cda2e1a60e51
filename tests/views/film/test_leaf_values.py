"""A leaf has in each pass the value that the optimizers before it had left."""

from desktop.records.flow import Change, Flow
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film.leaf_values import graph_at_pass


def number(value: float) -> Tensor:
    """Give a scalar."""
    return Tensor((), "float32", "cpu", count=1, values=(value,))


GRAPH = Graph(
    ("n0",),
    (
        Node("n0", "MulBackward0", "operation", tensor=number(6.0)),
        Node("n1", "AccumulateGrad", "leaf", "w", number(3.0)),
        Node("n2", "AccumulateGrad", "leaf", "b", number(1.0)),
    ),
    (),
)
FLOWS = (
    Flow(0, 1, updated=(Change("n1", number(3.0), number(3.4)),)),
    Flow(0, 2, updated=(Change("n1", number(3.4), number(3.6)), Change("n2", number(1.0), number(1.2)))),
    Flow(0, 3),
)


def values(flow: Flow) -> list[float]:
    """Give the first value of each node in a pass."""
    graph = graph_at_pass(GRAPH, FLOWS[::-1], flow)
    return [node.tensor.values[0] for node in graph.nodes]  # type: ignore[union-attr,index,misc] # all have one


def test_each_pass_has_its_values() -> None:
    """The first pass those of the record, later ones what was left to them; operations keep their own."""
    assert [values(flow) for flow in FLOWS] == [[6.0, 3.0, 1.0], [6.0, 3.4, 1.0], [6.0, 3.6, 1.2]]


def test_what_nothing_moved_is_the_very_same() -> None:
    """So that a picture that stands need not be made anew."""
    assert graph_at_pass(GRAPH, FLOWS, FLOWS[0]) is GRAPH
