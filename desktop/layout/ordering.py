"""The order of the vertices on each rank, with few crossings."""

from collections.abc import Iterator, Sequence

from desktop.layout.harmonic import harmonic_rows
from desktop.layout.kinship import Kinship
from desktop.layout.lattice import Lattice
from desktop.layout.linear_program import Floats
from desktop.layout.links import Links
from desktop.layout.memory import steady_orders
from desktop.layout.starts import Rows, breadth_first, depth_first

_SWEEPS = 4
"""From each start; more of them bring little."""


def row_orders(graph: Lattice, before: Floats | None = None, kinship: Kinship | None = None) -> list[Rows]:
    """Give an order of the ranks in which few links cross.

    `before` holds where each vertex stood in a picture before (NaN for one that is new): then it may be two orders, as
    like that as a few more crossings allow. In the same way, groups of `kinship` stand together on each rank.
    """
    if len(graph.rank) == len(graph.rows):
        return [graph.rows]
    links = Links(graph)
    _take_fewest_crossings(graph, links)
    if kinship is not None and (together := kinship.together(graph.rows, links)):
        graph.rows = together
    else:
        kinship = None
    return [graph.rows] if before is None else steady_orders(graph, links, before, kinship)


def _take_fewest_crossings(graph: Lattice, links: Links) -> None:
    """Take the best of several orders, each improved by transpositions; later ones start from the best before."""
    fewest = -1
    for proposal in _proposals(graph, links):
        count = links.improve(proposal)
        if count < fewest or fewest < 0:
            fewest, graph.rows = count, [row.copy() for row in proposal]
        if not fewest:
            return


def _proposals(graph: Lattice, links: Links) -> Iterator[Rows]:
    """Yield orders; the consumer improves each in place before it asks for the next."""
    yield depth_first(graph)
    yield harmonic_rows(breadth_first(graph), links.rank, links.upper, links.lower)
    for start in (breadth_first, depth_first):
        rows = start(graph)
        for sweep in range(_SWEEPS):
            _sweep(rows, graph, downwards=sweep % 2 == 1)
            yield rows


def _sweep(rows: Rows, graph: Lattice, *, downwards: bool) -> None:
    """Sort each row by the barycentres of the neighbours in the row before it."""
    neighbours = graph.above if downwards else graph.below
    position = [0] * len(graph.rank)
    for index in range(len(rows)) if downwards else reversed(range(len(rows))):
        row = rows[index]
        if len(row) > 1:
            row = rows[index] = _sorted_by_barycentre(row, neighbours, position)
        for place, vertex in enumerate(row):
            position[vertex] = place


def _sorted_by_barycentre(row: list[int], neighbours: Sequence[Sequence[int]], position: Sequence[int]) -> list[int]:
    """Sort a row; vertices without neighbours keep their places."""
    weight: dict[int, float] = {}
    for vertex in row:
        near = neighbours[vertex]
        if near:
            weight[vertex] = position[near[0]] if len(near) == 1 else sum([position[n] for n in near]) / len(near)
    moving = sorted(weight, key=weight.__getitem__)
    if len(moving) == len(row):
        return moving
    places = iter(moving)
    return [next(places) if vertex in weight else vertex for vertex in row]
