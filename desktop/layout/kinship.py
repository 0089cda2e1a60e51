"""Which vertices belong together, and orders in which they stand together on each rank.

So a frame can be drawn around a group without anybody else in it. A box that only feeds others (a leaf, an input, a
saved tensor) belongs where those belong, a link where both its ends do.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from desktop.layout.boxes import Box
from desktop.layout.crossings import Integers
from desktop.layout.lattice import Lattice
from desktop.layout.links import Links
from desktop.layout.membership import Path, common
from desktop.layout.starts import Rows

_SWEEPS = 6


class Kinship:
    """The groups of a lattice: `innermost` numbers for each vertex the innermost one that holds it, or is -1."""

    def __init__(self, boxes: Sequence[Box], graph: Lattice) -> None:
        self._graph = graph
        self._paths: list[Path] = [box.inside for box in boxes] + [()] * (len(graph.rank) - len(boxes))
        for chain in graph.chains.values():
            for dummy in chain[1:-1]:
                self._paths[dummy] = common(self._paths[chain[0]], self._paths[chain[-1]])
        self.innermost = [path[-1] if path else -1 for path in self._paths]

    def together(self, rows: Rows, links: Links) -> Rows | None:
        """Give an order in which each group stands together, from one with few crossings.

        None where that has more crossings than there are groups that do not stand together as it is.
        """
        best, most = None, links.crossings(rows) + len(self._torn(rows))
        for proposal in self._proposals(rows):
            count = links.improve(proposal, self.innermost)
            if count <= most:
                best, most = [row.copy() for row in proposal], count - 1
        return best

    def gathered(self, row: list[int], weight: Sequence[float]) -> list[int]:
        """Sort a row by weights, a group as a whole by the mean of its members here."""
        sums: dict[int, tuple[float, int]] = {}
        for vertex in row:
            for group in self._paths[vertex]:
                total, count = sums.get(group, (0.0, 0))
                sums[group] = total + weight[vertex], count + 1
        place = {group: (total / count, group) for group, (total, count) in sums.items()}
        keys = {
            vertex: (*[place[group] for group in self._paths[vertex]], (weight[vertex], index - len(row)))
            for index, vertex in enumerate(row)
        }
        return sorted(row, key=keys.__getitem__)

    def borders(self, left: Integers, right: Integers) -> list[int]:
        """Count the borders of groups between each vertex and its right neighbour."""
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        ends = ((self._paths[one], self._paths[other]) for one, other in pairs)
        return [len(one) + len(other) - 2 * len(common(one, other)) for one, other in ends]

    def _torn(self, rows: Rows) -> set[int]:
        """Name the groups that others stand among on some rank."""
        torn: set[int] = set()
        for row in rows:
            seen: set[int] = set()
            for one, other in pairwise([(), *(self._paths[vertex] for vertex in row)]):
                entered = set(other).difference(one)
                torn |= entered & seen
                seen |= entered
        return torn

    def _proposals(self, rows: Rows) -> Iterable[Rows]:
        """Yield the order itself with its groups gathered, then orders swept from it."""
        place = [0.0] * len(self._paths)
        for row in rows:
            for index, vertex in enumerate(row):
                place[vertex] = index - len(row) / 2
        gathered = [self.gathered(row, place) for row in rows]
        yield gathered
        for sweep in range(_SWEEPS):
            self._sweep(gathered, downwards=sweep % 2 == 0)
            yield gathered

    def _sweep(self, rows: Rows, *, downwards: bool) -> None:
        neighbours = self._graph.above if downwards else self._graph.below
        position = [0.0] * len(self._paths)
        for index in range(len(rows)) if downwards else reversed(range(len(rows))):
            for place, vertex in enumerate(rows[index]):
                near = neighbours[vertex]
                position[vertex] = sum([position[n] for n in near]) / len(near) if near else place
            rows[index] = self.gathered(rows[index], position)
            for place, vertex in enumerate(rows[index]):
                position[vertex] = place
