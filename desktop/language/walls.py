"""Keeps code that is only to be read from being run: jedi imports what is compiled, to look at it."""

import builtins
import sys
from collections.abc import Callable
from typing import Any

_OURS = {"desktop", "jedi", "msgspec", "parso", "pyflakes"}


def refuse_foreign_code() -> None:
    """Import nothing from here on but the standard library and what reads texts. Others can still be found and read."""
    builtins.__import__ = _refusing(builtins.__import__)


def _refusing(plain: Callable[..., Any]) -> Callable[..., Any]:
    def importing(name: str, *rest: Any, **named: Any) -> Any:
        top = name.partition(".")[0]
        if top and top not in sys.stdlib_module_names and top not in _OURS and top not in sys.modules:
            raise ImportError(f"{name} is read here, not run.")
        return plain(name, *rest, **named)

    return importing
