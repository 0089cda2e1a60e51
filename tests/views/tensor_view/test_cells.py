"""Condensed matrices keep what is extreme."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from desktop.views.tensor_view.cells import AT_ONCE, Cells, overview
from desktop.views.tensor_view.grid import ABOVE, BELOW, FINITE, NAN, Grid, condensed, starts
from desktop.views.tensor_view.survey import Values


@given(
    arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(1, 12)), elements=st.floats(width=32)),
    st.integers(1, 14),
    st.integers(1, 14),
)
def test_a_cell_tells_the_extreme_of_its_block(matrix: Values, rows: int, columns: int) -> None:
    """Block by block: NaN first, then an infinity, else the value of largest magnitude."""
    grid = condensed(matrix, rows, columns)
    down, along = ([*starts(size, cells), size] for size, cells in zip(matrix.shape, (rows, columns), strict=True))
    assert grid.values.shape == (min(rows, matrix.shape[0]), min(columns, matrix.shape[1]))
    for row, column in np.ndindex(grid.values.shape):
        block = matrix[down[row] : down[row + 1], along[column] : along[column + 1]]
        mark = grid.marks[row, column]
        if np.isnan(block).any():
            assert mark == NAN
        elif np.isinf(block).any():
            assert mark == (ABOVE if np.isposinf(block).any() else BELOW)
        else:
            assert mark == FINITE
            assert abs(grid.values[row, column]) == np.abs(block).max()


def overview_of(matrix: Values) -> Grid | None:
    """Walk an overview to its end."""
    work = overview(matrix)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return] # a generator's return value comes without its type


def test_one_nan_among_millions_is_seen_from_afar_and_from_near() -> None:
    """Through the overview, and again through its thinning to a small picture, NaN and infinities stay."""
    matrix = np.zeros((3_000, 2_000), np.float32)
    matrix[2_999, 1_999], matrix[17, 5], matrix[1_500, 3] = np.nan, np.inf, -np.inf
    cells = Cells(matrix, overview_of(matrix))
    window = cells.window((0, 0, 3_000, 2_000), 200, 150)
    assert window.grid.values.shape == (200, 150)
    assert sorted(window.grid.marks[window.grid.marks != FINITE].tolist()) == [NAN, ABOVE, BELOW]
    assert window.grid.marks[-1, -1] == NAN
    near = cells.window((2_990, 1_990, 10, 10), 100, 100)
    assert near.grid.marks[9, 9] == NAN
    assert (near.row, near.rows) == (2_990, 10)


def test_a_part_of_the_overview_covers_what_it_shows() -> None:
    """A large part comes from the overview, with the rows and columns it really covers."""
    matrix = np.add.outer(np.arange(4_000.0), np.zeros(2_000))
    cells = Cells(matrix, overview_of(matrix))
    window = cells.window((1_000, 500, 1_500, 1_000), 300, 300)
    assert 995 <= window.row <= 1_000
    assert 2_500 <= window.row + window.rows <= 2_510
    assert abs(float(window.grid.values[0, 0]) - 1_000) < 20


def test_a_small_matrix_needs_no_overview() -> None:
    """What can be condensed at once is."""
    assert overview_of(np.zeros((AT_ONCE, 1))) is None
    assert overview_of(np.zeros((3, AT_ONCE))) is not None


def test_the_extreme_of_a_block_is_the_element_that_colours_it() -> None:
    """What a person points at is what they see: NaN before infinity before the largest magnitude."""
    matrix = np.array([[1.0, -9.0, 2.0], [np.inf, 3.0, np.nan]])
    cells = Cells(matrix, None)
    assert cells.extreme(0, 0, 1, 3) == (0, 1)
    assert cells.extreme(0, 0, 2, 2) == (1, 0)
    assert cells.extreme(0, 0, 2, 3) == (1, 2)
    assert cells.extreme(1, 1, 1, 1) == (1, 1)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 40), st.integers(1, 40))
def test_a_cells_block_holds_its_extreme(rows: int, columns: int, height: int, width: int) -> None:
    """From a cell of the picture one finds the element that coloured it, whatever was rounded on the way."""
    matrix = np.random.default_rng(rows * 61 + columns).standard_normal((rows, columns))
    cells = Cells(matrix, None)
    window = cells.window((0, 0, rows, columns), height, width)
    for row, column in np.ndindex(window.grid.values.shape):
        top, left, tall, wide = window.block(row, column)
        assert window.grid.values[row, column] in matrix[top : top + tall, left : left + wide]


def test_a_mark_is_found_again_through_the_overview() -> None:
    """The block of a marked cell holds its NaN, though the picture was condensed twice."""
    for row, column in ((700, 900), (0, 0), (1_499, 1_499), (3, 1_201)):
        matrix = np.zeros((1_500, 1_500), np.float32)
        matrix[row, column] = np.nan
        cells = Cells(matrix, overview_of(matrix))
        window = cells.window((0, 0, 1_500, 1_500), 314, 323)
        ((down, along),) = np.argwhere(window.grid.marks == NAN).tolist()
        assert cells.extreme(*window.block(down, along)) == (row, column)
