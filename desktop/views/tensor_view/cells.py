"""The cells of a matrix as a picture needs them: at most one for each pixel, also where the matrix is very large."""

import math
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from desktop.views.tensor_view.grid import Grid, condensed, condensing
from desktop.views.tensor_view.survey import Values

AT_ONCE = 360_000
"""Elements that are condensed while a person waits: some ten milliseconds."""
_OVERVIEW_SIDE = 600
"""An overview is about as large as what is condensed at once."""


Block = tuple[int, int, int, int]
"""Elements of a matrix: first row, first column, rows, columns."""


@dataclass(frozen=True)
class Window:
    """Some cells, and the rows and columns of the matrix they cover: first row, first column, rows, columns.

    `slack` is by how many elements a cell's border may be off: not at all where a cell is an element.
    """

    grid: Grid
    row: float
    column: float
    rows: float
    columns: float
    slack: int = 0

    def block(self, row: int, column: int) -> Block:
        """Give the elements that a cell stands for: a few more at its borders, but none left out."""
        tall, wide = self.rows / self.grid.values.shape[0], self.columns / self.grid.values.shape[1]
        top, left = int(self.row + row * tall) - self.slack, int(self.column + column * wide) - self.slack
        bottom, right = self.row + (row + 1) * tall + self.slack, self.column + (column + 1) * wide + self.slack
        top, left = max(top, 0), max(left, 0)
        return top, left, math.ceil(bottom) - top, math.ceil(right) - left


class Cells:
    """A real matrix and, where it is large, the overview made of it before."""

    def __init__(self, matrix: Values, overview: Grid | None) -> None:
        self.matrix = matrix
        self._overview = overview

    def window(self, part: Block, height: int, width: int) -> Window:
        """Condense a part (first row, first column, rows, columns) to at most `height` × `width` cells."""
        row, column, rows, columns = part
        if self._overview is None or rows * columns <= AT_ONCE:
            grid = condensed(self.matrix[row : row + rows, column : column + columns], height, width)
            return Window(grid, *part, slack=int(grid.values.shape != (rows, columns)))
        return self._overviewed(self._overview, part, height, width)

    def extreme(self, row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
        """Give the element that colours a block: its first NaN, else infinity, else its largest magnitude."""
        block = self.matrix[row : row + max(rows, 1), column : column + max(columns, 1)]
        size = np.abs(block.astype(np.float64))
        down, along = np.unravel_index(int(np.argmax(np.where(np.isnan(size), np.inf, size))), size.shape)
        if np.isnan(size).any():
            down, along = np.unravel_index(int(np.argmax(np.isnan(size))), size.shape)
        return row + int(down), column + int(along)

    def _overviewed(self, overview: Grid, part: Block, height: int, width: int) -> Window:
        tall, wide = (whole / few for whole, few in zip(self.matrix.shape, overview.values.shape, strict=True))
        first_row, first_column = int(part[0] / tall), int(part[1] / wide)
        last_row, last_column = -int(-(part[0] + part[2]) // tall), -int(-(part[1] + part[3]) // wide)
        place = (slice(first_row, last_row), slice(first_column, last_column))
        grid = condensed(overview.values[place], height, width)
        rows, columns = (last_row - first_row) * tall, (last_column - first_column) * wide
        slack = math.ceil(max(tall, wide)) + 1
        return Window(grid, first_row * tall, first_column * wide, rows, columns, slack)


def overview(matrix: Values) -> Generator[float, None, Grid | None]:
    """Make the overview of a matrix, yielding how far it is, or return None where it needs none. Thread: any."""
    if matrix.size <= AT_ONCE:
        return None
    rows, columns = matrix.shape
    short = min(_OVERVIEW_SIDE, *matrix.shape)
    long = AT_ONCE // short
    grid = yield from condensing(matrix, short if rows <= columns else long, long if rows <= columns else short)
    return grid
