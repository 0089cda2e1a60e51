"""Where the vertices stand from left to right."""

import numpy as np

from desktop.layout.compaction import Distances, Pull, placed
from desktop.layout.crossings import Integers
from desktop.layout.lattice import Lattice
from desktop.layout.strands import Strands, strands

_WEIGHTS = np.array([1.0, 2.0, 8.0])
"""How much a link wants to be straight that has no, one or two dummies at its ends (as in Graphviz dot)."""

_SPINE_WEIGHT = 4.0


def horizontal_centres(graph: Lattice, half: list[float], gap: list[float]) -> list[float]:
    """Give the centre of each vertex in pixels, for vertices of half these widths that keep half these distances."""
    found = strands(graph, _positions(graph))
    names, strand = np.unique(found.topmost, return_inverse=True)
    strand = strand.astype(np.int64)
    left, right = _neighbours(graph)
    reach = np.array(half) + np.array(gap)
    distances = Distances(strand[left], strand[right], reach[left] + reach[right])
    centres: list[float] = placed(len(names), distances, _pull(graph, strand, found))[strand].tolist()
    return centres


def _positions(graph: Lattice) -> list[int]:
    position = [0] * len(graph.rank)
    for row in graph.rows:
        for place, vertex in enumerate(row):
            position[vertex] = place
    return position


def _neighbours(graph: Lattice) -> tuple[Integers, Integers]:
    flat = np.array([vertex for row in graph.rows for vertex in row], dtype=np.int64)
    rank = np.array(graph.rank)[flat]
    same = rank[:-1] == rank[1:]
    return flat[:-1][same], flat[1:][same]


def _pull(graph: Lattice, strand: Integers, found: Strands) -> Pull:
    upper = np.repeat(np.arange(len(graph.below)), [len(lowers) for lowers in graph.below])
    lower = np.array([lower for lowers in graph.below for lower in lowers], dtype=np.int64)
    weight = _WEIGHTS[(upper >= graph.boxes).astype(int) + (lower >= graph.boxes)]
    weight[np.array(found.spine)[lower] == upper] *= _SPINE_WEIGHT
    one, other = strand[upper], strand[lower]
    apart = one != other
    return Pull(one[apart], other[apart], weight[apart])
