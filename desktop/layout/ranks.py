"""Which rank each box stands on: leaves above, the root at the bottom, the sum of edge spans small."""

from collections.abc import Iterable

import networkx as nx

_PASSES = 12
"""How often boxes are pulled towards their neighbours; graphs of real programs settle in two or three."""


def ranks(flow: "nx.DiGraph[int]", bounds: Iterable[tuple[int, int]] = ()) -> dict[int, int]:
    """Rank the boxes of a graph whose edges run downwards in the picture (from an input to what uses it).

    Every edge leads at least one rank down; the topmost box stands on rank 0. Raises ValueError on a cycle.
    Longest paths are measured from the bottom, so that a leaf stands one rank above what uses it. `bounds` are pairs
    (upper, lower) that are not linked but keep to this order, too.
    """
    bounded = _bounded(flow, bounds)
    order = _topological_order(bounded)
    rank: dict[int, int] = {}
    for box in reversed(order):
        rank[box] = min((rank[lower] for lower in bounded.successors(box)), default=0) - 1
    _tighten(flow, bounded, order, rank)
    top = min(rank.values(), default=0)
    return {box: value - top for box, value in rank.items()}


def _bounded(flow: "nx.DiGraph[int]", bounds: Iterable[tuple[int, int]]) -> "nx.DiGraph[int]":
    """Add the bounds to the edges; without them where they would run in a circle."""
    pairs = list(bounds)
    if not pairs:
        return flow
    bounded = flow.copy()
    bounded.add_edges_from(pairs)
    return bounded if nx.is_directed_acyclic_graph(bounded) else flow


def _topological_order(flow: "nx.DiGraph[int]") -> list[int]:
    try:
        return list(nx.topological_sort(flow))
    except nx.NetworkXUnfeasible:
        raise ValueError("The graph cannot be placed: its edges run in a circle.") from None


def _tighten(flow: "nx.DiGraph[int]", bounded: "nx.DiGraph[int]", order: list[int], rank: dict[int, int]) -> None:
    """Move boxes towards the side where they have more neighbours, until nothing gets shorter."""
    up = [box for box in order if len(flow.pred[box]) > len(flow.succ[box])]
    down = [box for box in reversed(order) if len(flow.succ[box]) > len(flow.pred[box])]
    for _ in range(_PASSES):
        raised = sum([_move(box, max(_ranks_of(bounded.pred[box], rank)) + 1, rank) for box in up])
        lowered = sum([_move(box, min(_ranks_of(bounded.succ[box], rank)) - 1, rank) for box in down])
        if not raised and not lowered:
            return


def _move(box: int, goal: int, rank: dict[int, int]) -> bool:
    if rank[box] == goal:
        return False
    rank[box] = goal
    return True


def _ranks_of(boxes: Iterable[int], rank: dict[int, int]) -> Iterable[int]:
    return (rank[box] for box in boxes)
