"""Landlock: the Linux kernel (5.13 and later) keeps a process from changing any file, for good.

Constants and structures are those of `linux/landlock.h`; each version of its interface knows more kinds of access.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from desktop.engine.libc import Libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_O_PATH = 0o10000000

_EXECUTE, _WRITE_FILE = 1 << 0, 1 << 1
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11
TRUNCATION_SINCE = 3
"""The version from which on truncation is forbidden too."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def forbid_changes(libc: Libc, devices: Iterable[Path]) -> int:
    """Forbid this process to change or execute any file but `devices`; give the version of Landlock that does it.

    What is open stays open. The process must have no new privileges. Raises OSError where the kernel cannot.
    Thread: the only one (others that run already stay free).
    """
    version = libc.system_call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    ruleset, size = _ruleset(version)
    descriptor = libc.system_call(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        for device in devices:
            _allow(libc, descriptor, device, ruleset.files & (_WRITE_FILE | _TRUNCATE | _IOCTL_DEVICE))
        libc.system_call(_RESTRICT_SELF, descriptor, 0)
    finally:
        os.close(descriptor)
    return version


def _ruleset(version: int) -> tuple[_Ruleset, int]:
    """Give everything that this version can forbid, and the size of the structure as it knows it."""
    files = _EXECUTE | _WRITE_FILE | _REMOVE_AND_MAKE
    for since, access in ((2, _REFER), (TRUNCATION_SINCE, _TRUNCATE), (5, _IOCTL_DEVICE)):
        files |= access if version >= since else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # noqa: PLR2004 # the header's own history
    return _Ruleset(files, _BIND_AND_CONNECT_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS), size


def _allow(libc: Libc, descriptor: int, path: Path, access: int) -> None:
    try:
        parent = os.open(path, _O_PATH | os.O_CLOEXEC)
    except OSError:  # not there, not ours: then nobody writes to it either
        return
    try:
        rule = _PathBeneath(access, parent)
        libc.system_call(_ADD_RULE, descriptor, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
