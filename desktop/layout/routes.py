"""The way of each link from the border of its lower box to the border of its upper one."""

from collections.abc import Iterator
from typing import ClassVar

from desktop.layout.bands import Bands
from desktop.layout.boxes import Box, Link
from desktop.layout.curves import Pen, Point
from desktop.layout.lattice import Lattice
from desktop.records.placement import PlacedEdge

_LEANING = 0.3
"""How far along its border a link starts towards the other end, as a share of the way there."""

_BORDER_USED = 0.43
"""The share of a box's width, to either side of its centre, on which links may end."""

_BORDER_SHARED = 0.4
"""The share of a box's width that links between the same two boxes may take together."""


class Router:
    """Routes links through placed boxes. `right` is the right border of the picture, which lanes push outwards."""

    spacing: ClassVar[float] = 8.0
    """The distance between links that run between the same two boxes, in pixels."""

    def __init__(self, boxes: list[Box], graph: Lattice, stack: Bands, centres: list[float], right: float) -> None:
        self.right = right
        self._boxes = boxes
        self._graph = graph
        self._stack = stack
        self._centres = centres

    def routes(self, pair: tuple[int, int], bundle: list[Link]) -> Iterator[PlacedEdge]:
        """Give the edges between two boxes, side by side where they are several."""
        chain = self._graph.chains.get(pair)
        spacing = self._spacing(pair, len(bundle))
        half = spacing * (len(bundle) - 1) / 2
        for index, link in enumerate(bundle):
            shift = spacing * index - half
            points = self._lane(*pair, shift, half) if chain is None else self._curve(chain, shift, half)
            edge, copy = link.edge, self._boxes[link.upper].copy
            yield PlacedEdge(edge.source, edge.target, edge.slot, copy, points[::-1])

    def _spacing(self, pair: tuple[int, int], count: int) -> float:
        room = min(self._boxes[box].width for box in pair) * _BORDER_SHARED
        return min(self.spacing, room / max(count - 1, 1))

    def _curve(self, chain: list[int], shift: float, half: float) -> tuple[Point, ...]:
        upper, lower = chain[0], chain[-1]
        pen = self._leave(upper, self._port(upper, self._centres[chain[1]], half) + shift)
        for dummy in chain[1:-1]:
            x, rank = self._centres[dummy] + shift, self._graph.rank[dummy]
            pen.bend_to(x, self._stack.tops[rank])
            pen.line_to(x, self._stack.bottoms[rank])
        x = self._port(lower, self._centres[chain[-2]], half) + shift
        pen.bend_to(x, self._stack.tops[self._graph.rank[lower]])
        return self._arrive(pen, lower, x)

    def _lane(self, upper: int, lower: int, shift: float, half: float) -> tuple[Point, ...]:
        """Go round the picture on its right side."""
        self.right += self.spacing
        pen = self._leave(upper, self._port(upper, self.right, half) + shift)
        pen.sidestep_to(self.right, self._stack.tops[self._graph.rank[upper] + 1])
        pen.line_to(self.right, self._stack.bottoms[self._graph.rank[lower] - 1])
        x = self._port(lower, self.right, half) + shift
        pen.sidestep_to(x, self._stack.tops[self._graph.rank[lower]])
        return self._arrive(pen, lower, x)

    def _leave(self, upper: int, x: float) -> Pen:
        """Start at the upper box's lower border and go down to its band's."""
        rank = self._graph.rank[upper]
        pen = Pen(x, self._stack.centre(rank) + self._boxes[upper].height / 2)
        pen.line_to(x, self._stack.bottoms[rank])
        return pen

    def _arrive(self, pen: Pen, lower: int, x: float) -> tuple[Point, ...]:
        """Go down from the lower box's band to its upper border."""
        pen.line_to(x, self._stack.centre(self._graph.rank[lower]) - self._boxes[lower].height / 2)
        return pen.curve()

    def _port(self, box: int, towards: float, half: float) -> float:
        """Choose where on a box's border links come in from the column `towards` that are twice `half` wide."""
        centre, reach = self._centres[box], self._boxes[box].width * _BORDER_USED - half
        return centre + min(max((towards - centre) * _LEANING, -reach), reach)
