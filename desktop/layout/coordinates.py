"""Where the vertices stand from left to right.

First each vertex for itself; then those that came to stand almost straight below one another are fused into strands,
which are placed again, so that straight lines are exactly straight.
"""

import numpy as np

from desktop.layout.crossings import Integers
from desktop.layout.kinship import Kinship
from desktop.layout.lattice import Lattice
from desktop.layout.linear_program import Distances, Floats, Pull, pulled_together
from desktop.layout.separation import apart, widest
from desktop.layout.spine import main_uppers
from desktop.layout.staying import anchored, put_back

_WEIGHTS = np.array([1.0, 1.5, 3.0])
"""How much a link wants to be straight that has no, one or two dummies at its ends."""

_MAIN_WEIGHT = 2.5
"""By how much more a main link wants to be straight."""

_NEARLY_STRAIGHT = 4.0
"""In pixels; below half the least distance between two neighbours, so that a vertex has one such link to each side."""

_FRAME_ROOM = 5.0
"""In pixels, for the border of a group between two neighbours."""

_ROUNDS_AT_LEAST = 200
_ROUNDS_A_VERTEX = 40
_STEPS = 200_000
"""Rounds times vertices: small graphs have time to come closer to the optimum."""


def horizontal_centres(
    graph: Lattice, reach: Floats, before: Floats | None = None, kinship: Kinship | None = None
) -> Floats:
    """Give the centre of each vertex in pixels; neighbours keep the sum of their `reach` between their centres.

    Between groups of `kinship` there is more room, for their frames. Vertices that stood somewhere `before` (not NaN)
    stay there, one and all moved alike, where that costs little.
    """
    count = len(graph.rank)
    if count == len(graph.rows):
        return np.zeros(count)
    links = _pulling_links(graph)
    distances = _distances(graph, reach, kinship)
    rounds = min(_ROUNDS_A_VERTEX * count, max(_ROUNDS_AT_LEAST, _STEPS // count))
    place = pulled_together(apart(np.zeros(count), distances), distances, links, rounds)
    return _fused(place, distances, links, rounds // 3, before)


def _pulling_links(graph: Lattice) -> Pull:
    upper, lower = _links(graph)
    return Pull(upper, lower, _weights(graph, upper, lower), np.zeros(len(upper)))


def _links(graph: Lattice) -> tuple[Integers, Integers]:
    upper = np.repeat(np.arange(len(graph.below)), [len(lowers) for lowers in graph.below])
    lower = np.array([lower for lowers in graph.below for lower in lowers], dtype=np.int64)
    return upper, lower


def _weights(graph: Lattice, upper: Integers, lower: Integers) -> Floats:
    weight: Floats = _WEIGHTS[(upper >= graph.boxes).astype(int) + (lower >= graph.boxes)]
    weight[np.array(main_uppers(graph))[lower] == upper] *= _MAIN_WEIGHT
    return weight


def _distances(graph: Lattice, reach: Floats, kinship: Kinship | None) -> Distances:
    flat = np.array([vertex for row in graph.rows for vertex in row], dtype=np.int64)
    rank = np.array(graph.rank)[flat]
    same = rank[:-1] == rank[1:]
    left, right = flat[:-1][same], flat[1:][same]
    least = reach[left] + reach[right]
    if kinship is not None:
        least += _FRAME_ROOM * np.array(kinship.borders(left, right))
    return widest(len(graph.rank), Distances(left, right, least))


def _fused(place: Floats, distances: Distances, links: Pull, rounds: int, before: Floats | None) -> Floats:
    """Place the strands that the vertices form."""
    strand = _strands(place, links)
    count = int(strand.max(initial=-1)) + 1
    far = widest(count, Distances(strand[distances.left], strand[distances.right], distances.least))
    start = np.bincount(strand, place) / np.bincount(strand)
    if before is None:
        moved = pulled_together(start, far, _between_strands(links, strand), rounds)
    else:
        free = np.append(start, np.nanmedian(place - before))
        pull = _between_strands(anchored(links, before), np.append(strand, count))
        moved = put_back(pulled_together(free, far, pull, rounds)[:count], strand, before)
    return apart(moved, far)[strand]


def _between_strands(pull: Pull, strand: Integers) -> Pull:
    one, other = strand[pull.one], strand[pull.other]
    bent = one != other
    return Pull(one[bent], other[bent], pull.weight[bent], pull.apart[bent])


def _strands(place: Floats, links: Pull) -> Integers:
    """Give each vertex the number of its strand."""
    top = np.arange(len(place))
    straight = np.abs(place[links.one] - place[links.other]) < _NEARLY_STRAIGHT
    top[links.other[straight]] = links.one[straight]
    while not np.array_equal(top, top[top]):
        top = top[top]
    _, strand = np.unique(top, return_inverse=True)
    return strand.astype(np.int64)
