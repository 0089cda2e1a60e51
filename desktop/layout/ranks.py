"""Which rank each box stands on: leaves above, the root at the bottom, the sum of edge spans small."""

from collections.abc import Iterable

import networkx as nx

_PASSES = 12
"""How often boxes are pulled towards their neighbours; graphs of real programs settle in two or three."""


def ranks(flow: "nx.DiGraph[int]") -> dict[int, int]:
    """Rank the boxes of a graph whose edges run downwards in the picture (from an input to what uses it).

    Every edge leads at least one rank down; the topmost box stands on rank 0. Raises ValueError on a cycle.
    Longest paths are measured from the bottom, so that a leaf stands one rank above what uses it.
    """
    order = _topological_order(flow)
    rank: dict[int, int] = {}
    for box in reversed(order):
        rank[box] = min((rank[lower] for lower in flow.successors(box)), default=0) - 1
    _tighten(flow, order, rank)
    top = min(rank.values(), default=0)
    return {box: value - top for box, value in rank.items()}


def _topological_order(flow: "nx.DiGraph[int]") -> list[int]:
    try:
        return list(nx.topological_sort(flow))
    except nx.NetworkXUnfeasible:
        raise ValueError("The graph cannot be placed: its edges run in a circle.") from None


def _tighten(flow: "nx.DiGraph[int]", order: list[int], rank: dict[int, int]) -> None:
    """Move boxes towards the side where they have more neighbours, until nothing gets shorter."""
    for _ in range(_PASSES):
        raised = sum([_pull_up(flow, box, rank) for box in order])
        lowered = sum([_pull_down(flow, box, rank) for box in reversed(order)])
        if not raised and not lowered:
            return


def _pull_up(flow: "nx.DiGraph[int]", box: int, rank: dict[int, int]) -> bool:
    above = flow.pred[box]
    return len(above) > len(flow.succ[box]) and _move(box, max(_ranks_of(above, rank)) + 1, rank)


def _pull_down(flow: "nx.DiGraph[int]", box: int, rank: dict[int, int]) -> bool:
    below = flow.succ[box]
    return len(below) > len(flow.pred[box]) and _move(box, min(_ranks_of(below, rank)) - 1, rank)


def _move(box: int, goal: int, rank: dict[int, int]) -> bool:
    if rank[box] == goal:
        return False
    rank[box] = goal
    return True


def _ranks_of(boxes: Iterable[int], rank: dict[int, int]) -> Iterable[int]:
    return (rank[box] for box in boxes)
