"""Losses in bounded memory."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.views.training.loss_history import WEIGHT, LossHistory


def test_a_short_run_is_kept_whole() -> None:
    """Below the capacity every loss stands at its iteration."""
    history = LossHistory()
    history.extend([3.0, 2.0])
    history.extend([1.0])
    x, y = history.raw()
    assert (x.tolist(), y.tolist()) == ([1, 2, 3], [3, 2, 1])


@given(st.lists(st.lists(st.floats(0, 1e6), max_size=40), max_size=30))
def test_extremes_survive_and_memory_does_not_grow(pieces: list[list[float]]) -> None:
    """However losses come, the largest and the smallest of all complete buckets are still drawn."""
    history = LossHistory(capacity=8)
    for piece in pieces:
        history.extend(piece)
    values = np.array([loss for piece in pieces for loss in piece])
    x, y = history.raw()
    covered = values[: len(values) - len(values) % history._size]
    assert history.count == len(values)
    assert len(x) == len(y) <= 16
    if len(covered):
        assert (y.min(), y.max()) == (covered.min(), covered.max())


def test_the_smoothed_curve_is_the_corrected_average() -> None:
    """The smoothed loss equals the sum written out, in one piece or in many, also after buckets were joined."""
    losses = np.random.default_rng(0).random(1_000)
    weights = [(1 - WEIGHT) ** (len(losses) - 1 - k) for k in range(len(losses))]
    expected = np.dot(weights, losses) / np.sum(weights)
    whole, pieces = LossHistory(), LossHistory(capacity=16)
    whole.extend(losses)
    for start in range(0, len(losses), 7):
        pieces.extend(losses[start : start + 7])
    assert np.isclose(whole.smoothed()[1][-1], expected)
    position = int(pieces.smoothed()[0][-1])
    assert np.isclose(pieces.smoothed()[1][-1], whole.smoothed()[1][position - 1])


def test_what_is_no_number_is_left_out() -> None:
    """NaN and infinity do not spoil the curves."""
    history = LossHistory()
    history.extend([1.0, float("nan"), float("inf"), 1.0])
    assert history.raw()[1].tolist() == [1.0, 1.0]
    assert np.allclose(history.smoothed()[1], 1.0)


def test_ten_million_iterations_take_no_more_room() -> None:
    """A spike in ten million losses is still the highest point."""
    history = LossHistory(capacity=1_000)
    losses = np.ones(100_000)
    for number in range(100):
        losses[5] = 7.0 if number == 42 else 1.0
        history.extend(losses)
    x, y = history.raw()
    assert len(x) <= 2_000
    assert y.max() == 7.0
    assert abs(x[y.argmax()] - 4_200_006) < 10_000_000 / 500
