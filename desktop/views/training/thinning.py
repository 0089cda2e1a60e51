"""Of a long curve only what its pixels can show: the lowest and the highest value in each column of pixels."""

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.float64]]
"""x, ascending, and y, of equal length."""

NO_POINTS: Points = (np.empty(0), np.empty(0))


def thinned(points: Points, left: float, right: float, columns: int) -> Points:
    """Give the part of a curve between `left` and `right` (and a point beyond each) by at most 2 `columns` + 4 points.

    Extremes stand where they are, in their order within a column.
    """
    x, y = points
    start = max(int(np.searchsorted(x, left)) - 1, 0)
    end = min(int(np.searchsorted(x, right, side="right")) + 1, len(x))
    x, y = x[start:end], y[start:end]
    size = -(-len(x) // max(columns, 1))
    return (x, y) if size <= 2 else _extremes(x, y, size)  # noqa: PLR2004 # two of two points are both extremes


def _extremes(x: NDArray[np.float64], y: NDArray[np.float64], size: int) -> Points:
    whole = len(x) - len(x) % size
    rows = y[:whole].reshape(-1, size)
    base = np.arange(0, whole, size)
    lowest, highest = base + rows.argmin(axis=1), base + rows.argmax(axis=1)
    kept = np.stack([np.minimum(lowest, highest), np.maximum(lowest, highest)], axis=1).ravel()
    chosen = np.concatenate([kept, _rest(y, whole)])
    return x[chosen], y[chosen]


def _rest(y: NDArray[np.float64], start: int) -> NDArray[np.intp]:
    """Give the extremes of the last column, which is not full, and the curve's end."""
    if start == len(y):
        return np.empty(0, np.intp)
    return np.unique([start + y[start:].argmin(), start + y[start:].argmax(), len(y) - 1])
