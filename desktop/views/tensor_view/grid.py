"""A matrix condensed to the cells of a picture so that nothing extreme is lost: one NaN in a million is still seen."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop.views.tensor_view.survey import Values

FINITE, NAN, ABOVE, BELOW = range(4)
"""What a cell holds: numbers only, or also NaN, infinity, minus infinity (the first of these that it holds)."""

_STRETCH = 1 << 20
"""Elements condensed in one go."""


@dataclass(frozen=True)
class Grid:
    """Cells with the value of largest magnitude in each (float64), and what each holds (uint8)."""

    values: NDArray[np.float64]
    marks: NDArray[np.uint8]


def condensed(matrix: Values, rows: int, columns: int) -> Grid:
    """Condense a real matrix to at most so many cells. Thread: any."""
    work = condensing(matrix, rows, columns)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return] # a generator's return value comes without its type


def condensing(matrix: Values, rows: int, columns: int) -> Generator[float, None, Grid]:
    """Condense in stretches of rows, yielding how far it is (0 to 1), and return the Grid."""
    height, width = matrix.shape
    row_starts, column_starts = starts(height, rows), starts(width, columns)
    high, low = (_empty(matrix, len(row_starts), len(column_starts)) for _ in range(2))
    step = max(1, _STRETCH * len(row_starts) // max(matrix.size, 1))
    for first in range(0, len(row_starts), step):
        last = min(first + step, len(row_starts))
        end = row_starts[last] if last < len(row_starts) else height
        band = matrix[row_starts[first] : end]
        at = row_starts[first:last] - row_starts[first]
        high[first:last] = _reduced(np.maximum, band, at, column_starts)
        low[first:last] = _reduced(np.minimum, band, at, column_starts)
        yield last / len(row_starts)
    return _grid(high.astype(np.float64), low.astype(np.float64))


def starts(size: int, cells: int) -> NDArray[np.intp]:
    """Give where each of at most `cells` cells begins in a row of `size` elements."""
    cells = max(1, min(cells, size))
    return (np.arange(cells) * size // cells).astype(np.intp)


def _empty(matrix: Values, rows: int, columns: int) -> Values:
    return np.empty((rows, columns), matrix.dtype)


def _reduced(extreme: Any, band: Values, rows: Values, columns: Values) -> Values:
    """Reduce down the rows first: that is the direction in which numpy reduces many elements at once."""
    tall = extreme.reduceat(band, rows, axis=0) if len(rows) < band.shape[0] else band
    reduced: Values = extreme.reduceat(tall, columns, axis=1) if len(columns) < band.shape[1] else tall
    return reduced


def _grid(high: NDArray[np.float64], low: NDArray[np.float64]) -> Grid:
    """Tell by the extremes what each cell holds: maximum and minimum hand NaN on."""
    marks = np.full(high.shape, FINITE, np.uint8)
    marks[low == -np.inf] = BELOW
    marks[high == np.inf] = ABOVE
    marks[np.isnan(high)] = NAN
    return Grid(np.where(np.abs(high) >= np.abs(low), high, low), marks)
