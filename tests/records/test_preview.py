"""Shapes broadcast together, and written below each other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.preview import broadcast, lined_up

shapes = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@given(shapes, shapes)
def test_shapes_broadcast_as_numpy_broadcasts_them(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    """The shape of two together, or None where NumPy refuses."""
    try:
        expected: tuple[int, ...] | None = np.broadcast_shapes(first, second)
    except ValueError:
        expected = None
    assert broadcast(first, second) == expected


def test_shapes_are_lined_up_from_the_right() -> None:
    """Last dimensions stand below each other, however wide; a scalar is an empty row."""
    assert lined_up((5, 300, 4, 1), (10, 1, 1)) == ("5  300  4  1", "    10  1  1")
    assert lined_up((), (3,)) == (" ", "3")
