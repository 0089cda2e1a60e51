"""The geometry of the heat map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.tensor_view.camera import Camera

SIZES = st.integers(1, 5_000)


@given(SIZES, SIZES, st.integers(50, 900), st.integers(50, 900))
def test_fitted_is_all_of_it_and_nothing_beyond(rows: int, columns: int, width: int, height: int) -> None:
    """The fitted matrix lies within the view, and every cell of it is in view."""
    camera = Camera(rows, columns, width, height).fitted()
    assert camera.columns * camera.scale_x <= width + 1e-6
    assert camera.rows * camera.scale_y <= height + 1e-6
    assert camera.window() == (0, 0, rows, columns)


@given(SIZES, SIZES, st.floats(1.0, 50.0), st.floats(0, 1), st.floats(0, 1))
def test_zooming_in_keeps_the_cell_under_the_mouse(
    rows: int, columns: int, factor: float, right: float, down: float
) -> None:
    """What a person zooms at stays where it is, unless the matrix's border stops it."""
    camera = Camera(rows, columns, 300, 200).fitted()
    x, y = right * camera.columns * camera.scale_x * 0.999, down * camera.rows * camera.scale_y * 0.999
    zoomed = camera.zoomed(factor, x, y)
    wanted = camera.left + x / camera.scale_x - x / zoomed.scale_x
    last = max(columns - 300 / zoomed.scale_x, 0.0)
    assert zoomed.left == pytest.approx(min(max(wanted, 0.0), last), abs=1e-9 * columns)
    assert zoomed.zoomed(1e-9, 0, 0) == camera


def test_a_picture_cannot_be_dragged_out_of_view() -> None:
    """Panning stops at the borders, and a cell can be asked to be seen."""
    camera = Camera(100, 100, 200, 200).fitted().zoomed(10, 0, 0)
    assert camera.panned(500, 500).window()[:2] == (0, 0)
    far = camera.panned(-1e6, -1e6).window()
    assert (far[0] + far[2], far[1] + far[3]) == (100, 100)
    row, column, rows, columns = camera.revealing(70, 80).window()
    assert row <= 70 < row + rows
    assert column <= 80 < column + columns
    assert camera.cell(-1, 3) is None
    assert camera.cell(0, 0) == (0, 0)
