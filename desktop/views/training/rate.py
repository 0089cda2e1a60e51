"""How fast iterations come, over the last moments."""

from collections import deque
from collections.abc import Callable

_WINDOW_S = 2.0
_SHORTEST_S = 0.2


class Rate:
    """Counts iterations against a clock (seconds, going forward only)."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()

    def restart(self, total: int) -> None:
        """Forget what was before: a run begins, or goes on after a pause, with `total` iterations done."""
        self._marks.clear()
        self.advance(total)

    def advance(self, total: int) -> None:
        """Take note that so many iterations are done by now."""
        now = self._clock()
        self._marks.append((now, total))
        while len(self._marks) > 1 and now - self._marks[1][0] >= _WINDOW_S:
            self._marks.popleft()

    def per_second(self) -> float | None:
        """Give iterations a second, or None while too little time has passed to say."""
        if not self._marks:
            return None
        (began, before), (ended, after) = self._marks[0], self._marks[-1]
        seconds = ended - began
        return (after - before) / seconds if seconds >= _SHORTEST_S else None
