"""Graphs that no engine wrote are folded without hanging, and left for the layout to refuse."""

import pytest

from desktop.layout.place import place
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.views.grouping import Groups, bare, fold

NODES = tuple(Node(f"n{i}", "AddBackward0", "operation", scope=f"s{i % 2}") for i in range(6))
SCOPES = (Scope("s0", "", "function", "f"), Scope("s1", "s0", "module", "m", "M"))
CHAIN = tuple(Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(5))


@pytest.mark.parametrize(
    "graph",
    [
        Graph(("n0",), NODES, (*CHAIN, Edge("n5", "n0", 0, 0)), SCOPES),
        Graph(("n0",), NODES, (*CHAIN, Edge("n5", "n9", 0, 0)), SCOPES),
        Graph(("n0",), NODES, (*CHAIN, Edge("n9", "n5", 0, 0)), SCOPES),
        Graph(("n0",), NODES, (*CHAIN, Edge("n5", "n5", 1, 0)), ()),
    ],
    ids=["cycle", "edge to nowhere", "edge from nowhere", "edge to itself"],
)
def test_a_damaged_graph_is_refused_by_the_layout(graph: Graph) -> None:
    """With everything open nothing is hidden: the layout says what is wrong, as it does of the graph itself."""
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.all_open(), saved=True)
    fold(graph, groups, frozenset(), saved=True)
    if "n5" in {edge.target for edge in graph.edges if edge.source == "n5"}:
        assert len(drawing.edges) == len(CHAIN)  # what an edge joins to itself is inside
        return
    with pytest.raises(ValueError, match="cannot be placed"):
        place(bare(drawing))


@pytest.mark.parametrize(
    "scopes",
    [
        (Scope("s0", "s1", "function", "f"), Scope("s1", "s0", "function", "f")),
        (Scope("s0", "s0", "function", "f"), Scope("s1", "s9", "loop", "for")),
        (*SCOPES, *SCOPES),
        (),
    ],
    ids=["in each other", "in itself", "twice", "unknown"],
)
def test_scopes_that_do_not_nest_do_no_harm(scopes: tuple[Scope, ...]) -> None:
    """Scopes in a circle, in unknown ones, given twice or not at all: everything is drawn all the same."""
    graph = Graph(("n0",), NODES, CHAIN, scopes)
    groups = Groups(graph)
    for opened in (frozenset[str](), groups.all_open()):
        drawing = fold(graph, groups, opened, saved=True)
        assert set(drawing.shown_by) == {node.id for node in NODES}
        place(bare(drawing))
