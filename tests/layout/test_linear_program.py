"""Places keep their distances and come near the optimum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.layout.linear_program import Distances, Pull, pulled_together
from desktop.layout.separation import apart, widest


def _distances(*triples: tuple[int, int, float]) -> Distances:
    left, right, least = zip(*triples, strict=True)
    return Distances(np.array(left), np.array(right), np.array(least, dtype=float))


@given(st.lists(st.floats(-500, 500), min_size=2, max_size=12), st.data())
@settings(deadline=None)
def test_distances_are_kept_whatever_was_wanted(wanted: list[float], data: st.DataObject) -> None:
    """Each pair comes to stand at least its distance apart, in its order."""
    count = len(wanted)
    index = st.integers(0, count - 1)
    triples = data.draw(st.lists(st.tuples(index, index, st.floats(1, 90)).filter(lambda t: t[0] < t[1]), min_size=1))
    distances = widest(count, _distances(*triples))
    place = apart(np.array(wanted), distances)
    assert all(place[right] - place[left] >= least - 1e-6 for left, right, least in triples)


def test_places_that_keep_their_distances_do_not_move() -> None:
    """What is right already stays."""
    place = np.array([0.0, 50.0, 80.0])
    assert apart(place, _distances((0, 1, 40), (1, 2, 30))).tolist() == place.tolist()


def test_linked_places_come_together() -> None:
    """Without distances, linked places meet."""
    nothing = Distances(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    pull = Pull(np.array([0]), np.array([1]), np.array([1.0]), np.zeros(1))
    place = pulled_together(np.array([0.0, 300.0]), nothing, pull, 400)
    assert place[0] == pytest.approx(place[1], abs=1)


def test_a_pull_may_want_a_distance() -> None:
    """A place is drawn to 70 to the right of another; without anything else it gets there."""
    nothing = Distances(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
    pull = Pull(np.array([1]), np.array([0]), np.array([1.0]), np.array([70.0]))
    place = pulled_together(np.zeros(2), nothing, pull, 400)
    assert place[1] - place[0] == pytest.approx(70, abs=1)


def test_the_known_optimum_is_reached() -> None:
    """Three children kept 100 apart and linked to one parent: the least sum is 200, the parent at the middle one."""
    distances = _distances((0, 1, 100), (1, 2, 100))
    pull = Pull(np.array([3, 3, 3]), np.array([0, 1, 2]), np.ones(3), np.zeros(3))
    place = pulled_together(np.array([0.0, 400.0, 500.0, 0.0]), distances, pull, 600)
    assert np.abs(place[:3] - place[3]).sum() == pytest.approx(200, abs=3)
    assert place[3] == pytest.approx(place[1], abs=3)
