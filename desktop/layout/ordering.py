"""The order of the vertices on each rank, with few crossings."""

from collections.abc import Iterable, Sequence

import numpy as np

from desktop.layout.crossings import Integers, crossings
from desktop.layout.lattice import Lattice
from desktop.layout.transposition import Transposition

_SWEEPS = 16
_PATIENCE = 4
"""How many sweeps may bring nothing before the ordering stops."""


def order_rows(graph: Lattice) -> None:
    """Order `graph.rows` so that few links cross: depth first, then sweeps by barycentres and transpositions."""
    graph.rows = _depth_first_rows(graph)
    rank, (upper, lower) = np.array(graph.rank, dtype=np.int64), _links(graph)
    transposition = Transposition(rank, upper, lower)
    rows, position = _transposed(transposition, graph.rows)
    best = crossings(rank, position, upper, lower)
    graph.rows, waited = rows, 0
    for sweep in range(_SWEEPS):
        if best == 0 or waited == _PATIENCE:
            return
        _sweep(rows, graph, position.tolist(), downwards=sweep % 2 == 1)
        rows, position = _transposed(transposition, rows)
        count = crossings(rank, position, upper, lower)
        waited += 1
        if count < best:
            best, graph.rows, waited = count, [row.copy() for row in rows], 0


def _links(graph: Lattice) -> tuple[Integers, Integers]:
    pairs = [(upper, lower) for upper, lowers in enumerate(graph.below) for lower in lowers]
    upper, lower = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return upper, lower


def _depth_first_rows(graph: Lattice) -> list[list[int]]:
    """Order the rows as a walk from the bottom meets their vertices: trees come out without a crossing."""
    rows: list[list[int]] = [[] for _ in graph.rows]
    seen = [False] * len(graph.rank)
    for start in _walk_starts(graph):
        waiting = [start]
        while waiting:
            vertex = waiting.pop()
            if not seen[vertex]:
                seen[vertex] = True
                rows[graph.rank[vertex]].append(vertex)
                waiting += reversed(graph.above[vertex])
    return rows


def _walk_starts(graph: Lattice) -> Iterable[int]:
    return (vertex for row in reversed(graph.rows) for vertex in row if not graph.below[vertex])


def _transposed(transposition: Transposition, rows: list[list[int]]) -> tuple[list[list[int]], Integers]:
    flat, position = transposition.improve(rows)
    ends = np.cumsum([len(row) for row in rows])
    vertices = flat.tolist()
    return [vertices[end - len(row) : end] for row, end in zip(rows, ends.tolist(), strict=True)], position


def _sweep(rows: list[list[int]], graph: Lattice, position: list[int], *, downwards: bool) -> None:
    """Sort each row by the barycentres of the neighbours in the row before it."""
    neighbours = graph.above if downwards else graph.below
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
