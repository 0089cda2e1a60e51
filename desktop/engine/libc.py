"""Calls into the C library for which Python has no name, with errors as OSError."""

import ctypes
import os
from typing import Any


class Libc:
    """The C library of this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)

    def call(self, name: str, *arguments: Any) -> int:
        """Call a function that answers -1 on failure; raise OSError with its reason."""
        return _checked(int(getattr(self._library, name)(*arguments)))

    def system_call(self, number: int, *arguments: Any) -> int:
        """Make a system call by its number, integers as C long; raise OSError with its reason."""
        wide = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
        return self.call("syscall", ctypes.c_long(number), *wide)

    def prctl(self, option: int, *arguments: int) -> int:
        """Change how the kernel treats this process; raise OSError with its reason."""
        padded = (*arguments, 0, 0, 0, 0)[:4]
        return self.call("prctl", ctypes.c_int(option), *(ctypes.c_ulong(each) for each in padded))


def _checked(answer: int) -> int:
    if answer == -1:
        reason = ctypes.get_errno()
        raise OSError(reason, os.strerror(reason))
    return answer
