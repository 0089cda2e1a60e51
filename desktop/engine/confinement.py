"""What the operating system keeps a confined engine from: changing files, the network, other processes.

Each barrier is tried by itself; what could not be had is said, and the engine runs nevertheless.
"""

import ctypes
import errno
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.engine.landlock import TRUNCATION_SINCE, forbid_changes
from desktop.engine.libc import Libc
from desktop.engine.seccomp import forbid_system_calls

if sys.platform != "win32":
    import resource

_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CAPABILITY_VERSION_3 = 0x20080522
_MAY_READ_ALL = 1 << 2  # CAP_DAC_READ_SEARCH: root reads on where it could
_DEVICES = ("null", "dri/*", "kfd", "nvidia*")
"""What torch must write to compute: the accelerators' doors; and where a program throws text away."""


class Confinement(NamedTuple):
    """Short sentences for a person: what this process is kept from, and what it could not be kept from and why."""

    confined: tuple[str, ...] = ()
    unconfined: tuple[str, ...] = ()


def confine() -> Confinement:
    """Confine this process for good, as far as the system can. Thread: the only one, before torch is imported."""
    if sys.platform != "linux":
        return Confinement(unconfined=(f"everything: there is no confinement on {sys.platform}",))
    _name_folders()
    libc = Libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    no_network = _attempt(_enter_empty_network, libc)
    _drop_capabilities(libc)
    no_changes = _attempt(_forbid_changes, libc)
    no_calls = _attempt(forbid_system_calls, libc)
    return _told(no_network, no_changes, no_calls)


def _name_folders() -> None:
    """Settle what parts of torch look for on import: a folder for temporary files, and one for caches that exists."""
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", tempfile.gettempdir())


def _attempt(barrier: Callable[[Libc], None], libc: Libc) -> str:
    """Put a barrier up; give "" or why it could not be."""
    try:
        barrier(libc)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _told(no_network: str, no_changes: str, no_calls: str) -> Confinement:
    barriers = {
        "files: may be read, not written, renamed or removed": no_changes and f"files: may be changed ({no_changes})",
        # A namespace without a network and a process without sockets are each enough.
        "network: none": no_network and no_calls and f"network: may be used ({no_network}; {no_calls})",
        "processes: none may be started or signalled": no_calls and f"processes: may be started ({no_calls})",
    }
    return Confinement(
        tuple(kept for kept, why_not in barriers.items() if not why_not), tuple(filter(None, barriers.values()))
    )


def _enter_empty_network(libc: Libc) -> None:
    """Move into a network namespace that holds nothing: by right as root, else inside a user namespace of our own."""
    try:
        libc.call("unshare", _CLONE_NEWNET)
    except OSError:
        user, group = os.geteuid(), os.getegid()
        libc.call("unshare", _CLONE_NEWUSER | _CLONE_NEWNET)
        _remain(user, group)


def _remain(user: int, group: int) -> None:
    """Keep the names of user and group that a new user namespace would show as nobody."""
    process = Path("/proc/self")
    (process / "setgroups").write_text("deny", encoding="ascii")
    (process / "uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    (process / "gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _drop_capabilities(libc: Libc) -> None:
    """Leave root no more rights than a user has, but to read."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    kept = _effective_capabilities() & _MAY_READ_ALL
    libc.call("capset", header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0))


def _effective_capabilities() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("CapEff:")[2].split()[0], 16)


def _forbid_changes(libc: Libc) -> None:
    devices = [path for pattern in _DEVICES for path in Path("/dev").glob(pattern)]
    version = forbid_changes(libc, devices)
    if version < TRUNCATION_SINCE:
        raise OSError(errno.ENOSYS, f"version {version} of Landlock lets files be truncated")
