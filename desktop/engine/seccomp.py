"""Seccomp: a filter that answers system calls with an error, for this process and all its threads, for good.

It forbids what Landlock does not: new processes (also to root), sockets, signals to others, changes to what is known
of a file, the system's own switches. Constants are those of `linux/filter.h`, `linux/seccomp.h`, `linux/audit.h`.
"""

import ctypes
import errno
import os
import platform
import sys
from typing import NamedTuple

from desktop.engine.libc import Libc

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000


class _Architecture(NamedTuple):
    audit: int
    clone: int
    clone3: int
    to_a_process: tuple[int, ...]  # kill, tgkill: the first argument names the process
    limits: int  # prlimit64: the first argument names the process, 0 this one
    forbidden: tuple[int, ...]


# Calls since Linux 5.0 have one number everywhere: pidfd_send_signal, io_uring_setup, open_tree, move_mount, fsopen,
# fsconfig, fsmount, fspick, pidfd_open, pidfd_getfd, mount_setattr, fchmodat2, setxattrat, removexattrat.
_EVERYWHERE = (424, 425, 428, 429, 430, 431, 432, 433, 434, 438, 442, 452, 463, 466)
_X86_64 = _Architecture(
    audit=0xC000003E,
    clone=56,
    clone3=435,
    to_a_process=(62, 234),
    limits=302,
    forbidden=(
        *(57, 58, 59, 322),  # fork, vfork, execve, execveat
        *(41, 101, 310, 311, 200, 129, 297),  # socket; ptrace, process_vm_readv/writev; tkill, rt_(tg)sigqueueinfo
        *(90, 91, 268, 92, 93, 94, 260),  # chmod, fchmod, fchmodat, chown, fchown, lchown, fchownat
        *(188, 189, 190, 197, 198, 199),  # set and remove extended attributes
        *(76, 132, 235, 261, 280, 304),  # truncate; utime, utimes, futimesat, utimensat; open_by_handle_at
        *(29, 64, 68, 240),  # shmget, semget, msgget, mq_open: they outlive the process
        *(248, 249, 250, 298, 321, 323),  # add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd
        *(155, 161, 165, 166, 272, 308),  # pivot_root, chroot, mount, umount2, unshare, setns
        *(159, 164, 227, 305, 167, 168, 169, 170, 171),  # clocks, swap, reboot, names of the host
        *(175, 176, 246, 313),  # init_module, delete_module, kexec_load, finit_module
        *_EVERYWHERE,
    ),
)
_AARCH64 = _Architecture(
    audit=0xC00000B7,
    clone=220,
    clone3=435,
    to_a_process=(129, 131),
    limits=261,
    forbidden=(
        *(221, 281),  # execve, execveat (fork and vfork are clone here)
        *(198, 117, 270, 271, 130, 138, 240),  # socket; ptrace, process_vm_readv/writev; tkill, rt_(tg)sigqueueinfo
        *(52, 53, 54, 55),  # fchmod, fchmodat, fchownat, fchown
        *(5, 6, 7, 14, 15, 16),  # set and remove extended attributes
        *(45, 88, 265),  # truncate, utimensat, open_by_handle_at
        *(194, 190, 186, 180),  # shmget, semget, msgget, mq_open: they outlive the process
        *(217, 218, 219, 241, 280, 282),  # add_key, request_key, keyctl, perf_event_open, bpf, userfaultfd
        *(41, 51, 40, 39, 97, 268),  # pivot_root, chroot, mount, umount2, unshare, setns
        *(171, 170, 112, 266, 224, 225, 142, 161, 162),  # clocks, swap, reboot, names of the host
        *(105, 106, 104, 273),  # init_module, delete_module, kexec_load, finit_module
        *_EVERYWHERE,
    ),
)
_ARCHITECTURES = {"x86_64": _X86_64, "aarch64": _AARCH64}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def forbid_system_calls(libc: Libc) -> None:
    """Put the filter in place; raise OSError where this kernel or processor has none of ours.

    The process must have no new privileges. Thread: the only one.
    """
    architecture = _ARCHITECTURES.get(platform.machine())
    if architecture is None or sys.maxsize < 2**32:
        raise OSError(errno.ENOSYS, f"no filter of system calls is written for {platform.machine()}")
    filter_ = _filter(architecture, os.getpid())
    instructions = (_Instruction * len(filter_))(*filter_)
    program = _Program(len(filter_), instructions)
    libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(program))


def _filter(architecture: _Architecture, process: int) -> list[_Instruction]:
    """Compose the filter: each rule answers, or hands the call's number on to the next."""
    rules = [
        _Instruction(_LOAD, 0, 0, _ARCHITECTURE_AT),
        _Instruction(_EQUAL, 1, 0, architecture.audit),
        _error(errno.EPERM),
        _Instruction(_LOAD, 0, 0, _NUMBER_AT),
        _Instruction(_AT_LEAST, 0, 1, _X32),
        _error(errno.EPERM),
        # glibc then asks by clone, whose flags lie where a filter can see them.
        _Instruction(_EQUAL, 0, 1, architecture.clone3),
        _error(errno.ENOSYS),
        *_unless_argument(architecture.clone, _ANY_BIT, _CLONE_THREAD),
        *_unless_argument(architecture.limits, _EQUAL, 0),
    ]
    for number in architecture.to_a_process:
        rules += _unless_argument(number, _EQUAL, process)
    for number in architecture.forbidden:
        rules += [_Instruction(_EQUAL, 0, 1, number), _error(errno.EPERM)]
    return [*rules, _Instruction(_RETURN, 0, 0, _ALLOW)]


def _unless_argument(number: int, test: int, operand: int) -> list[_Instruction]:
    """Forbid a call unless its first argument passes the test."""
    return [
        _Instruction(_EQUAL, 0, 4, number),
        _Instruction(_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        _Instruction(test, 1, 0, operand),
        _error(errno.EPERM),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    ]


def _error(reason: int) -> _Instruction:
    return _Instruction(_RETURN, 0, 0, _ERROR | reason)
