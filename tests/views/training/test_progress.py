"""How far a run is, in words."""

import numpy as np
import pytest

from desktop.records.training import Epoch, Recipe, TrainingStep
from desktop.views.training.course import Course
from desktop.views.training.progress import duration, place_words, share_done, threshold_words, time_left, to_threshold


def _falling(threshold: float) -> Course:
    """Give a course whose loss has halved every 100 iterations, 500 times 2 of 1,000 an epoch."""
    course = Course(Recipe(iterations=1_000, epochs=10, threshold=threshold))
    for number in range(10):
        losses = tuple(2.0 ** (-(np.arange(50) + 50 * number) / 100))
        course.take(TrainingStep(1, 50 * (number + 1), losses, {}))
    return course


def test_an_epoch_that_will_meet_the_threshold_is_named() -> None:
    """The loss crosses it in the first epoch: the one after it begins below, and is the first to have it on average."""
    course = _falling(1e-2)
    more = to_threshold(course)
    assert more == 1_500
    assert "threshold about epoch 2" in threshold_words(course, more, 100.0)
    assert share_done(course, more) == 0.25


def test_what_cannot_be_foretold_is_said() -> None:
    """Without a fall, without a threshold, and where all epochs are too few, the words say so."""
    course = Course(Recipe(threshold=0))
    assert "no threshold" in threshold_words(course, None, None)
    assert "not in sight" in threshold_words(Course(Recipe()), None, None)
    assert "not before the last epoch" in threshold_words(_falling(1e-30), 1e9, 10.0)
    assert time_left(course, None, None) == "–"
    assert time_left(course, None, 10_000.0) == "16 min 40 s"


def test_the_place_is_named() -> None:
    """Iteration and epoch, of how many."""
    assert place_words(_falling(1e-3)) == "iteration 500 of 1,000, epoch 1 of at most 10"


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (65, "1 min 5 s"), (3_700, "1 h 1 min"), (200_000, "2 days")]
)
def test_durations(seconds: float, words: str) -> None:
    """The two largest units."""
    assert duration(seconds) == words


def test_ten_million_iterations_take_no_more_room() -> None:
    """All that a course keeps of ten million iterations, in a hundred thousand epochs, is bounded."""
    course = Course(Recipe(iterations=100, epochs=100_000))
    losses = (1.0,) * 100
    for epoch in range(1, 100_001):
        course.take(TrainingStep(epoch, 100, losses, {"w": (1.0,)}, Epoch(epoch, 1.0, 1.0, 1.0, 0.1, 1.0), {"w": 0.1}))
    assert course.total == 10_000_000
    histories = (course.parameters, course.gradients, course.averages, course.validations)
    assert all(len(history.curves()[0]) <= 4_000 for history in histories)
    assert len(course.losses.raw()[0]) <= 40_000
