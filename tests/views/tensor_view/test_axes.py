"""Slices of tensors, against numpy's indexing."""

import numpy as np
import pytest

from desktop.views.tensor_view.axes import first_axes


@pytest.mark.parametrize("shape", [(), (5,), (3, 4), (2, 3, 4), (2, 3, 4, 5)])
def test_every_cell_knows_its_index(shape: tuple[int, ...]) -> None:
    """For any choice of rows and columns, the cell's index in the tensor gives the cell's value."""
    values = np.arange(int(np.prod(shape))).reshape(shape)
    axes = first_axes(shape)
    choices = [axes, axes.swapped()]
    for axis in range(len(shape) if len(shape) > 1 else 0):
        choices += [axes.with_rows(axis), axes.with_columns(axis), axes.with_rows(axis).with_columns(0)]
    for chosen in choices:
        for axis in chosen.others:
            chosen = chosen.cut(axis, shape[axis] - 1)  # noqa: PLW2901 # the same choice, cut at its end
        matrix = chosen.matrix(values)
        assert matrix.ndim == 2
        for row, column in np.ndindex(matrix.shape):
            assert values[chosen.index(row, column)] == matrix[row, column]


def test_choosing_the_other_dimension_exchanges_them() -> None:
    """Rows and columns are never the same dimension."""
    axes = first_axes((2, 3, 4))
    assert (axes.rows, axes.columns, axes.others) == (1, 2, (0,))
    assert (axes.with_rows(2).rows, axes.with_rows(2).columns) == (2, 1)
    assert (axes.with_columns(0).rows, axes.with_columns(0).columns) == (1, 0)
