"""Small edits of a graph, as a person makes them in a program: an operation put in, an operation taken out."""

import random
from collections.abc import Iterator, Sequence

from desktop.records.graph import Edge, Graph, Node

_TIMES = 4

Edited = tuple[Graph, dict[str, str]]
"""A graph, and for the new id of each node that stayed the one it had before."""


def edited(graph: Graph) -> Iterator[Edited]:
    """Put an operation in, and take one out, at a few places that are the same every time."""
    chance = random.Random(1)  # noqa: S311 - a picture, not a secret
    operations = {node.id for node in graph.nodes if node.kind == "operation"}
    inner = [edge for edge in graph.edges if edge.target in operations]
    outgoing: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        outgoing.setdefault(edge.source, []).append(edge)
    single = [edges[0] for edges in outgoing.values() if len(edges) == 1 and edges[0].target in operations]
    for _ in range(_TIMES):
        yield _with_one_more(graph, chance.choice(inner))
        yield _with_one_less(graph, chance.choice(single))


def _with_one_more(graph: Graph, edge: Edge) -> Edited:
    """Put an operation on an edge."""
    at = next(index for index, node in enumerate(graph.nodes) if node.id == edge.target)
    nodes = [*graph.nodes[:at], Node("new", "ReluBackward0", "operation"), *graph.nodes[at:]]
    edges = [other for other in graph.edges if other is not edge]
    return _numbered(nodes, [*edges, Edge(edge.source, "new", edge.slot, 0), Edge("new", edge.target, 0, 0)])


def _with_one_less(graph: Graph, edge: Edge) -> Edited:
    """Take out the source of an edge, its only one: who used it uses what it used."""
    nodes = [node for node in graph.nodes if node.id != edge.source]
    edges = [
        Edge(other.source, edge.target if other.target == edge.source else other.target, other.slot, other.output)
        for other in graph.edges
        if other is not edge
    ]
    return _numbered(nodes, edges)


def _numbered(nodes: Sequence[Node], edges: Sequence[Edge]) -> Edited:
    """Give the nodes new numbers, as another run does."""
    numbers = {node.id: f"n{index}" for index, node in enumerate(nodes)}
    graph = Graph(
        ("n0",),
        tuple(Node(numbers[node.id], node.name, node.kind, node.label) for node in nodes),
        tuple(Edge(numbers[edge.source], numbers[edge.target], edge.slot, edge.output) for edge in edges),
    )
    return graph, {new: old for old, new in numbers.items() if old != "new"}
