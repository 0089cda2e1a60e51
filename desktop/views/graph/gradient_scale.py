"""One scale for a whole flow: how large a gradient is, as a level of colour and width."""

import math
from collections.abc import Sequence

from PySide6.QtGui import QColor

from desktop.records.flow import Flow
from desktop.records.tensor import Tensor
from desktop.views.theme import Theme

LEVELS = 24
NOTHING, BROKEN, ZERO = -1, -2, -3
"""Levels beside the scale: no gradient at all, one with NaN or infinities, one that is zero or of unknown size."""
_OUTLIERS = 0.04
"""The share of gradients that may lie below the scale."""
_FEWEST_DECADES = 2.0
"""Gradients of nearly equal size should look so, not be torn apart over the whole ramp."""


class GradientScale:
    """Levels 0 to LEVELS - 1, even steps of log10 of the norm from `low` to `high` (both decades).

    `cut` says that there are smaller gradients than the scale begins with: they are at level 0.
    """

    def __init__(self, low: float, high: float, *, cut: bool = False) -> None:
        self.cut = cut
        missing = max(_FEWEST_DECADES - (high - low), 0.0)
        self.low = low - missing / 2
        self.high = high + missing / 2

    def level(self, tensors: tuple[Tensor | None, ...]) -> int:
        """Give the level of one gradient, or of several taken as one long vector."""
        there = [tensor for tensor in tensors if tensor is not None]
        if not there:
            return NOTHING
        if any(map(is_broken, there)):
            return BROKEN
        norm = math.hypot(*[float(tensor.norm or 0.0) for tensor in there])
        return self._level(norm) if 0 < norm < math.inf else ZERO

    def _level(self, norm: float) -> int:
        share = (math.log10(norm) - self.low) / (self.high - self.low)
        return min(max(int(share * LEVELS), 0), LEVELS - 1)


def scale_of(*flows: Flow) -> GradientScale:
    """Span one scale over the gradients of some flows that are finite and not zero, but for a few that are far smaller.

    Rounding leaves gradients of 1e-10 where mathematics has zero; they would push all others to the scale's end.
    """
    norms = [_decade(each) for flow in flows for step in flow.steps for each in (*step.incoming, *step.outgoing)]
    decades = sorted(decade for decade in norms if decade is not None)
    if not decades:
        return GradientScale(0.0, 0.0)
    low = decades[int(len(decades) * _OUTLIERS)]
    return GradientScale(low, decades[-1], cut=decades[0] < low)


def largest(levels: Sequence[int]) -> int:
    """Give the level of several gradients seen as one: one that is broken stands out, zero is less than any size."""
    if len(levels) == 1:
        return levels[0]
    if BROKEN in levels:
        return BROKEN
    return max((level for level in levels if level >= 0), default=ZERO if ZERO in levels else NOTHING)


def is_broken(tensor: Tensor) -> bool:
    """Say whether a tensor holds NaN or an infinity, or is so large that its norm is infinite."""
    return bool(tensor.nans or tensor.infinities or (tensor.norm is not None and not math.isfinite(float(tensor.norm))))


def level_colour(level: int, theme: Theme) -> QColor:
    """Give the colour of a level: along the theme's ramp, the error colour where it is broken."""
    if level == BROKEN:
        return QColor(theme.error)
    if level < 0:
        return QColor(theme.muted)
    place = level / (LEVELS - 1) * (len(theme.gradient_ramp) - 1)
    below = min(int(place), len(theme.gradient_ramp) - 2)
    return _mixed(QColor(theme.gradient_ramp[below]), QColor(theme.gradient_ramp[below + 1]), place - below)


def level_share(level: int) -> float:
    """Say how far up the scale a level is, from 0 to 1; what is broken is drawn as wide as the largest."""
    return 1.0 if level == BROKEN else max(level, 0) / (LEVELS - 1)


def _decade(tensor: Tensor | None) -> float | None:
    if tensor is None or tensor.norm is None or is_broken(tensor) or float(tensor.norm) <= 0:
        return None
    return math.log10(float(tensor.norm))


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    def between(a: float, b: float) -> float:
        return a + (b - a) * share

    return QColor.fromRgbF(
        between(one.redF(), other.redF()), between(one.greenF(), other.greenF()), between(one.blueF(), other.blueF())
    )
