"""Strands: the vertices that stand straight below one another.

A link is part of a strand where each of its ends is the other's main neighbour: the one with strictly the most
operations beyond it. So the trunk of a model runs straight, its skips bend around it and its parameters stand beside
it; where two neighbours weigh the same, the vertex belongs to neither and comes to stand in the middle. Strands that
cross are cut. (Brandes and Köpf, 2001, align medians instead: there each layer with a weight and a bias drifts aside.)
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from desktop.layout.lattice import Lattice

_LEAF_WEIGHT = 2
"""The weight of a leaf (1) or of one operation on it (2: the transposed weight of a linear layer)."""


@dataclass(frozen=True)
class Strands:
    """`topmost` names each vertex's strand by its uppermost vertex; `spine` is each vertex's main upper one, or -1."""

    topmost: list[int]
    spine: list[int]


def strands(graph: Lattice, position: list[int]) -> Strands:
    """Find the strands of a graph whose vertices stand in these positions on their ranks."""
    over = _weights(graph, graph.rows, graph.above)
    under = _weights(graph, graph.rows[::-1], graph.below)
    main_lower = [_heaviest(lowers, under) for lowers in graph.below]
    found = Strands(list(range(len(graph.rank))), [-1] * len(graph.rank))
    for row in graph.rows[1:]:
        mutual = [
            (upper, lower)
            for lower in row
            if (upper := _heaviest(graph.above[lower], over)) >= 0 and main_lower[upper] == lower
        ]
        for upper, lower in _uncrossed(mutual, graph, position):
            found.spine[lower] = upper
            if _alone(upper, graph.above[lower], over, graph) and _alone(lower, graph.below[upper], under, graph):
                found.topmost[lower] = found.topmost[upper]
    return found


def _alone(main: int, vertices: list[int], weight: list[int], graph: Lattice) -> bool:
    """Say whether beside a main neighbour there are only leaves, short ways to leaves, and links that pass by."""
    return all(v == main or v >= graph.boxes or weight[v] <= _LEAF_WEIGHT for v in vertices)


def _weights(graph: Lattice, rows: list[list[int]], neighbours: list[list[int]]) -> list[int]:
    """Count the boxes on the longest way from each vertex to the end of the graph, through `neighbours`."""
    weight = [0] * len(graph.rank)
    for row in rows:
        for vertex in row:
            near = neighbours[vertex]
            most = weight[near[0]] if len(near) == 1 else max([weight[n] for n in near], default=0)
            weight[vertex] = most + (vertex < graph.boxes)
    return weight


def _heaviest(vertices: list[int], weight: list[int]) -> int:
    """Give the one vertex with the largest weight; -1 if there is none or they are several."""
    if len(vertices) == 1:
        return vertices[0]
    if not vertices:
        return -1
    best = max(vertices, key=weight.__getitem__)
    return best if sum([weight[vertex] == weight[best] for vertex in vertices]) == 1 else -1


def _uncrossed(links: list[tuple[int, int]], graph: Lattice, position: list[int]) -> list[tuple[int, int]]:
    """Drop links of one gap that cross others; those between dummies stay first, so that long links run straight."""
    uppers = [position[upper] for upper, _ in links]
    if all(left < right for left, right in pairwise(uppers)):
        return links
    kept: list[tuple[int, int]] = []
    for link in sorted(links, key=lambda link: (min(link) < graph.boxes, max(link) < graph.boxes)):
        places = position[link[0]], position[link[1]]
        index = bisect_left(kept, places)
        if not (index and kept[index - 1][1] > places[1]) and not (index < len(kept) and kept[index][1] < places[1]):
            kept.insert(index, places)
    stays = set(kept)
    return [link for link in links if (position[link[0]], position[link[1]]) in stays]
