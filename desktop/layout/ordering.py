"""The order of the vertices on each rank, with few crossings."""

from collections.abc import Iterator, Sequence

import numpy as np

from desktop.layout.crossings import Integers, crossings
from desktop.layout.harmonic import harmonic_rows
from desktop.layout.lattice import Lattice
from desktop.layout.starts import Rows, breadth_first, depth_first
from desktop.layout.transposition import Transposition

_SWEEPS = 4
"""From each start; more of them bring little."""


def order_rows(graph: Lattice) -> None:
    """Order `graph.rows` so that few links cross: the best of several orders, each improved by transpositions."""
    if len(graph.rank) == len(graph.rows):
        return
    rank, (upper, lower) = np.array(graph.rank, dtype=np.int64), _links(graph)
    transposition = Transposition(rank, upper, lower)
    fewest = -1
    for proposal in _proposals(graph, rank, upper, lower):
        position = transposition.improve(proposal)
        count = crossings(rank, position, upper, lower)
        if count < fewest or fewest < 0:
            fewest, graph.rows = count, [row.copy() for row in proposal]
        if not fewest:
            return


def _links(graph: Lattice) -> tuple[Integers, Integers]:
    upper = np.repeat(np.arange(len(graph.below)), [len(lowers) for lowers in graph.below])
    lower = np.array([lower for lowers in graph.below for lower in lowers], dtype=np.int64)
    return upper, lower


def _proposals(graph: Lattice, rank: Integers, upper: Integers, lower: Integers) -> Iterator[Rows]:
    """Yield orders; the consumer improves each in place before it asks for the next."""
    yield depth_first(graph)
    yield harmonic_rows(breadth_first(graph), rank, upper, lower)
    for start in (breadth_first, depth_first):
        rows = start(graph)
        for sweep in range(_SWEEPS):
            _sweep(rows, graph, downwards=sweep % 2 == 1)
            yield rows


def _sweep(rows: Rows, graph: Lattice, *, downwards: bool) -> None:
    """Sort each row by the barycentres of the neighbours in the row before it."""
    neighbours = graph.above if downwards else graph.below
    position = [0] * len(graph.rank)
    for index in range(len(rows)) if downwards else reversed(range(len(rows))):
        row = rows[index]
        if len(row) > 1:
            row = rows[index] = _sorted_by_barycentre(row, neighbours, position)
        for place, vertex in enumerate(row):
            position[vertex] = place


def _sorted_by_barycentre(row: list[int], neighbours: Sequence[Sequence[int]], position: Sequence[int]) -> list[int]:
    """Sort a row; vertices without neighbours keep their places."""
    weight: dict[int, float] = {}
    for vertex in row:
        near = neighbours[vertex]
        if near:
            weight[vertex] = position[near[0]] if len(near) == 1 else sum([position[n] for n in near]) / len(near)
    moving = sorted(weight, key=weight.__getitem__)
    if len(moving) == len(row):
        return moving
    places = iter(moving)
    return [next(places) if vertex in weight else vertex for vertex in row]
