"""What is to be drawn: a box for each node, and for a shared leaf one box beside each of its consumers."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.layout.membership import paths
from desktop.layout.sizes import estimated_size
from desktop.records.graph import Edge, Graph, Node

LARGEST_SIDE = 100_000.0
"""In pixels. A wider label is a mistake, and would ruin the picture for all others."""


Spot = tuple[float, float]


class Box(NamedTuple):
    """A rectangle to place: the node it shows, which copy of it, its size in pixels.

    `before` is where its centre stood in a picture before, if it was there. `inside` numbers the groups that hold it,
    outer ones first.
    """

    node: str
    copy: int
    width: float
    height: float
    before: Spot | None = None
    inside: tuple[int, ...] = ()


class Link(NamedTuple):
    """An edge between two boxes, by their indices; `upper` is the edge's target, `lower` its source."""

    upper: int
    lower: int
    edge: Edge


@dataclass(frozen=True)
class Drawing:
    """The boxes and links of a graph, in an order that does not depend on the order in the record."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def drawing(
    graph: Graph,
    sizes: Mapping[str, tuple[float, float]],
    near: Mapping[str, Spot],
    groups: Sequence[Collection[str]],
) -> Drawing:
    """Give the boxes and links of a graph; ValueError where ids repeat, edges lead nowhere or sizes are no sizes.

    `near` says where the first box of a node stood before, `groups` which nodes belong together.
    """
    nodes = _nodes_by_id(graph)
    edges = _sorted_edges(graph.edges, nodes)
    consumers = _consumers(edges)
    passive = _passive(nodes, edges)
    shared = {name for name, users in consumers.items() if len(users) > 1 and name in passive}
    inside = paths(groups, consumers, passive)
    boxes: list[Box] = []
    index: dict[tuple[str, str], int] = {}
    for name, node in nodes.items():
        width, height = _checked_size(node, sizes)
        for copy, consumer in enumerate(consumers[name] if name in shared else ("",)):
            index[name, consumer] = len(boxes)
            before = None if copy else _finite(near.get(name))
            boxes.append(Box(name, copy, width, height, before, inside.of(name, consumer)))
    links = tuple(
        Link(index[edge.target, edge.source if edge.target in shared else ""], index[edge.source, ""], edge)
        for edge in edges
    )
    return Drawing(tuple(boxes), links)


def _nodes_by_id(graph: Graph) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for node in sorted(graph.nodes, key=lambda node: (len(node.id), node.id)):
        if node.id in nodes:
            raise ValueError(f"The graph cannot be placed: two nodes have the id {node.id!r}.")
        nodes[node.id] = node
    return nodes


def _sorted_edges(edges: tuple[Edge, ...], nodes: Mapping[str, Node]) -> list[Edge]:
    order = {name: position for position, name in enumerate(nodes)}
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in order:
                raise ValueError(f"The graph cannot be placed: an edge names the node {end!r}, which is not there.")
        if edge.source == edge.target:
            raise ValueError(f"The graph cannot be placed: the node {edge.source!r} has an edge to itself.")
    return sorted(
        edges, key=lambda edge: (order[edge.source], _number(edge.slot), order[edge.target], _number(edge.output))
    )


def _number(value: int | None) -> float:
    return math.inf if value is None else value


def _consumers(edges: list[Edge]) -> dict[str, list[str]]:
    consumers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for edge in edges:
        consumers[edge.target][edge.source] = None
    return {name: list(users) for name, users in consumers.items()}


def _passive(nodes: Mapping[str, Node], edges: list[Edge]) -> set[str]:
    """Name the leaves, inputs and constants; of several operations that use one, each gets a box beside it."""
    with_inputs = {edge.source for edge in edges}
    return {name for name, node in nodes.items() if node.kind != "operation" and name not in with_inputs}


def _finite(spot: Spot | None) -> Spot | None:
    """Leave out a place that is none, rather than the picture."""
    return spot if spot is not None and all(map(math.isfinite, spot)) else None


def _checked_size(node: Node, sizes: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    width, height = sizes.get(node.id) or estimated_size(node)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise ValueError(
            f"The graph cannot be placed: the node {node.id!r} is {width} by {height} pixels; "
            f"each must be above 0 and at most {LARGEST_SIDE:,.0f}."
        )
    return float(width), float(height)
