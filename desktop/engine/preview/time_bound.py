"""A bound on how long a program is executed for a look at it."""

import contextlib
import signal
import sys
from collections.abc import Iterator

from desktop.engine.preview.unknown import EndOfSightError

_AGAIN_S = 0.05
"""An exception that comes while something is being let go is lost: so it comes again."""


@contextlib.contextmanager
def time_bound(seconds: float) -> Iterator[None]:
    """Raise EndOfSightError after so many seconds; on Windows nothing is bound. Thread: the main one."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _end(*_: object) -> None:
    raise EndOfSightError
