"""The losses of a run of any length in memory of one size: extremes are kept, and a smoothed curve beside them."""

from collections.abc import Iterable
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from desktop.views.training.thinning import Points

CAPACITY = 20_000
WEIGHT = 0.01
"""Share of each new loss in the smoothed one: it looks back over about a hundred iterations."""


class LossHistory:
    """Collects losses in buckets of equally many iterations; when all are full, two become one.

    The smoothed loss is an exponential average without the pull of its start (as in Adam, Kingma and Ba 2015).
    Losses that are no finite numbers are left out.
    """

    def __init__(self, capacity: int = CAPACITY, start: int = 0) -> None:
        """Hold at most `capacity` (an even number) buckets of a run that has `start` iterations behind it."""
        self._start = start
        self._low = np.empty(capacity)
        self._high = np.empty(capacity)
        self._smooth = np.empty(capacity)
        self._buckets = 0
        self._size = 1
        self._rest = np.empty(0)
        self._rest_smooth = np.empty(0)
        self._level = 0.0
        self._count = 0

    @property
    def count(self) -> int:
        """How many losses came."""
        return self._count

    def extend(self, losses: Iterable[float]) -> None:
        """Take the losses of consecutive iterations."""
        values = np.fromiter(losses, np.float64)
        values = values[np.isfinite(values)]
        smooth = np.concatenate([self._rest_smooth, self._smoothed(values)])
        values = np.concatenate([self._rest, values])
        while len(values) >= self._size:
            taken = self._store(values, smooth)
            values, smooth = values[taken:], smooth[taken:]
            if self._buckets == len(self._low):
                self._halve()
        self._rest, self._rest_smooth = values, smooth

    def raw(self) -> Points:
        """Give every loss, or the smallest and the largest of each bucket."""
        if self._size == 1:
            return self._start + np.arange(1.0, self._buckets + 1), self._low[: self._buckets]
        starts = self._start + np.arange(self._buckets) * float(self._size) + 1
        between = starts + self._size / 2
        extremes = np.stack([self._low[: self._buckets], self._high[: self._buckets]], axis=1)
        return np.stack([starts, between], axis=1).ravel(), extremes.ravel()

    def smoothed(self) -> Points:
        """Give the smoothed loss at the end of each bucket."""
        return self._start + np.arange(1.0, self._buckets + 1) * self._size, self._smooth[: self._buckets]

    def _smoothed(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        levels = list(accumulate(values.tolist(), _approach, initial=self._level))[1:]
        steps = np.arange(self._count + 1, self._count + 1 + len(levels))
        self._level = levels[-1] if levels else self._level
        self._count += len(levels)
        corrected: NDArray[np.float64] = np.asarray(levels) / (1 - (1 - WEIGHT) ** steps)
        return corrected

    def _store(self, values: NDArray[np.float64], smooth: NDArray[np.float64]) -> int:
        """Fill as many buckets as there is room for; give how many values that took."""
        number = min(len(values) // self._size, len(self._low) - self._buckets)
        taken = number * self._size
        rows = values[:taken].reshape(number, self._size)
        place = slice(self._buckets, self._buckets + number)
        self._low[place] = rows.min(axis=1)
        self._high[place] = rows.max(axis=1)
        self._smooth[place] = smooth[self._size - 1 : taken : self._size]
        self._buckets += number
        return taken

    def _halve(self) -> None:
        half = self._buckets // 2
        self._low[:half] = self._low.reshape(half, 2).min(axis=1)
        self._high[:half] = self._high.reshape(half, 2).max(axis=1)
        self._smooth[:half] = self._smooth[1::2].copy()
        self._buckets = half
        self._size *= 2


def _approach(level: float, loss: float) -> float:
    return level + WEIGHT * (loss - level)
