"""Distances between neighbours, kept exactly."""

from itertools import pairwise

import numpy as np

from desktop.layout.crossings import Integers
from desktop.layout.linear_program import Distances, Floats


def apart(place: Floats, distances: Distances) -> Floats:
    """Keep the distances: halfway between pushing whoever stands too near to the right and pushing to the left.

    Either push keeps them, and so does every place between the two.
    """
    level = _levels(len(place), distances)
    pushed_right, pushed_left = place.copy(), place.copy()
    for near in _in_turns(level[distances.right], distances):
        np.maximum.at(pushed_right, near.right, pushed_right[near.left] + near.least)
    for near in _in_turns(-level[distances.left], distances):
        np.minimum.at(pushed_left, near.left, pushed_left[near.right] - near.least)
    return (pushed_right + pushed_left) / 2


def widest(count: int, distances: Distances) -> Distances:
    """Keep for each pair only the largest distance; pairs come sorted by `left`."""
    key = distances.left * count + distances.right
    order = np.lexsort((distances.least, key))
    return distances.chosen(order[np.flatnonzero(np.diff(key[order], append=-1))])


def _levels(count: int, distances: Distances) -> Integers:
    """Give each place the number of places on the longest way to it from the left."""
    waiting = np.bincount(distances.right, minlength=count)
    starts = np.searchsorted(distances.left, np.arange(count + 1))
    level = np.zeros(count, dtype=np.int64)
    ready = np.flatnonzero(waiting == 0)
    depth = 0
    while len(ready):
        level[ready] = depth
        depth += 1
        size = starts[ready + 1] - starts[ready]
        pairs = np.repeat(starts[ready] - np.cumsum(size) + size, size) + np.arange(size.sum())
        reached, times = np.unique(distances.right[pairs], return_counts=True)
        waiting[reached] -= times
        ready = reached[waiting[reached] == 0]
    return level


def _in_turns(turn: Integers, distances: Distances) -> list[Distances]:
    """Group the pairs by their turns."""
    order = np.argsort(turn, kind="stable")
    bounds = np.flatnonzero(np.diff(turn[order])) + 1
    return [distances.chosen(order[start:end]) for start, end in pairwise([0, *bounds.tolist(), len(order)])]
