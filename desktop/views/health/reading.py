"""Reading a pass in the GUI thread in slices, so that the window answers in between."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.health.evidence import Evidence, examine

_SLICE_S = 0.008


class Reading(QObject):
    """Reads one pass at a time; beginning another gives up the one before. Thread: the GUI's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._done: Callable[[Evidence], None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, graph: Graph, flow: Flow, done: Callable[[Evidence], None]) -> None:
        """Hand what a pass shows to `done`; at once where a slice is enough."""
        self._work = examine(graph, flow)
        self._done = done
        self._timer.start()
        self._go_on()

    def give_up(self) -> None:
        """Leave the pass as it is."""
        self._timer.stop()
        self._done = None

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        try:
            while time.perf_counter() < until:
                next(self._work)
        except StopIteration as end:
            done = self._done
            self.give_up()
            if done is not None:
                done(end.value)
