"""What can be said of all values of a tensor: statistics and a histogram, taken a stretch at a time."""

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[Any]
"""An array of a tensor's values: any shape; floating, integer, boolean or complex."""

BINS = 64
_STRETCH = 1 << 18
"""Elements reduced in one go: in double precision they fill two megabytes, and take about a millisecond."""

_LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Survey:
    """Counts of all elements, and of the finite ones their extremes, mean, deviation (the population's) and norm.

    Where nothing is finite the five numbers are NaN and `counts` is empty. `edges` are one more than `counts`.
    """

    count: int
    nans: int = 0
    above: int = 0
    below: int = 0
    zeros: int = 0
    low: float = math.nan
    high: float = math.nan
    mean: float = math.nan
    deviation: float = math.nan
    norm: float = math.nan
    counts: tuple[int, ...] = ()
    edges: tuple[float, ...] = ()

    @property
    def limit(self) -> float:
        """The largest finite magnitude, 0 where there is none."""
        return 0.0 if math.isnan(self.low) else max(abs(self.low), abs(self.high))


def survey(values: Values) -> Generator[float, None, Survey]:
    """Walk over real values twice, yielding how far it is (0 to 1), and return their Survey. Thread: any."""
    flat = values.reshape(-1)
    moments = _Moments(flat.size)
    for end, stretch in _stretches(flat):
        moments.take(stretch)
        yield 0.5 * end / flat.size
    edges = _edges(moments, whole=flat.dtype.kind in "iub")
    counts = np.zeros(max(len(edges) - 1, 0), np.int64)
    for end, stretch in _stretches(flat) if len(edges) else ():
        counts += _binned(stretch, edges)
        yield 0.5 + 0.5 * end / flat.size
    return moments.survey(tuple(counts.tolist()), tuple(edges.tolist()))


def _stretches(flat: Values) -> Iterator[tuple[int, Values]]:
    """Give stretches in double precision, each with where it ends."""
    for start in range(0, flat.size, _STRETCH):
        part = flat[start : start + _STRETCH]
        yield start + part.size, part.astype(np.float64)


@dataclass
class _Moments:
    """Sums that grow stretch by stretch; spread about the mean is joined as Chan, Golub and LeVeque (1983) do."""

    count: int
    nans: int = 0
    above: int = 0
    below: int = 0
    zeros: int = 0
    low: float = math.inf
    high: float = -math.inf
    finite: int = 0
    mean: float = 0.0
    spread: float = 0.0
    squares: float = 0.0

    def take(self, stretch: Values) -> None:
        usual = np.isfinite(stretch)
        if not usual.all():
            self.nans += int(np.count_nonzero(np.isnan(stretch)))
            self.above += int(np.count_nonzero(stretch == np.inf))
            self.below += int(np.count_nonzero(stretch == -np.inf))
            stretch = stretch[usual]
        if stretch.size:
            with np.errstate(over="ignore", invalid="ignore"):  # squares of large numbers are infinite, and told so
                self._take_finite(stretch)

    def _take_finite(self, stretch: Values) -> None:
        self.zeros += stretch.size - int(np.count_nonzero(stretch))
        self.low = min(self.low, float(stretch.min()))
        self.high = max(self.high, float(stretch.max()))
        self.squares += float(np.dot(stretch, stretch))
        mean = float(stretch.mean())
        centred = stretch - mean
        total = self.finite + stretch.size
        apart = mean - self.mean
        self.spread += float(np.dot(centred, centred)) + apart * apart * self.finite * stretch.size / total
        self.mean += apart * stretch.size / total
        self.finite = total

    def survey(self, counts: tuple[int, ...], edges: tuple[float, ...]) -> Survey:
        if not self.finite:
            return Survey(self.count, self.nans, self.above, self.below)
        deviation = math.sqrt(self.spread / self.finite)
        return Survey(
            self.count,
            self.nans,
            self.above,
            self.below,
            self.zeros,
            self.low,
            self.high,
            self.mean,
            deviation,
            math.sqrt(self.squares),
            counts,
            edges,
        )


def _edges(moments: _Moments, *, whole: bool) -> Values:
    """Give the borders of the bins: one bin for each whole number where they are few, else BINS of equal width."""
    low, high = moments.low, moments.high
    if not moments.finite:
        return np.empty(0)
    if whole and high - low < BINS:
        return np.arange(low - 0.5, high + 1.0)
    if low == high:
        room = abs(low) / 2 or 0.5
        low, high = max(low - room, -_LARGEST), min(high + room, _LARGEST)
    # Not by their difference: that of the largest numbers is infinite.
    share = np.arange(BINS + 1) / BINS
    return low * (1 - share) + high * share


def _binned(stretch: Values, edges: Values) -> Values:
    bins = len(edges) - 1
    finite = stretch[np.isfinite(stretch)]
    share = (finite / 2 - edges[0] / 2) / (edges[-1] / 2 - edges[0] / 2)
    return np.bincount(np.clip((share * bins).astype(np.int64), 0, bins - 1), minlength=bins)
