"""Where moments lie along the timeline: phases side by side, none too narrow for its name."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from desktop.views.film import Phase


class Band(NamedTuple):
    """A phase from one x to another."""

    phase: Phase
    left: float
    right: float


class PhaseScale:
    """Gives each phase `least` pixels, as far as there is room, and shares the rest out by their moments."""

    def __init__(self, phases: Sequence[Phase], least: Sequence[float], left: float, right: float) -> None:
        wanted, width = sum(least), max(right - left, 1.0)
        shrink = min(1.0, width / wanted) if wanted else 1.0
        moments = sum(phase.end - phase.start for phase in phases) or 1
        rest = max(width - wanted, 0.0)
        widths = [
            each * shrink + rest * (phase.end - phase.start) / moments
            for phase, each in zip(phases, least, strict=True)
        ]
        ends = [left + end for end in accumulate(widths)]
        self.bands = tuple(map(Band, phases, [left, *ends[:-1]], ends))

    def x(self, position: float) -> float:
        """Say where a position lies."""
        for band in self.bands:
            if position <= band.phase.end or band is self.bands[-1]:
                share = (position - band.phase.start) / (band.phase.end - band.phase.start)
                return band.left + (band.right - band.left) * share
        return 0.0

    def position(self, x: float) -> float:
        """Say which position lies at an x, kept within the film."""
        for band in self.bands:
            if x <= band.right or band is self.bands[-1]:
                share = min(max((x - band.left) / max(band.right - band.left, 1e-9), 0.0), 1.0)
                return band.phase.start + (band.phase.end - band.phase.start) * share
        return 0.0
