"""A stretch of our own work that neither the collector nor the program's modes take part in."""

import contextlib
import gc
from collections.abc import Iterator

from torch._C import _DisableTorchDispatch


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector out while many records are made, which form no cycles, and the program's own modes."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with _DisableTorchDispatch():
            yield
    finally:
        if was_enabled:
            gc.enable()
