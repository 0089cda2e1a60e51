"""Ends a run of the program whatever it is doing: when time is up, or when somebody wants it to stop."""

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

from desktop.engine.checking.refusal import BreakOff


class Deadline:
    """A bound on the time of one check. Made, and used but for `stop`, in the main thread."""

    def __init__(self, seconds: float) -> None:
        self.reason = ""
        self._ends_at = time.monotonic() + seconds
        self._is_armed = False

    @property
    def is_over(self) -> bool:
        """Whether time is up or somebody stopped."""
        return bool(self.reason) or time.monotonic() >= self._ends_at

    def stop(self, reason: str) -> None:
        """Break off what runs under this deadline, and let nothing more run. Thread: any."""
        self.reason = self.reason or reason
        if self._is_armed:
            _thread.interrupt_main()

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Let BreakOff rise in the main thread, within this context only, at the end of time or at a stop."""
        before = signal.signal(signal.SIGINT, self._on_interrupt)
        timer = threading.Timer(max(0.0, self._ends_at - time.monotonic()), _thread.interrupt_main)
        timer.daemon = True
        self._is_armed = True
        try:
            timer.start()
            self.raise_if_over()
            yield
        finally:
            self._is_armed = False
            timer.cancel()
            signal.signal(signal.SIGINT, before)

    def raise_if_over(self) -> None:
        """Raise BreakOff where nothing more may run."""
        if self.is_over:
            raise BreakOff

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._is_armed:
            raise BreakOff
