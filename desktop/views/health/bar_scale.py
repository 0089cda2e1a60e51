"""The axis that bars stand on, linear or logarithmic: from numbers to shares of its length and back."""

import math
from dataclasses import dataclass

from desktop.views.graph.legend import decade_text
from desktop.views.tensor_text import number_text

_TICKS, _TICK_ROOM = 6, 44.0
"""At most so many, each with so many pixels for itself."""
_AIR = 1.05


@dataclass(frozen=True)
class BarScale:
    """From `low` to `high`: numbers, or on a logarithmic axis their decades."""

    low: float
    high: float
    log: bool

    def share(self, value: float) -> float:
        """Say how far along the axis a number lies, from 0 to 1; beyond its ends it lies at them."""
        place = self._place(value)
        return min(max((place - self.low) / (self.high - self.low), 0.0), 1.0)

    def value(self, share: float) -> float:
        """Give the number at a share of the axis."""
        place = self.low + min(max(share, 0.0), 1.0) * (self.high - self.low)
        return 10.0**place if self.log else place

    def ticks(self, room: float) -> list[tuple[float, str]]:
        """Give shares of the axis with their numbers, as few as can be read where it is `room` pixels long."""
        most = max(1, min(_TICKS, int(room / _TICK_ROOM)))
        if self.log:
            every = max(1, math.ceil((self.high - self.low) / most))
            decades = range(math.ceil(self.low), math.floor(self.high) + 1)
            return [(self.share(10.0**decade), decade_text(decade)) for decade in decades if decade % every == 0]
        step = _round_step(self.high / most)
        return [(self.share(count * step), number_text(count * step)) for count in range(int(self.high / step) + 1)]

    def holds(self, value: float) -> bool:
        """Say whether a number lies on the axis."""
        return self.low <= self._place(value) <= self.high

    def _place(self, value: float) -> float:
        if not self.log:
            return value
        return math.log10(value) if value > 0 else -math.inf


def bar_scale(values: list[float], lines: tuple[float, ...], *, log: bool) -> BarScale:
    """Span an axis over finite numbers; a logarithmic one over the threshold lines too."""
    positive = [value for value in values if value > 0]
    if not log:
        return BarScale(0.0, max(positive, default=1.0) * _AIR, log=False)
    seen = positive + [line for line in lines if line > 0]
    low = math.floor(math.log10(min(seen, default=0.1)) - 0.05)
    high = math.ceil(math.log10(max(seen, default=1.0)) + 0.05)
    return BarScale(low, max(high, low + 1), log=True)


def _round_step(step: float) -> float:
    """Round a step up to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(power * leading for leading in (1, 2, 5, 10) if power * leading >= step * (1 - 1e-9))
