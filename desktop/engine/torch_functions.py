"""Let torch's own Python code overlook our function mode.

Parts of torch ask `has_torch_function` whether anything overrides them, and choose slower, differently rounded paths
if so: the fast path of an eval-mode encoder with a padding mask gives other numbers. While only our mode is active
the answer looks at argument types alone, as it would in a plain run; the mode still sees every call made in C++.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import overrides

_NAMES = ("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic")
_PLAIN = frozenset({torch.Tensor, torch.nn.Parameter, type(None), int, float, bool, str, tuple, list, dict})
_DISABLED = torch._C._disabled_torch_function_impl


class Questions:
    """The three questions everywhere torch has imported them, and ours in their place; `active` says if ours hold."""

    def __init__(self, active: Callable[[], bool]) -> None:
        iterable, unary, variadic = (getattr(overrides, name) for name in _NAMES)

        def has_torch_function(arguments: Iterable[Any]) -> bool:
            return any(map(_overrides, arguments)) if active() else iterable(arguments)

        def has_torch_function_unary(argument: Any) -> bool:
            return _overrides(argument) if active() else unary(argument)

        def has_torch_function_variadic(*arguments: Any) -> bool:
            return any(map(_overrides, arguments)) if active() else variadic(*arguments)

        self._plain = (iterable, unary, variadic)
        self._ours = (has_torch_function, has_torch_function_unary, has_torch_function_variadic)

    def overlook(self) -> None:
        """Put our questions in."""
        _replace(dict(zip(self._plain, self._ours, strict=True)))

    def put_back(self) -> None:
        """Put torch's own questions back."""
        _replace(dict(zip(self._ours, self._plain, strict=True)))


def _replace(replacements: dict[Any, Any]) -> None:
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").partition(".")[0] == "torch":
            namespace = vars(module)
            for name in _NAMES:
                if namespace.get(name) in replacements:
                    namespace[name] = replacements[namespace[name]]


def _overrides(argument: Any) -> bool:
    kind = type(argument)
    if kind in _PLAIN:
        return False
    override = getattr(kind, "__torch_function__", None)
    return override is not None and override is not _DISABLED and torch._C._is_torch_function_enabled()
