"""Join the pieces of graphs as they were captured into the graphs of a Run."""

from collections.abc import Sequence

from desktop.records.flow import Flow
from desktop.records.graph import Graph


def assemble(pieces: Sequence[Graph], flows: Sequence[Flow]) -> tuple[tuple[Graph, ...], tuple[Flow, ...]]:
    """Give whole graphs, in the order of their first pieces, and the flows with their graphs' new indices.

    A piece may have edges to nodes and roots in earlier pieces: such pieces are parts of one graph.
    """
    home = _homes(pieces)
    order = list(dict.fromkeys(home))
    graphs = tuple(_join([piece for piece, at in zip(pieces, home, strict=True) if at == index]) for index in order)
    place = {index: position for position, index in enumerate(order)}
    moved = tuple(Flow(place[home[flow.graph]], flow.number, flow.steps) for flow in flows)
    return graphs, moved


def _homes(pieces: Sequence[Graph]) -> list[int]:
    """Give for each piece the index of the first piece of its graph."""
    home = list(range(len(pieces)))
    owner: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        owner.update((node.id, index) for node in piece.nodes)
        touched = {owner[edge.target] for edge in piece.edges} | {owner[root] for root in piece.roots}
        together = {home[other] for other in touched} | {index}
        first = min(together)
        home = [first if at in together else at for at in home]
    return home


def _join(pieces: Sequence[Graph]) -> Graph:
    return Graph(
        tuple(dict.fromkeys(root for piece in pieces for root in piece.roots)),
        tuple(node for piece in pieces for node in piece.nodes),
        tuple(edge for piece in pieces for edge in piece.edges),
    )
