"""Chainrule: a desktop laboratory for PyTorch autograd.

Scripts and notebooks take `capture` and `show` from here: `from desktop import capture, show`.
"""

import importlib
from typing import Any

__version__ = "0.1.0"

_FOR_SCRIPTS = ("capture", "show")


def __getattr__(name: str) -> Any:
    """Open the room for scripts, and with it torch, only when something of it is asked for."""
    if name in _FOR_SCRIPTS:
        return getattr(importlib.import_module("desktop.scripting"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_FOR_SCRIPTS})
