"""Work in the main thread that another thread may break off at once, between two instructions of Python."""

import _thread
import signal
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

_T = TypeVar("_T")


class _BrokenOffError(Exception):
    """Raised in the midst of the work."""


class MainWork:
    """Does one piece of work at a time. Made in the main thread; it takes the interrupt (SIGINT) for itself."""

    def __init__(self) -> None:
        self._working = False
        signal.signal(signal.SIGINT, self._on_interrupt)

    def done(self, work: Callable[[], _T], is_wanted: Callable[[], bool]) -> _T | None:
        """Do the work and give what came of it; None if it was broken off. Thread: the main one.

        `is_wanted` is asked once at the start: whoever wants the work no more says so there first, and breaks it off
        then, so that neither can miss the other.
        """
        try:
            return self._done(work, is_wanted)
        except _BrokenOffError:
            return None

    def break_off(self) -> None:
        """Break off the work in progress, if there is any. Thread: any."""
        if self._working:
            _thread.interrupt_main()

    def _done(self, work: Callable[[], _T], is_wanted: Callable[[], bool]) -> _T | None:
        self._working = True
        try:
            return work() if is_wanted() else None
        finally:
            self._working = False

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Hear an interrupt. Thread: the main one, so that the end of the work cannot be missed."""
        if self._working:
            self._working = False
            raise _BrokenOffError
