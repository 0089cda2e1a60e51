"""Bounds the operating system keeps for us while a program runs."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import resource

_MIB = 1024 * 1024


def be_expendable() -> None:
    """Where memory runs out, let the system end this process before any other; let no crash leave a dump of it."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


@contextlib.contextmanager
def memory_bound(megabytes: int | None) -> Iterator[None]:
    """Let the process take at most so much more address space than it has (Linux; elsewhere nothing is bound).

    What does not fit raises MemoryError in Python and RuntimeError ("can't allocate memory") in torch.
    """
    if megabytes is None or sys.platform != "linux":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * _MIB, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()
