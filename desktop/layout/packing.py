"""Parts that do not hang together, side by side on one sheet."""

import math
from collections.abc import Iterator
from itertools import pairwise

from desktop.layout.component import Part
from desktop.records.placement import Direction, PlacedEdge, PlacedNode, Placement

MARGIN = 24.0
"""Around the picture, in pixels."""

_DISTANCE = 48.0
_MOST_BLANK = 160.0
"""How much room may be left free so that a part stands where it stood before, in pixels."""

_SHAPE = 1.6
"""Sheets are wider than high by this factor, where the parts allow it."""


def packed(parts: list[Part], direction: Direction) -> Placement:
    """Put the parts in lines, from left to right, like words."""
    nodes: list[PlacedNode] = []
    edges: list[PlacedEdge] = []
    width = height = 0.0
    for part, x, y in _in_lines(_as_before(parts)):
        nodes += [_moved_node(node, x, y) for node in part.nodes]
        edges += [_moved_edge(edge, x, y) for edge in part.edges]
        width, height = max(width, x + part.width), max(height, y + part.height)
    if not parts:
        return Placement((), (), (0.0, 0.0), direction)
    return Placement(tuple(nodes), tuple(edges), (width + MARGIN, height + MARGIN), direction)


def _as_before(parts: list[Part]) -> list[Part]:
    """Sort the parts as they were read before; new ones follow the part that they followed anyway."""
    tops = sorted({part.before[1] for part in parts if part.before})
    line = {
        top: sum(other - one > _DISTANCE for one, other in pairwise(tops[: index + 1]))
        for index, top in enumerate(tops)
    }
    key = (-1, 0.0)
    keys: list[tuple[int, float]] = []
    for part in parts:
        if part.before:
            key = line[part.before[1]], part.before[0]
        keys.append(key)
    return [parts[index] for index in sorted(range(len(parts)), key=keys.__getitem__)]


def _in_lines(parts: list[Part]) -> Iterator[tuple[Part, float, float]]:
    limit = _line_length(parts)
    x = y = MARGIN
    line_height = 0.0
    for part in parts:
        if x > MARGIN and x + part.width > limit:
            x, y, line_height = MARGIN, y + line_height + _DISTANCE, 0.0
        if part.before:
            x = max(x, min(part.before[0], x + _MOST_BLANK))
        yield part, x, y
        x += part.width + _DISTANCE
        line_height = max(line_height, part.height)


def _line_length(parts: list[Part]) -> float:
    area = sum((part.width + _DISTANCE) * (part.height + _DISTANCE) for part in parts)
    return MARGIN + max(max((part.width for part in parts), default=0.0), _SHAPE * math.sqrt(_SHAPE * area))


def _moved_node(node: PlacedNode, x: float, y: float) -> PlacedNode:
    return PlacedNode(node.id, node.x + x, node.y + y, node.width, node.height, node.copy)


def _moved_edge(edge: PlacedEdge, x: float, y: float) -> PlacedEdge:
    points = tuple([(a + x, b + y) for a, b in edge.points])
    return PlacedEdge(edge.source, edge.target, edge.slot, edge.target_copy, points)
