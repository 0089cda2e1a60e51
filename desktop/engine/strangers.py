"""Passes that other threads of the program run: they are not recorded, and whoever records must not hear them."""

import contextlib
import threading
from collections.abc import Iterator
from threading import get_ident


class Strangers:
    """Knows which threads run such a pass, and how many there have been. Thread: any of the program's."""

    def __init__(self) -> None:
        self.running: set[int] = set()
        self.count = 0

    @contextlib.contextmanager
    def passing(self) -> Iterator[None]:
        """Hold the calling thread for a stranger, unless it is one of autograd's own that goes on with our pass."""
        ident = get_ident()
        if ident in self.running or all(each.ident != ident for each in threading.enumerate()):
            yield
            return
        self.count += 1
        self.running.add(ident)
        try:
            yield
        finally:
            self.running.discard(ident)

    def includes_caller(self) -> bool:
        """Say whether the calling thread is one."""
        return bool(self.running) and get_ident() in self.running
