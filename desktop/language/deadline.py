"""A bound on the time that one answer may take."""

import contextlib
import signal
import sys
from collections.abc import Iterator

if sys.platform != "win32":
    _CLOCK, _SIGNAL = signal.ITIMER_VIRTUAL, signal.SIGVTALRM


class TooLongError(BaseException):
    """The time is over. No Exception, so that no library catches it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooLongError once this process has computed so long; on Windows nothing bounds it. Thread: the main one."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(_SIGNAL, _give_up)
    signal.setitimer(_CLOCK, seconds)
    try:
        yield
    finally:
        signal.setitimer(_CLOCK, 0)


def _give_up(*_: object) -> None:
    raise TooLongError
