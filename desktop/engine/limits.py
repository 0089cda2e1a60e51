"""Bounds the operating system keeps for us while a program runs, and how they are told when they strike."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import resource

_MIB = 1024 * 1024
_SHARE_OF_FREE = 0.8
_LAST_MB = 1024
"""What the rest of the machine lives on; where less than twice as much is free, half of that."""
_CGROUPS = Path("/sys/fs/cgroup")
_NO_LIMIT = 1 << 60


def be_expendable() -> None:
    """Where memory runs out, let the system end this process before any other; let no crash leave a dump of it."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def memory_allowed(asked_mb: int | None) -> int | None:
    """Give how many MiB a program may take: what was asked, or most of what is free and never the machine's last.

    None where the system binds nothing (elsewhere than Linux).
    """
    if sys.platform != "linux":
        return None
    if asked_mb is not None:
        return asked_mb
    free_mb = _free() // _MIB
    return max(free_mb // 2, min(int(free_mb * _SHARE_OF_FREE), free_mb - _LAST_MB))


def memory_bound(allowed_mb: int | None) -> contextlib.AbstractContextManager[None]:
    """Let the process take at most so many MiB more than it has (None: no bound), in the context this gives.

    The bound is on what it can write to (`RLIMIT_DATA`), not on address space, of which threads and CUDA reserve far
    more than they use. What does not fit raises MemoryError in Python, RuntimeError ("can't allocate memory") in torch.
    Make it the innermost context: nothing of ours has memory to run in before it is left.
    """
    if allowed_mb is None or sys.platform != "linux":
        return contextlib.nullcontext()
    return _MemoryBound(_data() + allowed_mb * _MIB)


class _MemoryBound:
    """A bound in bytes. Leaving it takes no new object: there may be no memory for one."""

    def __init__(self, most: int) -> None:
        self._kind = resource.RLIMIT_DATA
        self._lift = resource.setrlimit
        self._before = resource.getrlimit(self._kind)
        self._most = (most, self._before[1])

    def __enter__(self) -> None:
        resource.setrlimit(self._kind, self._most)

    def __exit__(self, *_: object) -> None:
        self._lift(self._kind, self._before)


def memory_message(message: str, allowed_mb: int | None) -> str:
    """Add to an error's message the limit that it ran into."""
    if allowed_mb is None:
        return message
    limit = f"The program may take {allowed_mb:,} MiB more than the engine has; that limit was reached."
    return f"{message}\n{limit}" if message else limit


def _data() -> int:
    """Give how much writable private memory the process has, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmData:")[2].split()[0]) * 1024


def _free() -> int:
    """Give how much memory could be taken, in bytes: of the machine's, and of the control groups' we live in."""
    memory = Path("/proc/meminfo").read_text(encoding="ascii")
    available = int(memory.partition("MemAvailable:")[2].split()[0]) * 1024
    return min(available, *(_left_in(*group) for group in _groups()), _NO_LIMIT)


def _groups() -> Iterator[tuple[Path, str, str, str]]:
    """Give each control group with its files: version 2 with its ancestors, version 1 where memory is controlled."""
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            lowest = _CGROUPS / path.lstrip("/")
            for group in (lowest, *lowest.parents[: len(Path(path).parts) - 1]):
                yield group, "memory.max", "memory.current", "inactive_file"
        elif "memory" in controllers.split(","):
            for group in (_CGROUPS / "memory" / path.lstrip("/"), _CGROUPS / "memory"):
                yield group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"


def _left_in(group: Path, limit_file: str, use_file: str, cache_entry: str) -> int:
    """Give what a group may still take, in bytes; copies of files it keeps make room when asked."""
    try:
        limit = int((group / limit_file).read_text(encoding="ascii"))
        use = int((group / use_file).read_text(encoding="ascii"))
        _, _, cache = (group / "memory.stat").read_text(encoding="ascii").partition(f"{cache_entry} ")
        return max(0, limit - use + int(cache.split()[0]))
    except (OSError, ValueError, IndexError):  # no such file, or "max": no limit
        return _NO_LIMIT
