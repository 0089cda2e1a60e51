"""What is set into torch once in a process: calls of modules, Function.apply, the function mode's questions."""

import sys
from threading import get_ident
from types import CodeType
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch._C import _len_torch_function_stack

from desktop.engine import torch_functions
from desktop.engine.whereabouts import Whereabouts

if TYPE_CHECKING:
    from desktop.engine.watch import Watch


class Instruments:
    """Set in on construction; they tell `watch` and `whereabouts`, where these are set, and change nothing."""

    def __init__(self) -> None:
        self.watch: Watch | None = None
        self.whereabouts: Whereabouts | None = None
        torch_functions.overlook(self._only_ours)
        self.module_call = self._wrap_modules()
        self._wrap_apply()

    def _only_ours(self) -> bool:
        return self.watch is not None and _len_torch_function_stack() == 1

    def _wrap_modules(self) -> CodeType:
        plain = nn.Module.__call__

        def followed(whereabouts: Whereabouts, module: nn.Module, args: Any, kwargs: Any) -> Any:
            call = whereabouts.enter(module)
            try:
                return plain(module, *args, **kwargs)
            finally:
                whereabouts.leave(call)

        def __call__(module: nn.Module, *args: Any, **kwargs: Any) -> Any:  # noqa: N807 # it takes the place of that method
            whereabouts = self.whereabouts
            if whereabouts is not None and get_ident() == whereabouts.thread:
                if whereabouts.follows:
                    return followed(whereabouts, module, args, kwargs)
                whereabouts.count(module)
            return plain(module, *args, **kwargs)

        nn.Module.__call__ = __call__  # type: ignore[method-assign]
        return followed.__code__

    def _wrap_apply(self) -> None:
        plain = torch.autograd.Function.__dict__["apply"].__func__

        def apply(kind: Any, *args: Any, **kwargs: Any) -> Any:
            result = plain(kind, *args, **kwargs)
            if self.watch is not None and get_ident() == self.watch.thread:
                self.watch.observe(args, kwargs, result, sys._getframe(1))
            return result

        torch.autograd.Function.apply = classmethod(apply)  # type: ignore[assignment,method-assign]
