"""How many links cross between neighbouring ranks."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def crossings(rank: Integers, position: Integers, upper: Integers, lower: Integers) -> int:
    """Count the crossings of links (upper[i], lower[i]), each of which leads one rank down.

    `rank` and `position` are those of all vertices; positions count from 0 on each rank.
    """
    order = np.lexsort((position[lower], position[upper], rank[upper]))
    below = lower[order]
    return inversions(_dense(rank[below], position[below]))


def _dense(rank: Integers, position: Integers) -> Integers:
    """Give the pairs (rank, position) numbers in their order."""
    return rank * (int(position.max(initial=0)) + 1) + position


def inversions(keys: Integers) -> int:
    """Count the pairs that stand in the wrong order, in n log² n, bit by bit of the keys' order.

    Keys are split by their highest bit, then each half by the next: an inversion is seen at the one bit where its
    two keys part.
    """
    _, order = np.unique(keys, return_inverse=True)
    order = order.astype(np.int64)
    total = 0
    for bit in reversed(range(int(order.max(initial=0)).bit_length())):
        total += _inversions_at(order, bit)
        order = order[np.argsort(order >> bit, kind="stable")]
    return total


def _inversions_at(order: Integers, bit: int) -> int:
    """Count the inversions of keys that agree above this bit and differ in it; keys come grouped by the bits above."""
    ones = (order >> bit) & 1
    group = order >> (bit + 1)
    seen = np.cumsum(ones) - ones
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    before = np.repeat(seen[starts], np.diff(starts, append=len(group)))
    return int(((seen - before) * (1 - ones)).sum())
