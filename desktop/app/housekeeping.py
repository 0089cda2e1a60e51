"""Python's collection of cyclic garbage, put off to where it cannot stall the window."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_NEVER = 1_000_000
_ROUND_MS = 5_000
_ENOUGH = 10
"""Middle collections since the last full one: with fewer there is little to find."""


class Housekeeping(QObject):
    """Lets a full collection happen only while little is held. Thread: GUI.

    A full collection looks at every list and dict there is: with a picture of 20,000 nodes that takes a third of a
    second. What pictures are made of dies by reference counts; only the little that stands in circles waits.
    """

    def __init__(self, holds_much: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._holds_much = holds_much
        self._before = gc.get_threshold()
        gc.set_threshold(*self._before[:2], _NEVER)
        self._timer = QTimer(self, interval=_ROUND_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def tidy(self) -> None:
        """Collect what stands in circles, unless that would take long."""
        if gc.get_count()[2] >= _ENOUGH and not self._holds_much():
            gc.collect()

    def close(self) -> None:
        """Leave the collector as it was found."""
        self._timer.stop()
        gc.set_threshold(*self._before)
