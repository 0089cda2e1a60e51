"""The axis of the bar chart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.health.bar_scale import bar_scale

NORMS = st.floats(1e-300, 1e300)


@given(st.lists(NORMS, max_size=8), st.lists(NORMS, max_size=2).map(tuple), st.booleans())
def test_every_bar_lies_on_the_axis(values: list[float], lines: tuple[float, ...], log: bool) -> None:  # noqa: FBT001 # drawn by hypothesis
    """Values lie between its ends, larger ones further along; ticks are few and on it."""
    scale = bar_scale(values, lines, log=log)
    shares = [scale.share(value) for value in sorted(values)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert all(scale.holds(value) for value in values)
    ticks = scale.ticks(600)
    assert 1 <= len(ticks) <= 8
    assert all(0 <= share <= 1 for share, _ in ticks)


@pytest.mark.parametrize("log", [True, False])
def test_a_place_on_the_axis_is_a_number_and_back(log: bool) -> None:  # noqa: FBT001 # a parameter of the test
    """Dragging a line to where a bar ends gives that bar's number."""
    scale = bar_scale([0.02, 3.0, 40.0], (1e-4, 1e3), log=log)
    for value in (0.02, 3.0, 40.0):
        assert scale.value(scale.share(value)) == pytest.approx(value)


def test_a_logarithmic_axis_shows_the_lines_and_a_linear_one_the_bars() -> None:
    """Thresholds far away would squeeze linear bars to nothing."""
    assert bar_scale([1.0], (1e-4, 1e3), log=True).holds(1e3)
    assert not bar_scale([1.0], (1e-4, 1e3), log=False).holds(1e3)
    assert bar_scale([], (), log=False).share(0.0) == 0.0
