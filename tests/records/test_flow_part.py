"""Of a graph that several passes share, each pass has a part of its own."""

from desktop.records.flow import Flow, FlowStep
from desktop.records.flow_part import flow_part
from desktop.records.graph import Edge, Graph, Node

LOOP = Graph(
    roots=("n0", "n3"),
    nodes=tuple(Node(f"n{number}", name, "operation") for number, name in enumerate("abcdef")),
    edges=(
        Edge("n0", "n1", 0, 0),
        Edge("n1", "n2", 0, 0),
        Edge("n3", "n4", 0, 0),
        Edge("n4", "n2", 0, 0),
        Edge("n4", "n5", None, None),
    ),
)


def flow(number: int, *nodes: str) -> Flow:
    """Give a pass over these nodes."""
    return Flow(0, number, tuple(FlowStep(node, order, 0.0, (), ()) for order, node in enumerate(nodes)))


def test_each_pass_has_its_part() -> None:
    """A part holds what its pass reaches, shared leaves and inputs without gradient too, in walk order."""
    first, second = flow_part(LOOP, flow(1, "n0", "n1", "n2")), flow_part(LOOP, flow(2, "n3", "n4", "n2"))
    assert [node.id for node in first.nodes] == ["n0", "n1", "n2"]
    assert [node.id for node in second.nodes] == ["n2", "n3", "n4", "n5"]
    assert (first.roots, second.roots) == (("n0",), ("n3",))
    assert all({edge.source, edge.target} <= {node.id for node in second.nodes} for edge in second.edges)
    assert len(second.edges) == 3


def test_all_of_a_graph_is_the_graph() -> None:
    """A pass over everything, or one that recorded nothing, leaves the graph as it is."""
    assert flow_part(LOOP, flow(1, "n0", "n3")) is LOOP
    assert flow_part(LOOP, flow(1)) is LOOP
