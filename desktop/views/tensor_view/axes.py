"""Which two dimensions of a tensor lie in the picture, and where in the others it is cut."""

from dataclasses import dataclass, replace

from desktop.views.tensor_view.survey import Values


@dataclass(frozen=True)
class Axes:
    """`rows` and `columns` are dimensions (None where the tensor has too few); `at` is the index in every dimension."""

    shape: tuple[int, ...]
    rows: int | None
    columns: int | None
    at: tuple[int, ...]

    @property
    def others(self) -> tuple[int, ...]:
        """The dimensions that are cut."""
        return tuple(axis for axis in range(len(self.shape)) if axis not in (self.rows, self.columns))

    def swapped(self) -> "Axes":
        """Exchange rows and columns."""
        return replace(self, rows=self.columns, columns=self.rows)

    def with_rows(self, axis: int) -> "Axes":
        """Lay another dimension down the rows; where it lay in the columns, the two change places."""
        return self.swapped() if axis == self.columns else replace(self, rows=axis)

    def with_columns(self, axis: int) -> "Axes":
        """Lay another dimension along the columns; where it lay in the rows, the two change places."""
        return self.swapped() if axis == self.rows else replace(self, columns=axis)

    def cut(self, axis: int, index: int) -> "Axes":
        """Cut a dimension at another index."""
        return replace(self, at=(*self.at[:axis], index, *self.at[axis + 1 :]))

    def matrix(self, values: Values) -> Values:
        """Give the slice as a matrix, without a copy; a vector is one row or one column, a scalar one cell."""
        cut = tuple(slice(None) if axis not in self.others else self.at[axis] for axis in range(values.ndim))
        plane = values[cut] if cut else values
        if self.rows is None:
            return plane.reshape(1, -1)
        if self.columns is None:
            return plane.reshape(-1, 1)
        return plane if self.rows < self.columns else plane.T

    def index(self, row: int, column: int) -> tuple[int, ...]:
        """Give the tensor's index of a cell of the matrix."""
        return tuple(
            row if axis == self.rows else column if axis == self.columns else self.at[axis]
            for axis in range(len(self.shape))
        )


def first_axes(shape: tuple[int, ...]) -> Axes:
    """Show the last two dimensions at the beginning of all others."""
    count = len(shape)
    rows = count - 2 if count > 1 else None
    return Axes(shape, rows, count - 1 if count else None, (0,) * count)
