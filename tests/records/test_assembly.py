"""Pieces of graphs, as they were captured, become the graphs of a run."""

from itertools import permutations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.assembly import assemble
from desktop.records.flow import Flow
from desktop.records.graph import Edge, Graph, Node, Scope


def piece(nodes: str, *edges: str, roots: str = "") -> Graph:
    """Make a piece: "ab" are two nodes; "ab" among the edges is one from a to b."""
    return Graph(
        tuple(roots or nodes[:1]),
        tuple(Node(name, "AddBackward0", "operation") for name in nodes),
        tuple(Edge(edge[0], edge[1], 0, 0) for edge in edges),
    )


def test_nothing_assembles_to_nothing() -> None:
    """A run without a graph has none."""
    assert assemble([], []) == ((), ())


def test_pieces_that_share_nothing_stay_graphs_of_their_own() -> None:
    """Graphs come in the order in which they were captured, flows with the graph they ran over."""
    pieces = [piece("ab", "ab"), piece("cd", "cd")]
    assert assemble(pieces, [Flow(1, 1), Flow(0, 2)]) == (tuple(pieces), (Flow(1, 1), Flow(0, 2)))


def test_a_piece_with_an_edge_into_an_earlier_one_joins_it() -> None:
    """A graph that shares nodes with one recorded before becomes one graph with several roots; flows move along."""
    graphs, flows = assemble([piece("ab", "ab"), piece("x"), piece("c", "cb"), piece("y")], [Flow(2, 1), Flow(3, 1)])
    assert graphs == (piece("abc", "ab", "cb", roots="ac"), piece("x"), piece("y"))
    assert flows == (Flow(0, 1), Flow(2, 1))


def test_a_piece_can_join_two_graphs_that_were_apart() -> None:
    """The sum of two losses makes one graph of theirs."""
    graphs, flows = assemble([piece("a"), piece("b"), piece("s", "sa", "sb")], [Flow(1, 1)])
    assert graphs == (piece("abs", "sa", "sb", roots="abs"),)
    assert flows == (Flow(0, 1),)


def test_a_second_root_in_an_earlier_graph_adds_no_node() -> None:
    """A variable in the middle of a recorded graph is a root of that graph, and no graph of its own."""
    graphs, _ = assemble([piece("ab", "ab"), Graph(("b",), (), ())], [])
    assert graphs == (piece("ab", "ab", roots="ab"),)


def test_scopes_are_joined_without_repeats_and_flows_keep_what_they_retain() -> None:
    """A scope that two pieces of a graph need is listed once, outer ones first; a graph apart has its own."""
    outer, inner, later = (
        Scope("s0", "", "function", "f"),
        Scope("s1", "s0", "loop", "for"),
        Scope("s2", "s0", "loop", ""),
    )
    pieces = [
        Graph(("a",), piece("a").nodes, (), (outer, inner)),
        Graph(("x",), piece("x").nodes, (), (outer,)),
        Graph(("b",), piece("b").nodes, piece("b", "ba").edges, (outer, later)),
    ]
    graphs, flows = assemble(pieces, [Flow(2, 1, retains=True)])
    assert [graph.scopes for graph in graphs] == [(outer, inner, later), (outer,)]
    assert flows == (Flow(0, 1, retains=True),)


@given(st.sets(st.sampled_from(list(permutations("abcdefgh", 2)))))
def test_graphs_are_the_connected_parts(edges: set[tuple[str, str]]) -> None:
    """However nodes are joined, the graphs are the connected parts that networkx finds."""
    earlier = sorted((max(pair), min(pair)) for pair in edges)
    pieces = [piece(name, *(a + b for a, b in earlier if a == name)) for name in "abcdefgh"]
    graphs, _ = assemble(pieces, [])
    whole = nx.Graph(earlier)
    whole.add_nodes_from("abcdefgh")
    found = {frozenset(node.id for node in graph.nodes) for graph in graphs}
    assert found == set(map(frozenset, nx.connected_components(whole)))
    assert [graph.nodes[0].id for graph in graphs] == sorted(min(part) for part in found)
