"""How many links cross between neighbouring ranks."""

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def crossings(rank: Integers, position: Integers, upper: Integers, lower: Integers) -> int:
    """Count the crossings of links (upper[i], lower[i]), each of which leads one rank down.

    `rank` and `position` are those of all vertices; positions count from 0 on each rank.
    """
    return int(crossings_below(rank, position, upper, lower).sum())


def crossings_below(rank: Integers, position: Integers, upper: Integers, lower: Integers) -> Integers:
    """Count them for each rank: those of the links that leave it downwards."""
    order = np.lexsort((position[lower], position[upper], rank[upper]))
    below = lower[order]
    return inversions(_dense(rank[below], position[below]), rank[upper[order]], int(rank.max(initial=-1)) + 1)


def _dense(rank: Integers, position: Integers) -> Integers:
    """Give the pairs (rank, position) numbers in their order."""
    return rank * (int(position.max(initial=0)) + 1) + position


def inversions(keys: Integers, group: Integers, groups: int) -> Integers:
    """Count for each group the pairs of its keys that stand in the wrong order, in n log² n, bit by bit of the keys.

    Keys of a later group come later and are larger. They are split by the highest bit of their order, then each half
    by the next: an inversion is seen at the one bit where its two keys part.
    """
    _, order = np.unique(keys, return_inverse=True)
    order = order.astype(np.int64)
    total = np.zeros(groups)
    for bit in reversed(range(int(order.max(initial=0)).bit_length())):
        total += np.bincount(group, _inversions_at(order, bit), groups)
        turn = np.argsort(order >> bit, kind="stable")
        order, group = order[turn], group[turn]
    return total.astype(np.int64)


def _inversions_at(order: Integers, bit: int) -> Integers:
    """Count each key's inversions with keys that agree with it above this bit, but not in it; these stand together."""
    ones = (order >> bit) & 1
    group = order >> (bit + 1)
    seen = np.cumsum(ones) - ones
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    before = np.repeat(seen[starts], np.diff(starts, append=len(group)))
    return np.asarray((seen - before) * (1 - ones))
