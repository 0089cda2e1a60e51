"""Which part of a matrix a heat map shows, and how large: pure geometry, in pixels and cells."""

from dataclasses import dataclass, replace

CELL_WIDTH, CELL_HEIGHT = 72.0, 30.0
"""A cell that shows its number is at most so large when all are in view."""
NUMBER_WIDTH, NUMBER_HEIGHT = 56.0, 18.0
"""A cell at least so large shows its number: eight characters."""
_SQUARE = 26.0
"""A cell that does not is at most so large."""
_STRIP = 28.0
"""A matrix of few rows or columns is stretched to at least this many pixels."""
_LARGEST = 120.0


@dataclass(frozen=True)
class Camera:
    """A matrix of `rows` × `columns` in a view of `width` × `height`: pixels a cell, and the cell at the corner."""

    rows: int
    columns: int
    width: float
    height: float
    scale_x: float = 1.0
    scale_y: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def fitted(self) -> "Camera":
        """Show all of it: cells wide enough for numbers where they fit, else square ones, else a strip."""
        full_x, full_y = self.width / max(self.columns, 1), self.height / max(self.rows, 1)
        if full_x >= NUMBER_WIDTH and full_y >= NUMBER_HEIGHT:
            scale_x, scale_y = min(full_x, CELL_WIDTH), min(full_y, CELL_HEIGHT)
        else:
            square = min(full_x, full_y, _SQUARE)
            scale_x = max(square, min(_STRIP / max(self.columns, 1), full_x))
            scale_y = max(square, min(_STRIP / max(self.rows, 1), full_y))
        return replace(self, scale_x=scale_x, scale_y=scale_y, left=0.0, top=0.0)

    def is_fitted(self) -> bool:
        """Say whether all of it is shown."""
        return self == self.fitted()

    def zoomed(self, factor: float, x: float, y: float) -> "Camera":
        """Enlarge about a point of the view; never smaller than all of it, never cells beyond all measure."""
        fit = self.fitted()
        scale_x = min(max(self.scale_x * factor, fit.scale_x), max(_LARGEST, fit.scale_x))
        scale_y = min(max(self.scale_y * factor, fit.scale_y), max(_LARGEST / 2, fit.scale_y))
        if (scale_x, scale_y) == (fit.scale_x, fit.scale_y):
            return fit
        column, row = self.left + x / self.scale_x, self.top + y / self.scale_y
        moved = replace(self, scale_x=scale_x, scale_y=scale_y, left=column - x / scale_x, top=row - y / scale_y)
        return moved.held()

    def panned(self, dx: float, dy: float) -> "Camera":
        """Move the picture by so many pixels."""
        return replace(self, left=self.left - dx / self.scale_x, top=self.top - dy / self.scale_y).held()

    def revealing(self, row: int, column: int) -> "Camera":
        """Move as little as it takes to have a cell in view."""
        across, down = self.width / self.scale_x, self.height / self.scale_y
        left = min(max(self.left, column + 1 - across), column)
        top = min(max(self.top, row + 1 - down), row)
        return replace(self, left=left, top=top).held()

    def rectangle(
        self, row: float, column: float, rows: float = 1, columns: float = 1
    ) -> tuple[float, float, float, float]:
        """Give where some cells lie in the view: x, y, width, height."""
        x, y = (column - self.left) * self.scale_x, (row - self.top) * self.scale_y
        return x, y, columns * self.scale_x, rows * self.scale_y

    def window(self) -> tuple[int, int, int, int]:
        """Give the cells in view: first row, first column, rows, columns; those cut by the border included."""
        row, column = max(int(self.top), 0), max(int(self.left), 0)
        last_row = min(_ceiling(self.top + self.height / self.scale_y), self.rows)
        last_column = min(_ceiling(self.left + self.width / self.scale_x), self.columns)
        return row, column, max(last_row - row, 0), max(last_column - column, 0)

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Give the row and column at a point, or None outside the matrix."""
        row, column = self.top + y / self.scale_y, self.left + x / self.scale_x
        inside = 0 <= row < self.rows and 0 <= column < self.columns
        return (int(row), int(column)) if inside else None

    def held(self) -> "Camera":
        """Keep the matrix in view."""
        left = min(max(self.left, 0.0), max(self.columns - self.width / self.scale_x, 0.0))
        top = min(max(self.top, 0.0), max(self.rows - self.height / self.scale_y, 0.0))
        return replace(self, left=left, top=top)


def _ceiling(value: float) -> int:
    return -int(-value // 1)
