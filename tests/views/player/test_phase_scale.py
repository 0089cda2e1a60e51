"""Phases lie side by side on the timeline, none too narrow for its name."""

import pytest

from desktop.views.film import Phase
from desktop.views.player.phase_scale import PhaseScale

PHASES = (Phase("forward", -901, -1), Phase("loss", -1, 0), Phase("backward", 0, 900))


def test_a_phase_of_one_moment_has_room_for_its_name() -> None:
    """Each has its least width; the rest is shared out by moments; together they fill the timeline."""
    bands = PhaseScale(PHASES, (50, 40, 60), 8, 692).bands
    widths = [band.right - band.left for band in bands]
    assert widths[1] >= 40
    assert widths[0] - 50 == pytest.approx(widths[2] - 60)
    assert bands[0].left == 8
    assert bands[-1].right == pytest.approx(692)


def test_where_there_is_no_room_all_are_narrower() -> None:
    """No phase is lost."""
    bands = PhaseScale(PHASES, (50, 40, 60), 0, 75).bands
    assert [band.right - band.left for band in bands] == pytest.approx([25, 20, 30])


@pytest.mark.parametrize("position", [-901.0, -500.25, -1.0, -0.5, 0.0, 0.5, 899.0, 900.0])
def test_a_place_and_its_position_are_one(position: float) -> None:
    """There and back again."""
    scale = PhaseScale(PHASES, (50, 40, 60), 8, 692)
    assert scale.position(scale.x(position)) == pytest.approx(position, abs=1e-6)


def test_beyond_the_ends_is_the_end() -> None:
    """A mouse that leaves the timeline goes on scrubbing."""
    scale = PhaseScale(PHASES, (50, 40, 60), 8, 692)
    assert scale.position(-100) == -901
    assert scale.position(1e6) == 900
