"""Join the pieces of graphs as they were captured into the graphs of a Run."""

from collections.abc import Sequence

import msgspec

from desktop.records.flow import Flow
from desktop.records.graph import Graph


def assemble(pieces: Sequence[Graph], flows: Sequence[Flow]) -> tuple[tuple[Graph, ...], tuple[Flow, ...]]:
    """Give whole graphs, in the order of their first pieces, and the flows with their graphs' new indices.

    A piece may have edges to nodes and roots in earlier pieces: such pieces are parts of one graph.
    """
    home = _homes(pieces)
    order = list(dict.fromkeys(home))
    parts: dict[int, list[Graph]] = {index: [] for index in order}
    for piece, at in zip(pieces, home, strict=True):
        parts[at].append(piece)
    graphs = tuple(map(_join, parts.values()))
    place = {index: position for position, index in enumerate(order)}
    moved = tuple(msgspec.structs.replace(flow, graph=place[home[flow.graph]]) for flow in flows)
    return graphs, moved


def _homes(pieces: Sequence[Graph]) -> list[int]:
    """Give for each piece the index of the first piece of its graph."""
    parent = list(range(len(pieces)))
    owner: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        owner.update((node.id, index) for node in piece.nodes)
        for touched in {owner[edge.target] for edge in piece.edges} | {owner[root] for root in piece.roots}:
            one, other = _first(parent, index), _first(parent, touched)
            parent[max(one, other)] = min(one, other)
    return [_first(parent, index) for index in range(len(pieces))]


def _first(parent: list[int], index: int) -> int:
    """Follow a piece to the first of its graph, and shorten the way for the next who asks."""
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(pieces: Sequence[Graph]) -> Graph:
    return Graph(
        tuple(dict.fromkeys(root for piece in pieces for root in piece.roots)),
        tuple(node for piece in pieces for node in piece.nodes),
        tuple(edge for piece in pieces for edge in piece.edges),
        tuple({scope.id: scope for piece in pieces for scope in piece.scopes}.values()),
    )
