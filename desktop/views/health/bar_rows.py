"""Where a bar chart's rows, axis and lines are: pure geometry, in pixels."""

import math
from dataclasses import dataclass
from typing import Literal

from desktop.views.health.bar_scale import BarScale, bar_scale
from desktop.views.health.evidence import Bar
from desktop.views.health.health import Health

Measure = Literal["norm", "ratio"]
HEAD = 24.0
"""Above the rows: the axis with its numbers."""
BADGE = 20.0
"""Between a row's label and its bar: its mark."""
_NUMBER, _NO_NUMBER = 70.0, 10.0
"""Behind the longest bar: its number, unless the bars need the room."""
_NARROW = 320.0
_HIGHEST, _LOWEST = 24.0, 3.0
_LABEL_SHARE = 0.42
_MARGIN = 18.0
_AIR = 4.0


@dataclass(frozen=True)
class BarRows:
    """Rows of equal height below HEAD; bars run from `left` to at most `right`, and `number` is the room behind them.

    `lines` are thresholds by name.
    """

    count: int
    height: float
    left: float
    right: float
    number: float
    scale: BarScale
    lines: dict[Literal["vanishing", "exploding"], float]
    values: tuple[float | None, ...]

    @staticmethod
    def least_height(count: int) -> int:
        """Give how high a chart must be for so many rows to be told apart."""
        return math.ceil(HEAD + count * _LOWEST + _AIR)

    def top(self, row: int) -> float:
        """Give where a row begins."""
        return HEAD + row * self.height

    def row(self, y: float) -> int | None:
        """Give the row at a height, or None."""
        row = int((y - HEAD) // self.height)
        return row if 0 <= row < self.count else None

    def between(self, top: float, bottom: float) -> range:
        """Give the rows that can be seen between two heights."""
        first = max(int((top - HEAD) // self.height), 0)
        return range(first, max(min(math.ceil((bottom - HEAD) / self.height), self.count), first))

    @property
    def has_numbers(self) -> bool:
        """Whether there is room for each bar's number."""
        return self.number == _NUMBER

    def x(self, value: float) -> float:
        """Give where a number lies on the axis."""
        return self.left + self.scale.share(value) * (self.right - self.left)

    def value(self, x: float) -> float:
        """Give the number at a place on the axis."""
        return self.scale.value((x - self.left) / (self.right - self.left))


def rows_of(health: Health, measure: Measure, area: tuple[float, float], label: float, *, log: bool) -> BarRows:
    """Lay out a Health's bars in an area (width, height), with labels of at most that width if they may."""
    width, height = area
    values = tuple(_value(bar, measure) for bar in health.bars)
    lines = _lines(health, measure)
    scale = bar_scale(
        [value for value in values if value is not None and math.isfinite(value)], tuple(lines.values()), log=log
    )
    count = len(values)
    row = min(max((height - HEAD - _AIR) / max(count, 1), _LOWEST), _HIGHEST)
    left = min(width * _LABEL_SHARE, label + _MARGIN) + BADGE
    number = _NUMBER if width >= _NARROW else _NO_NUMBER
    return BarRows(count, row, left, max(width - number, left + 1), number, scale, lines, values)


def _value(bar: Bar, measure: Measure) -> float | None:
    return bar.norm if measure == "norm" else bar.ratio


def _lines(health: Health, measure: Measure) -> dict[Literal["vanishing", "exploding"], float]:
    limits = health.thresholds
    if measure == "ratio":
        return {"vanishing": limits.vanishing_ratio, "exploding": limits.exploding_ratio}
    exploding: dict[Literal["vanishing", "exploding"], float] = {"exploding": limits.exploding_norm}
    return exploding | ({"vanishing": limits.vanishing_share * health.largest} if health.largest else {})
