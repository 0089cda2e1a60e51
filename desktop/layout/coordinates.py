"""Where the vertices stand from left to right."""

from desktop.layout.compaction import StrandGraph
from desktop.layout.lattice import Lattice
from desktop.layout.strands import strand_of


def horizontal_centres(graph: Lattice, half: list[float], gap: list[float]) -> list[float]:
    """Give the centre of each vertex in pixels, for vertices of half these widths that keep half these distances."""
    strand = strand_of(graph, _positions(graph))
    place = StrandGraph(graph, strand, half, gap).placed()
    return [place[name] for name in strand]


def _positions(graph: Lattice) -> list[int]:
    position = [0] * len(graph.rank)
    for row in graph.rows:
        for place, vertex in enumerate(row):
            position[vertex] = place
    return position
