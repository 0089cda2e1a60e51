"""Main links: those that want most to be straight.

A link is one where each of its ends is the other's main neighbour, the one with strictly the most operations beyond
it. So the trunk of a model runs straight, its skips bend around it and its parameters stand beside it; a vertex
between neighbours of equal weight follows neither and comes to stand in the middle.
"""

from desktop.layout.lattice import Lattice


def main_uppers(graph: Lattice) -> list[int]:
    """Give each vertex the upper end of its main link upwards, or -1."""
    over = _weights(graph, graph.rows, graph.above)
    under = _weights(graph, graph.rows[::-1], graph.below)
    main_lower = [_heaviest(lowers, under) for lowers in graph.below]
    uppers = [_heaviest(above, over) for above in graph.above]
    return [upper if upper >= 0 and main_lower[upper] == lower else -1 for lower, upper in enumerate(uppers)]


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
    weights = [weight[vertex] for vertex in vertices]
    most = max(weights)
    return vertices[weights.index(most)] if weights.count(most) == 1 else -1
