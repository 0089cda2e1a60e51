"""What a plot shows while it follows a run: a range that moves in few large steps, so that its numbers stand still."""

from dataclasses import dataclass

_LEAP = 1.3
"""How much wider than the run the range becomes where the run outgrows it."""

_SLACK = 0.5
"""A range of which the run fills less than this is drawn in."""

_AIR = 0.06


@dataclass(frozen=True)
class Extent:
    """A rectangle of a plot, in its own coordinates (of a logarithmic axis: powers of ten)."""

    left: float
    right: float
    low: float
    high: float


class Following:
    """Turns what there is to see into what is shown."""

    def __init__(self, *, grows: bool) -> None:
        """Where the run `grows` to the right, leave it room there."""
        self._leap = _LEAP if grows else 1.0
        self._shown: Extent | None = None

    def forget(self) -> None:
        """Fit the next extent anew."""
        self._shown = None

    def shown(self, wanted: Extent) -> Extent:
        """Give the range for what is to be seen: the last one as long as that fits it."""
        before = self._shown
        if before is None:
            self._shown = Extent(wanted.left, wanted.right, *_with_air(wanted))
        elif not _fits(wanted, before):
            self._shown = self._grown(wanted, before)
        return self._shown or wanted

    def _grown(self, wanted: Extent, shown: Extent) -> Extent:
        right, width = shown.right, wanted.right - wanted.left
        if wanted.right > right or width < _SLACK * (right - wanted.left):
            right = wanted.left + self._leap * width
        return Extent(wanted.left, right, *_with_air(wanted))


def _fits(wanted: Extent, shown: Extent) -> bool:
    fills = (wanted.high - wanted.low) >= _SLACK * (shown.high - shown.low)
    wide = (wanted.right - wanted.left) >= _SLACK * (shown.right - shown.left)
    return (
        fills
        and wide
        and wanted.left >= shown.left
        and wanted.right <= shown.right
        and wanted.low >= shown.low
        and wanted.high <= shown.high
    )


def _with_air(wanted: Extent) -> tuple[float, float]:
    air = _AIR * (wanted.high - wanted.low)
    return wanted.low - air, wanted.high + air
