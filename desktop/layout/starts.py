"""First orders of the vertices on their ranks, from walks through the graph."""

from collections.abc import Iterable

from desktop.layout.lattice import Lattice

Rows = list[list[int]]


def depth_first(graph: Lattice) -> Rows:
    """Order the rows as a walk upwards from the bottom meets their vertices: trees come out without a crossing."""
    rows: Rows = [[] for _ in graph.rows]
    seen = [False] * len(graph.rank)
    for start in _ends(graph.rows[::-1], graph.below):
        waiting = [start]
        while waiting:
            vertex = waiting.pop()
            if not seen[vertex]:
                seen[vertex] = True
                rows[graph.rank[vertex]].append(vertex)
                waiting += reversed(_balanced(graph.above[vertex], graph))
    return rows


def breadth_first(graph: Lattice) -> Rows:
    """Order the rows as a walk downwards meets their vertices, what is nearest to the leaves first."""
    rows: Rows = [[] for _ in graph.rows]
    seen = [False] * len(graph.rank)
    for start in _ends(graph.rows, graph.above):
        waiting = [] if seen[start] else [start]
        seen[start] = True
        for vertex in waiting:
            rows[graph.rank[vertex]].append(vertex)
            for lower in graph.below[vertex]:
                if not seen[lower]:
                    seen[lower] = True
                    waiting.append(lower)
    return rows


def _ends(rows: Rows, neighbours: list[list[int]]) -> Iterable[int]:
    return (vertex for row in rows for vertex in row if not neighbours[vertex])


def _balanced(inputs: list[int], graph: Lattice) -> list[int]:
    """Give the inputs in their order, but leaves on both sides of a single main input that nothing else uses."""
    main = [vertex for vertex in inputs if not _hangs(vertex, graph)]
    if len(main) != 1 or len(graph.below[main[0]]) > 1:
        return inputs
    leaves = [vertex for vertex in inputs if vertex != main[0]]
    return [*leaves[: len(leaves) // 2], *main, *leaves[len(leaves) // 2 :]]


def _hangs(vertex: int, graph: Lattice) -> bool:
    """Say whether a vertex is a leaf or one operation on a leaf."""
    above = graph.above[vertex]
    return not above or (len(above) == 1 and not graph.above[above[0]])
