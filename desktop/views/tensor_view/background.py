"""Work on large arrays beside the window: numpy lets go of the interpreter while it computes, so a thread is enough."""

import queue
import threading
from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

_LOOK_MS = 20

Work = Generator[float, None, Any]
"""Yields how far it is, from 0 to 1, and returns what came of it."""


class Background(QObject):
    """Does one piece of work at a time; beginning another gives up the one before. Thread: the GUI's.

    The thread knows nothing of Qt: what it says is fetched by a timer, so that neither can outlive the other's objects.
    """

    advanced = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._done: Callable[[Any], None] = _ignore
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, work: Work, done: Callable[[Any], None], *, at_once: bool) -> None:
        """Hand what comes of some work to `done`: before this returns (`at_once`), or when a thread has done it."""
        self.give_up()
        if at_once:
            done(_walk(work))
            return
        self._stop = threading.Event()
        self._said = queue.SimpleQueue()
        self._done = done
        threading.Thread(target=_work, args=(work, self._said, self._stop), name="tensor view", daemon=True).start()
        self._timer.start()

    def is_busy(self) -> bool:
        """Say whether some work is under way."""
        return self._timer.isActive()

    def give_up(self) -> None:
        """Leave the work as it is; the thread ends at its next step."""
        self._stop.set()
        self._timer.stop()

    def _look(self) -> None:
        said = self._said
        while self._timer.isActive() and said is self._said and not said.empty():
            self._hear(*said.get())

    def _hear(self, kind: str, what: Any) -> None:
        if kind == "advanced":
            self.advanced.emit(what)
            return
        self._timer.stop()
        if kind == "failed":
            raise what
        self._done(what)


def _ignore(_result: Any) -> None:
    """Nothing was begun, so nothing comes of it."""


def _walk(work: Work) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _work(work: Work, said: "queue.SimpleQueue[tuple[str, Any]]", stop: threading.Event) -> None:
    """Walk to the end, or until nobody waits for it any more."""
    try:
        while not stop.is_set():
            said.put(("advanced", next(work)))
    except StopIteration as end:
        said.put(("done", end.value))
    except BaseException as error:  # noqa: BLE001 # whatever it is, the GUI thread raises it where it is heard
        said.put(("failed", error))
