"""One connected part of a graph, laid out by itself."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from desktop.layout.bands import Bands, bands
from desktop.layout.boxes import Box, Link, Spot
from desktop.layout.coordinates import horizontal_centres
from desktop.layout.headroom import held_above
from desktop.layout.kinship import Kinship
from desktop.layout.lattice import Lattice, lattice
from desktop.layout.linear_program import Floats
from desktop.layout.ordering import row_orders
from desktop.layout.ranks import ranks
from desktop.layout.routes import Router
from desktop.layout.staying import movement
from desktop.records.placement import PlacedEdge, PlacedNode

if TYPE_CHECKING:
    import networkx as nx

    from desktop.layout.starts import Rows

BOX_GAP = 22.0
"""The least distance between two boxes of one rank, in pixels."""

LINE_GAP = 12.0
"""The least distance between two links, or a link and a box's neighbour, in pixels."""


@dataclass(frozen=True)
class Part:
    """A placed part of the picture: within (0, 0) and (width, height).

    `before` is where its left border and its highest box stood in a picture before, if it was there.
    """

    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    width: float
    height: float
    before: Spot | None = None


def placed_part(flow: "nx.DiGraph[int]", boxes: list[Box], links: list[Link]) -> Part:
    """Lay out connected boxes. `flow` holds their indices 0, 1, …, an edge from each upper to its lower box."""
    grouped = any(box.inside for box in boxes)
    rank = ranks(flow, held_above(flow, boxes) if grouped else ())
    parallel = _parallel(links)
    graph = lattice([rank[index] for index in range(len(boxes))], list(parallel))
    before = _before(boxes, len(graph.rank))
    kinship = Kinship(boxes, graph) if grouped else None
    half, gap = _extents(graph, boxes, parallel)
    placed = _ordered_centres(graph, half + gap, before, kinship)
    placed -= (placed - half).min()
    centres = placed.tolist()
    stack = _stack(graph, boxes, centres)
    router = Router(boxes, graph, stack, centres, float((placed + half).max()))
    edges = tuple(edge for pair, bundle in parallel.items() for edge in router.routes(pair, bundle))
    nodes = tuple(_nodes(boxes, graph, stack, centres))
    return Part(nodes, edges, router.right, stack.bottoms[-1], _stood(boxes, centres))


def _ordered_centres(graph: Lattice, reach: Floats, before: Floats | None, kinship: Kinship | None) -> Floats:
    """Order the graph's rows and give the centres; of two orders take the one in which less moves."""
    ways: list[tuple[Rows, Floats]] = []
    for rows in row_orders(graph, before, kinship):
        graph.rows = rows
        ways.append((rows, horizontal_centres(graph, reach, before, kinship)))
    graph.rows, centres = min(ways, key=lambda way: movement(way[1], before))
    return centres


def _before(boxes: list[Box], vertices: int) -> Floats | None:
    """Give where each vertex stood before, NaN for those that are new; None if all are."""
    if all(box.before is None for box in boxes):
        return None
    before = np.full(vertices, np.nan)
    before[: len(boxes)] = [np.nan if box.before is None else box.before[0] for box in boxes]
    return before


def _stood(boxes: list[Box], centres: list[float]) -> Spot | None:
    """Give the place of the part before: sideways that of most of its boxes."""
    stayed = [(box.before, centre) for box, centre in zip(boxes, centres, strict=False) if box.before is not None]
    if not stayed:
        return None
    return median([x - centre for (x, _), centre in stayed]), min([y for (_, y), _ in stayed])


def _parallel(links: list[Link]) -> dict[tuple[int, int], list[Link]]:
    """Gather the links that run between the same two boxes."""
    parallel: defaultdict[tuple[int, int], list[Link]] = defaultdict(list)
    for link in links:
        parallel[link.upper, link.lower].append(link)
    return dict(parallel)


def _extents(graph: Lattice, boxes: list[Box], parallel: dict[tuple[int, int], list[Link]]) -> tuple[Floats, Floats]:
    """Give each vertex half its width, and half the distance it keeps from its neighbours."""
    lines = len(graph.rank) - len(boxes)
    half = [box.width / 2 for box in boxes] + [0.0] * lines
    for pair, chain in graph.chains.items():
        for dummy in chain[1:-1]:
            half[dummy] = Router.spacing * (len(parallel[pair]) - 1) / 2
    return np.array(half), np.repeat([BOX_GAP / 2, LINE_GAP / 2], [len(boxes), lines])


def _stack(graph: Lattice, boxes: list[Box], centres: list[float]) -> Bands:
    heights = [max([boxes[v].height for v in row if v < graph.boxes], default=0.0) for row in graph.rows]
    reaches = [0.0] * len(heights)
    for chain in graph.chains.values():
        for upper, lower in pairwise(chain):
            rank = graph.rank[upper]
            reaches[rank] = max(reaches[rank], abs(centres[upper] - centres[lower]))
    return bands(heights, reaches)


def _nodes(boxes: list[Box], graph: Lattice, stack: Bands, centres: list[float]) -> Iterator[PlacedNode]:
    for index, box in enumerate(boxes):
        y = stack.centre(graph.rank[index])
        yield PlacedNode(box.node, centres[index], y, box.width, box.height, box.copy)
