"""Blocks of vertices that stand straight below one another (Brandes and Köpf, 2001, sections 4.1 and 4.2)."""

from bisect import bisect_left

from desktop.layout.lattice import Lattice

Segment = tuple[int, int]
"""A link of one rank, (upper vertex, lower vertex)."""


def conflicts(graph: Lattice, position: list[int]) -> set[Segment]:
    """Mark the links that cross an inner segment (one between two dummies): those give way."""
    marked: set[Segment] = set()
    for row in graph.rows[1:]:
        inner = _inner_segments(graph, row)
        if inner:
            marked.update(_crossing(graph, row, inner, position))
    return marked


def _inner_segments(graph: Lattice, row: list[int]) -> list[Segment]:
    boxes = graph.boxes
    return [(graph.above[v][0], v) for v in row if v >= boxes and graph.above[v][0] >= boxes]


def _crossing(graph: Lattice, row: list[int], inner: list[Segment], position: list[int]) -> list[Segment]:
    """Find the links that cross an inner segment. Inner segments that cross each other give way to the first."""
    kept = _uncrossed(inner, position)
    tops = [position[upper] for upper, _ in kept]
    bottoms = [position[lower] for _, lower in kept]
    found = [segment for segment in inner if segment not in set(kept)]
    for vertex in row:
        left = bisect_left(bottoms, position[vertex])
        right = left + (left < len(bottoms) and bottoms[left] == position[vertex])
        lowest = tops[left - 1] if left else -1
        highest = tops[right] if right < len(tops) else len(position)
        found += [(upper, vertex) for upper in graph.above[vertex] if not lowest <= position[upper] <= highest]
    return found


def _uncrossed(inner: list[Segment], position: list[int]) -> list[Segment]:
    kept: list[Segment] = []
    for segment in inner:
        if not kept or position[segment[0]] > position[kept[-1][0]]:
            kept.append(segment)
    return kept


def blocks(graph: Lattice, position: list[int], marked: set[Segment], *, upwards: bool, leftwards: bool) -> list[int]:
    """Give each vertex the root of its block: aligned with upper (or lower) neighbours, from the left (or right)."""
    neighbours = graph.below if upwards else graph.above
    sign = -1 if leftwards else 1
    root = list(range(len(graph.rank)))
    for row in reversed(graph.rows) if upwards else graph.rows:
        _align_row(row[::sign], neighbours, position, root, marked, sign)
    return root


def _align_row(
    row: list[int],
    neighbours: list[list[int]],
    position: list[int],
    root: list[int],
    marked: set[Segment],
    sign: int,
) -> None:
    """Align each vertex with a median of its neighbours that stands beyond the last one taken."""
    limit = -len(position)
    for vertex in row:
        for near in _medians(neighbours[vertex], position, sign):
            place = sign * position[near]
            if place > limit and (near, vertex) not in marked and (vertex, near) not in marked:
                root[vertex], limit = root[near], place
                break


def _medians(near: list[int], position: list[int], sign: int) -> list[int]:
    if len(near) < 2:  # noqa: PLR2004 - one neighbour is its own median
        return near
    ordered = sorted(near, key=position.__getitem__)[::sign]
    return ordered[(len(near) - 1) // 2 : len(near) // 2 + 1]
