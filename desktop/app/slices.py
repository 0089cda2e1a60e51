"""Work in the GUI thread cut into slices, so that the window answers in between."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer

_SLICE_S = 0.008


class Slices(QObject):
    """Does one piece of work at a time; beginning another gives up the one before. Thread: GUI."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[Any] = iter(())
        self._results: list[Any] = []
        self._done: Callable[[tuple[Any, ...]], object] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, work: Iterator[Any], done: Callable[[tuple[Any, ...]], object]) -> None:
        """Walk an iterator to its end and hand what it gave to `done`; at once where a slice is enough."""
        self._work, self._results, self._done = work, [], done
        self._go_on()

    def give_up(self) -> None:
        """Leave the work as it is."""
        self._done = None
        self._timer.stop()

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        for result in self._work:
            self._results.append(result)
            if time.perf_counter() > until:
                self._timer.start()
                return
        self._timer.stop()
        if (done := self._done) is not None:
            self._done = None
            done(tuple(self._results))
