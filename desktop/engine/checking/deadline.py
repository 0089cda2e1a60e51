"""Ends a run of the program whatever it is doing: when time is up, or when somebody wants it to stop."""

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

from desktop.engine.checking.refusal import BreakOff


class Deadline:
    """A bound on the time of one check, and the context of it. Made and used, but for `stop`, in the main thread."""

    def __init__(self, seconds: float) -> None:
        self.reason = ""
        self._ends_at = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._break_off)
        self._timer.daemon = True
        self._is_armed = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._on_interrupt)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        signal.signal(signal.SIGINT, self._before)

    @property
    def is_over(self) -> bool:
        """Whether time is up or somebody stopped."""
        return bool(self.reason) or time.monotonic() >= self._ends_at

    def stop(self, reason: str) -> None:
        """Break off what runs under this deadline, and let nothing more run. Thread: any."""
        self.reason = self.reason or reason
        self._break_off()

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Let BreakOff rise in the main thread, within this context only, at the end of time or at a stop."""
        self._is_armed = True
        try:
            if self.is_over:
                raise BreakOff
            yield
        finally:
            self._is_armed = False

    def _break_off(self) -> None:
        if self._is_armed:
            _thread.interrupt_main()

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._is_armed:
            raise BreakOff
