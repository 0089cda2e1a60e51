"""What a plot draws of a long curve, what it shows while it follows, and what it foretells."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.training.estimate import iterations_to
from desktop.views.training.following import Extent, Following
from desktop.views.training.kept_run import kept
from desktop.views.training.line_names import spread
from desktop.views.training.thinning import thinned


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=3_000), st.integers(1, 100))
def test_extremes_of_a_thinned_curve_are_where_they_were(values: list[float], columns: int) -> None:
    """However few columns there are, the lowest and the highest point stay, and x ascends."""
    x, y = np.arange(float(len(values))), np.array(values)
    thin_x, thin_y = thinned((x, y), x[0], x[-1], columns)
    assert len(thin_x) <= 2 * columns + 4
    assert (thin_y.min(), thin_y.max()) == (y.min(), y.max())
    assert all(y[int(at)] == value for at, value in zip(thin_x, thin_y, strict=True))
    assert all(np.diff(thin_x) >= 0)


def test_a_spike_in_the_last_column_is_seen() -> None:
    """The last column is not full where the points do not divide evenly; its extremes count all the same."""
    y = np.array([0.0] * 15 + [1.0, 0.0, 0.0])
    x = np.arange(18.0)
    thin_x, thin_y = thinned((x, y), 0.0, 17.0, 4)
    assert (thin_y.max(), thin_x[-1]) == (1.0, 17.0)


def test_only_what_is_seen_is_drawn() -> None:
    """Of a zoomed curve the points in sight and one beyond each side are given."""
    x = np.arange(10_000.0)
    seen, _ = thinned((x, x), 100.0, 110.0, 50)
    assert (seen[0], seen[-1]) == (99, 111)


def test_the_range_stands_still_while_a_run_grows() -> None:
    """Over ten thousand steps to the right the shown range changes a few times only, and holds the run always."""
    following, shown = Following(grows=True), []
    for right in range(1, 10_001):
        extent = following.shown(Extent(0, right, 0, 1))
        assert extent.right >= right
        shown.append(extent)
    assert sum(before != after for before, after in itertools.pairwise(shown)) < 60


def test_a_range_far_too_large_is_drawn_in() -> None:
    """Once an early spike no longer counts, the range comes nearer."""
    following = Following(grows=False)
    following.shown(Extent(0, 1, 0, 100))
    assert following.shown(Extent(0, 1, 0, 1)).high < 2


def test_the_threshold_is_foretold_of_an_exponential_fall() -> None:
    """A loss that halves every thousand iterations meets a threshold when it must."""
    x = np.arange(1.0, 5_001)
    y = 2.0 ** (-x / 1_000)
    more = iterations_to(2.0**-8, (x, y))
    assert more is not None
    assert abs(more - 3_000) < 5
    assert iterations_to(1.0, (x, y)) == 0


def test_nothing_is_foretold_of_a_loss_that_does_not_fall() -> None:
    """A flat or a rising loss, a short one, and no threshold give no number."""
    x = np.arange(1.0, 1_001)
    assert iterations_to(0.1, (x, np.ones(1_000))) is None
    assert iterations_to(0.1, (x, x)) is None
    assert iterations_to(0.1, (x[:5], 1 / x[:5])) is None
    assert iterations_to(0.0, (x, 1 / x)) is None
    assert iterations_to(0.1, (x[:0], x[:0])) is None


@given(st.lists(st.floats(-500, 500), max_size=8))
def test_names_do_not_cover_one_another(heights: list[float]) -> None:
    """Names keep their order and a row's distance."""
    moved = spread(heights, 15)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    assert all(moved[after] - moved[before] >= 15 - 1e-9 for before, after in itertools.pairwise(order))


def test_a_kept_curve_is_small_and_keeps_its_ends() -> None:
    """A million points become a few hundred; the highest and the last stay; NaN does not come along."""
    x = np.arange(1_000_000.0)
    y = np.sin(x / 10_000)
    y[500] = 9.0
    y[7] = np.nan
    curve = kept((x, y))
    assert len(curve.x) <= 604
    assert max(curve.y) == 9.0
    assert curve.x[-1] == 999_999
    assert kept((x[:0], y[:0])).x == ()
