"""The views of a picture that a person left, to go back to and forward again."""

from PySide6.QtCore import QPointF

from desktop.views.graph.camera import Spot

_KEPT = 100


class ViewHistory:
    """Spots of a camera in the order they were left, as a browser keeps pages."""

    def __init__(self) -> None:
        self._past: list[Spot] = []
        self._future: list[Spot] = []

    def clear(self) -> None:
        """Forget all: another picture is shown."""
        self._past.clear()
        self._future.clear()

    def shift(self, by: QPointF) -> None:
        """Move all spots with what stood there: it is elsewhere in the next picture."""
        self._past = [Spot(spot.centre + by, spot.scale) for spot in self._past]
        self._future = [Spot(spot.centre + by, spot.scale) for spot in self._future]

    def leave(self, spot: Spot) -> None:
        """Keep a spot that is left for a new one; what lay ahead is forgotten."""
        self._future.clear()
        if not self._past or not self._past[-1].is_near(spot):
            self._past = [*self._past, spot][-_KEPT:]

    def back(self, here: Spot) -> Spot | None:
        """Go to the last spot that is another than `here`, which then lies ahead; None where there is none."""
        return _step(here, self._past, self._future)

    def forward(self, here: Spot) -> Spot | None:
        """Undo one `back`; None where there is nothing ahead."""
        return _step(here, self._future, self._past)


def _step(here: Spot, source: list[Spot], other: list[Spot]) -> Spot | None:
    while source and source[-1].is_near(here):
        source.pop()
    if not source:
        return None
    other.append(here)
    return source.pop()
