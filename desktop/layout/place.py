"""A graph in, its picture's geometry out."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import networkx as nx

from desktop.layout.boxes import Box, Drawing, Link, drawing
from desktop.layout.component import placed_part
from desktop.layout.mirror import upside_down
from desktop.layout.packing import packed
from desktop.records.graph import Graph
from desktop.records.placement import Direction, Placement


def place(
    graph: Graph,
    sizes: Mapping[str, tuple[float, float]] | None = None,
    *,
    near: Mapping[str, tuple[float, float]] | None = None,
    direction: Direction = "data",
    groups: Sequence[Collection[str]] = (),
) -> Placement:
    """Place a graph in layers (Sugiyama's method): data flows downwards, from the leaves to the root, or gradients do.

    `sizes` maps node ids to width and height in pixels; those it lacks are estimated from name and label. A leaf,
    input or constant that several operations use gets a box beside each of them. `near` maps node ids to where their
    (first) box stood before: there they stay as far as they can. `groups` are the ids of nodes that stand together on
    each rank, where that costs few crossings; one may hold another. Equal input gives equal placements.
    Raises ValueError for a graph with a cycle, a repeated id, an edge that leads nowhere or an impossible size.
    Thread: any.
    """
    picture = drawing(graph, sizes or {}, near or {}, groups)
    parts = [placed_part(*component) for component in _components(picture)]
    if direction == "gradients":
        parts = [upside_down(part) for part in parts]
    return packed(parts, direction)


def _components(picture: Drawing) -> list[tuple["nx.DiGraph[int]", list[Box], list[Link]]]:
    """Split the picture into connected parts, each with its boxes numbered from 0."""
    flow = _flow(len(picture.boxes), picture.links)
    members = sorted(sorted(component) for component in nx.weakly_connected_components(flow))
    if len(members) == 1:
        return [(flow, list(picture.boxes), list(picture.links))]
    home = {box: (part, index) for part, component in enumerate(members) for index, box in enumerate(component)}
    links: list[list[Link]] = [[] for _ in members]
    for link in picture.links:
        part, upper = home[link.upper]
        links[part].append(Link(upper, home[link.lower][1], link.edge))
    return [
        (_flow(len(component), inner), [picture.boxes[box] for box in component], inner)
        for component, inner in zip(members, links, strict=True)
    ]


def _flow(count: int, links: Iterable[Link]) -> "nx.DiGraph[int]":
    """Give the graph of the boxes' indices, an edge from each upper box to its lower one."""
    flow: nx.DiGraph[int] = nx.DiGraph()
    flow.add_nodes_from(range(count))
    flow.add_edges_from((link.upper, link.lower) for link in links)
    return flow
