"""Neighbours on a rank change places where that removes crossings, on all ranks at once."""

from dataclasses import dataclass
from itertools import islice, product

import numpy as np

from desktop.layout.crossings import Integers

_PASSES = 8
_LARGEST_PRODUCT = 4_096
"""Two neighbours with more pairs of links than this are left to the sweeps."""


@dataclass(frozen=True)
class _Adjacency:
    """The neighbours of each vertex in one direction: `targets[starts[v] : starts[v] + degrees[v]]`."""

    starts: Integers
    degrees: Integers
    targets: Integers


class Transposition:
    """Exchanges neighbours on the ranks of one graph."""

    def __init__(self, rank: Integers, upper: Integers, lower: Integers) -> None:
        """Work on links (upper[i], lower[i]), each of which leads one rank down."""
        self._rank = rank
        self._sides = (_adjacency(lower, upper, len(rank)), _adjacency(upper, lower, len(rank)))

    def improve(self, rows: list[list[int]], kind: Integers | None = None) -> Integers:
        """Exchange neighbours in `rows` until that helps no more; give each vertex's position in its row.

        Where each vertex has a `kind`, only neighbours of one kind are exchanged.
        """
        flat = np.array([vertex for row in rows for vertex in row], dtype=np.int64)
        position = np.empty(len(flat), dtype=np.int64)
        position[flat] = [place for row in rows for place in range(len(row))]
        for _ in range(_PASSES):
            if not sum([self._exchange(flat, position, kind, parity) for parity in product((0, 1), (0, 1))]):
                break
        vertices = iter(flat.tolist())
        for row in rows:
            row[:] = islice(vertices, len(row))
        return position

    def _exchange(self, flat: Integers, position: Integers, kind: Integers | None, parity: tuple[int, int]) -> int:
        """Look at every second pair on every second rank: none of these exchanges touches another."""
        left = np.flatnonzero(self._rank[flat[:-1]] == self._rank[flat[1:]])
        vertices = flat[left]
        left = left[((self._rank[vertices] & 1) == parity[0]) & ((position[vertices] & 1) == parity[1])]
        if kind is not None:
            left = left[kind[flat[left]] == kind[flat[left + 1]]]
        first, second = flat[left], flat[left + 1]
        gain = sum(_gain(side, position, first, second) for side in self._sides)
        chosen = left[gain > 0]
        first, second = flat[chosen], flat[chosen + 1]
        flat[chosen], flat[chosen + 1] = second, first
        position[first], position[second] = position[second], position[first]
        return len(chosen)


def _adjacency(key: Integers, value: Integers, count: int) -> _Adjacency:
    degrees = np.bincount(key, minlength=count).astype(np.int64)
    return _Adjacency(np.cumsum(degrees) - degrees, degrees, value[np.argsort(key, kind="stable")])


def _gain(side: _Adjacency, position: Integers, first: Integers, second: Integers) -> Integers:
    """Say for each pair how many crossings on this side an exchange would remove."""
    width = side.degrees[second]
    size = side.degrees[first] * width
    size[size > _LARGEST_PRODUCT] = 0
    pair = np.repeat(np.arange(len(first)), size)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
    row, column = np.divmod(within, width[pair])
    one = position[side.targets[side.starts[first][pair] + row]]
    other = position[side.targets[side.starts[second][pair] + column]]
    return np.bincount(pair, np.sign(one - other), len(first)).astype(np.int64)
