"""Where strands stand from left to right: as near to what they are linked with as their boxes allow.

The least of Σ weight · |x_a - x_b| over the links, subject to x_right - x_left ≥ distance between neighbours, is a
linear program. It is approached by Chambolle and Pock's primal-dual method (2011) with diagonal steps (Pock and
Chambolle, 2011): some hundred rounds of a few array operations each, where a simplex would walk for seconds.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from desktop.layout.crossings import Integers

Floats = npt.NDArray[np.float64]

_ROUNDS = 200
_PIXELS_A_STEP = 10.0
"""How prices (which are about 1) and places (which are pixels) are weighed against one another."""


@dataclass(frozen=True)
class Pull:
    """Links between strands, and how much each wants to be short."""

    one: Integers
    other: Integers
    weight: Floats


@dataclass(frozen=True)
class Distances:
    """Pairs of neighbouring strands, and how far their centres are apart at least, in pixels."""

    left: Integers
    right: Integers
    least: Floats


def placed(count: int, distances: Distances, pull: Pull) -> Floats:
    """Give the centres of strands 0 to `count` - 1, in pixels."""
    distances = _widest(count, distances)
    level = _levels(count, distances)
    start = _apart(np.zeros(count), level, distances)
    return _apart(_pulled_together(start, distances, pull), level, distances)


def _pulled_together(place: Floats, distances: Distances, pull: Pull) -> Floats:
    """Take primal-dual steps; the result keeps the distances but for some pixels."""
    count = len(place)
    head, tail = np.concatenate([pull.one, distances.right]), np.concatenate([pull.other, distances.left])
    both = np.concatenate([head, tail])
    least = np.concatenate([np.zeros(len(pull.one)), distances.least])
    highest = np.concatenate([pull.weight, np.zeros(len(distances.left))])
    lowest = np.concatenate([-pull.weight, np.full(len(distances.left), -np.inf)])
    step = _PIXELS_A_STEP / np.maximum(np.bincount(both, minlength=count), 1)
    price = np.zeros(len(head))
    for _ in range(_ROUNDS):
        moved = place - step * np.bincount(both, np.concatenate([price, -price]), count)
        ahead = 2 * moved - place
        price += (ahead[head] - ahead[tail] - least) * (0.5 / _PIXELS_A_STEP)
        np.clip(price, lowest, highest, out=price)
        place = moved
    return place


def _apart(place: Floats, level: Integers, distances: Distances) -> Floats:
    """Keep the distances: halfway between pushing whoever stands too near to the right and pushing to the left."""
    pushed_right, pushed_left = place.copy(), place.copy()
    for near in _in_turns(level[distances.right], distances):
        np.maximum.at(pushed_right, near.right, pushed_right[near.left] + near.least)
    for near in _in_turns(-level[distances.left], distances):
        np.minimum.at(pushed_left, near.left, pushed_left[near.right] - near.least)
    return (pushed_right + pushed_left) / 2


def _widest(count: int, distances: Distances) -> Distances:
    """Keep for each pair of strands the largest distance."""
    key = distances.left * count + distances.right
    order = np.lexsort((distances.least, key))
    return _chosen(distances, order[np.flatnonzero(np.diff(key[order], append=-1))])


def _levels(count: int, distances: Distances) -> Integers:
    """Give each strand the number of strands on the longest way to it from the left; pairs are sorted by `left`."""
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
    return [_chosen(distances, order[start:end]) for start, end in pairwise([0, *bounds.tolist(), len(order)])]


def _chosen(distances: Distances, index: Integers) -> Distances:
    return Distances(distances.left[index], distances.right[index], distances.least[index])
