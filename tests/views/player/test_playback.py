"""Time runs through the phases of a film."""

import pytest

from desktop.views.film import Phase
from desktop.views.player.playback import LONGEST_PHASE_SECONDS, SECONDS_A_STEP, Loop, Playback


def playback_of(*phases: Phase) -> Playback:
    """Stand at the beginning of some phases."""
    playback = Playback()
    playback.phases = phases
    playback.position = float(phases[0].start)
    return playback


def test_a_step_takes_its_time_and_a_long_phase_no_more_than_its_most() -> None:
    """At speed 1 four steps take 0.6 s each; 900 steps together 20 s; speed 2 halves both."""
    playback = playback_of(Phase("backward", 0, 4))
    playback.advance(SECONDS_A_STEP)
    assert playback.position == pytest.approx(1.0)
    playback = playback_of(Phase("backward", 0, 900))
    playback.speed = 2.0
    playback.advance(LONGEST_PHASE_SECONDS / 4)
    assert playback.position == pytest.approx(450.0)


def test_each_phase_has_its_own_pace() -> None:
    """A frame that crosses a border spends the rest of its time in the next phase, at the pace there."""
    playback = playback_of(Phase("forward", -1001, -1), Phase("loss", -1, 0), Phase("backward", 0, 4))
    playback.position = -2.0
    playback.advance(0.02 + SECONDS_A_STEP + 0.3)
    assert playback.position == pytest.approx(0.5)


@pytest.mark.parametrize(("loop", "after"), [(Loop.NOTHING, 4.0), (Loop.FILM, -3.0), (Loop.PHASE, 0.0)])
def test_the_end_of_the_film(loop: Loop, after: float) -> None:
    """There it stands still, or begins anew with what loops."""
    playback = playback_of(Phase("forward", -3, 0), Phase("backward", 0, 4))
    playback.loop, playback.position = loop, 3.9
    playback.advance(1.0)
    assert playback.position == after


def test_a_phase_that_loops_is_not_left() -> None:
    """However long it plays."""
    playback = playback_of(Phase("forward", -3, 0), Phase("backward", 0, 4))
    playback.loop = Loop.PHASE
    for _ in range(100):
        playback.advance(0.1)
        assert -3 <= playback.position < 0
