"""Where the vertices stand from left to right (Brandes and Köpf, 2001: the middle of four extreme layouts)."""

from itertools import product

import numpy as np
import numpy.typing as npt

from desktop.layout.alignment import blocks, conflicts
from desktop.layout.compaction import BlockGraph
from desktop.layout.lattice import Lattice

Floats = npt.NDArray[np.float64]


def horizontal_centres(graph: Lattice, half: list[float], gap: list[float]) -> list[float]:
    """Give the centre of each vertex in pixels: long links straight, boxes in the middle of their neighbours."""
    position = _positions(graph)
    marked = conflicts(graph, position)
    layouts: list[Floats] = []
    for upwards, leftwards in product((False, True), (False, True)):
        root = blocks(graph, position, marked, upwards=upwards, leftwards=leftwards)
        layouts.append(_layout(graph, root, half, gap, leftwards=leftwards))
    middle: Floats = np.sort(_levelled(layouts), axis=0)[1:3].mean(axis=0)
    centres: list[float] = middle.tolist()
    return centres


def _positions(graph: Lattice) -> list[int]:
    position = [0] * len(graph.rank)
    for row in graph.rows:
        for place, vertex in enumerate(row):
            position[vertex] = place
    return position


def _layout(graph: Lattice, root: list[int], half: list[float], gap: list[float], *, leftwards: bool) -> Floats:
    """Pack the blocks to the left; a layout to the right is the mirror image of one to the left."""
    rows = [row[::-1] for row in graph.rows] if leftwards else graph.rows
    place = BlockGraph(rows, root, half, gap).packed()
    centres = np.array([place[block] for block in root])
    return -centres if leftwards else centres


def _levelled(layouts: list[Floats]) -> Floats:
    """Shift the layouts onto the narrowest: left ones by their left borders, right ones by their right borders."""
    narrowest = min(layouts, key=lambda layout: float(np.ptp(layout)))
    left, right = narrowest.min(), narrowest.max()
    return np.array(
        [
            layout - layout.min() + left if index % 2 == 0 else layout - layout.max() + right
            for index, layout in enumerate(layouts)
        ]
    )
