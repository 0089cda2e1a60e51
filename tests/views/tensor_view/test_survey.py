"""Statistics and histograms taken in stretches, against numpy's own on the whole."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from desktop.views.tensor_view.survey import BINS, Survey, Values, survey


def surveyed(values: Values) -> Survey:
    """Walk a survey to its end; it must tell how far it is, upwards, from 0 to 1."""
    work, told = survey(values), [0.0]
    while True:
        try:
            told.append(next(work))
        except StopIteration as end:
            assert told == sorted(told)
            assert told[-1] <= 1.0
            return end.value  # type: ignore[no-any-return] # a generator's return value comes without its type


def test_it_equals_numpy_over_many_stretches() -> None:
    """A million values far from zero give the same statistics as numpy gives of all at once."""
    values = np.random.default_rng(0).standard_normal(1_000_003) + 1e4
    taken = surveyed(values)
    assert (taken.low, taken.high) == (values.min(), values.max())
    assert taken.mean == pytest.approx(values.mean(), rel=1e-12)
    assert taken.deviation == pytest.approx(values.std(), rel=1e-9)
    assert taken.norm == pytest.approx(np.linalg.norm(values), rel=1e-12)
    counts, edges = np.histogram(values, BINS)
    assert np.abs(np.array(taken.counts) - counts).sum() <= 4  # a value on a border may fall to either side
    assert np.allclose(taken.edges, edges)


@given(arrays(np.float32, array_shapes(max_dims=4, max_side=5, min_side=0), elements=st.floats(width=32)))
def test_every_element_is_counted_once(values: Values) -> None:
    """Finite values lie in the bins, and NaN and both infinities are counted beside them."""
    taken = surveyed(values)
    assert taken.count == values.size
    assert taken.nans == np.isnan(values).sum()
    assert taken.above == np.isposinf(values).sum()
    assert taken.below == np.isneginf(values).sum()
    assert sum(taken.counts) == np.isfinite(values).sum()


def test_statistics_are_of_the_finite_values() -> None:
    """One NaN does not hide what the others are."""
    taken = surveyed(np.array([1.0, np.nan, -3.0, np.inf, 0.0]))
    assert (taken.low, taken.high, taken.zeros, taken.nans, taken.above) == (-3.0, 1.0, 1, 1, 1)
    assert taken.limit == 3.0


def test_nothing_finite_leaves_no_statistics() -> None:
    """All NaN, or no element: no bins, and no colour to scale by."""
    for values in (np.array([np.nan, np.inf]), np.empty((0, 3))):
        taken = surveyed(values)
        assert taken.counts == ()
        assert math.isnan(taken.mean)
        assert taken.limit == 0.0


def test_few_whole_numbers_have_a_bin_each() -> None:
    """Booleans and small integers are counted one by one, not in fractions."""
    assert surveyed(np.array([True, False, True])).counts == (1, 2)
    taken = surveyed(np.array([[3, 5], [5, 5]]))
    assert (taken.counts, taken.edges) == ((1, 0, 3), (2.5, 3.5, 4.5, 5.5))


@pytest.mark.parametrize("value", [0.0, 7.5, -1e300, 1.7e308, 5e-324])
def test_equal_values_fall_into_one_bin(value: float) -> None:
    """Where all are equal the bins stand around that value."""
    taken = surveyed(np.full(9, value))
    assert max(taken.counts) == sum(taken.counts) == 9
    assert taken.edges[0] <= value <= taken.edges[-1]


def test_the_largest_numbers_overflow_nothing() -> None:
    """The range of float64's extremes is infinite; the bins are not."""
    taken = surveyed(np.array([-1.7e308, 0.0, 1.7e308]))
    assert np.isfinite(taken.edges).all()
    assert sum(taken.counts) == 3
    assert taken.norm == math.inf
