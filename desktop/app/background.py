"""Work on records and numbers in a thread of its own, so that the window answers while it goes on."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

_Result = TypeVar("_Result")


class Background(QObject):
    """Does one thing after another; what was begun last is what is wanted. Thread: GUI."""

    _ended = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="drawing")
        self._number = 0
        self._done: Callable[[Any], object] | None = None
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def begin(self, work: Callable[[], _Result], done: Callable[[_Result], object]) -> None:
        """Do some work in the thread and hand its result to `done`, in this one; what failed raises here."""
        self._number += 1
        self._done = done
        number = self._number
        self._pool.submit(work).add_done_callback(lambda ended: self._tell(number, ended))

    def give_up(self) -> None:
        """Want no result any more."""
        self._done = None

    def close(self) -> None:
        """End; what is under way is forgotten."""
        self.give_up()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _tell(self, number: int, ended: Future[Any]) -> None:
        if not ended.cancelled():
            self._ended.emit(number, ended)

    def _deliver(self, number: int, ended: Future[Any]) -> None:
        if number == self._number and (done := self._done) is not None:
            self._done = None
            done(ended.result())
