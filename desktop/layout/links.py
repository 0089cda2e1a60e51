"""The links of a lattice as arrays, and what an order of its ranks costs in crossings."""

from collections.abc import Sequence

import numpy as np

from desktop.layout.crossings import Integers, crossings_below
from desktop.layout.lattice import Lattice
from desktop.layout.starts import Rows
from desktop.layout.transposition import Transposition


class Links:
    """All links of a lattice: the i-th leads from `upper[i]` to `lower[i]`, one rank down."""

    def __init__(self, graph: Lattice) -> None:
        self.rank: Integers = np.array(graph.rank, dtype=np.int64)
        self.upper: Integers = np.repeat(np.arange(len(graph.below)), [len(lowers) for lowers in graph.below])
        self.lower: Integers = np.array([lower for lowers in graph.below for lower in lowers], dtype=np.int64)
        self._transposition = Transposition(self.rank, self.upper, self.lower)

    def improve(self, rows: Rows, kind: Sequence[int] | None = None) -> int:
        """Exchange neighbours (of one kind) in `rows` until that helps no more; give the crossings left."""
        return self._count(self._transposition.improve(rows, None if kind is None else np.array(kind)))

    def crossings(self, rows: Rows) -> int:
        """Count the crossings of an order."""
        return self._count(self._positions(rows))

    def crossings_below(self, rows: Rows) -> tuple[Integers, Integers]:
        """Count below each rank the crossings of an order, and those if the ranks after it were mirrored."""
        crossed = crossings_below(self.rank, self._positions(rows), self.upper, self.lower)
        return crossed, self._strangers() - crossed

    def _count(self, position: Integers) -> int:
        return int(crossings_below(self.rank, position, self.upper, self.lower).sum())

    def _strangers(self) -> Integers:
        """Count below each rank the pairs of links that share no end: each crosses, or its mirror image does."""
        ranks, vertices = int(self.rank.max(initial=-1)) + 1, len(self.rank)
        pairs = _pairs(np.bincount(self.rank[self.upper], minlength=ranks))
        sharing = _pairs(np.bincount(self.upper, minlength=vertices))
        pairs -= np.bincount(self.rank, sharing, ranks).astype(np.int64)
        sharing = _pairs(np.bincount(self.lower, minlength=vertices))
        pairs[:-1] -= np.bincount(self.rank, sharing, ranks).astype(np.int64)[1:]
        return pairs

    def _positions(self, rows: Rows) -> Integers:
        position = np.empty(len(self.rank), dtype=np.int64)
        position[[vertex for row in rows for vertex in row]] = [place for row in rows for place in range(len(row))]
        return position


def _pairs(count: Integers) -> Integers:
    return count * (count - 1) // 2
