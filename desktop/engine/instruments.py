"""What is set into torch once in a process: calls of modules, Function.apply, the function mode's questions."""

import contextlib
import sys
from collections.abc import Iterator
from threading import get_ident
from types import CodeType
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch._C import _len_torch_dispatch_stack, _len_torch_function_stack

from desktop.engine.compilers import let_compilers_pass
from desktop.engine.torch_functions import Questions
from desktop.engine.whereabouts import Whereabouts

if TYPE_CHECKING:
    from desktop.engine.watch import Watch


class Instruments:
    """Set in on construction; they tell `watch` and `whereabouts`, where these are set, and change nothing."""

    def __init__(self) -> None:
        self.watch: Watch | None = None
        self.whereabouts: Whereabouts | None = None
        self._depth = 0
        self._questions = Questions(self._only_ours)
        self._questions.overlook()
        self._plain_call, self._plain_apply = nn.Module.__call__, torch.autograd.Function.__dict__["apply"]
        self.module_call = self._wrap_modules(self._plain_call)
        self._wrap_apply(self._plain_apply.__func__)
        self._our_call, self._our_apply = nn.Module.__call__, torch.autograd.Function.__dict__["apply"]
        let_compilers_pass(self)

    @property
    def is_compiling(self) -> bool:
        """Say whether a compiler takes the pass that begins: it traces gradients with tensors that hold nothing."""
        return self.is_aside and _len_torch_dispatch_stack() > 0

    @property
    def is_aside(self) -> bool:
        """Say whether nothing of ours stands in torch now."""
        return self._depth > 0

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Take everything out of torch again for a while: its compilers would read our code as the program's."""
        self._depth += 1
        if self._depth == 1:
            self._set(self._plain_call, self._plain_apply)
            self._questions.put_back()
        if self.watch is not None:
            self.watch.turn_off()
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._questions.overlook()
                self._set(self._our_call, self._our_apply)
                if self.watch is not None:
                    self.watch.turn_on()

    def _set(self, call: Any, apply: Any) -> None:
        nn.Module.__call__ = call  # type: ignore[method-assign]
        torch.autograd.Function.apply = apply  # type: ignore[method-assign]

    def _only_ours(self) -> bool:
        return self.watch is not None and _len_torch_function_stack() == 1

    def _wrap_modules(self, plain: Any) -> CodeType:
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

    def _wrap_apply(self, plain: Any) -> None:
        def apply(kind: Any, *args: Any, **kwargs: Any) -> Any:
            result = plain(kind, *args, **kwargs)
            if self.watch is not None and get_ident() == self.watch.thread:
                self.watch.observe(args, kwargs, result, sys._getframe(1))
            return result

        torch.autograd.Function.apply = classmethod(apply)  # type: ignore[assignment,method-assign]
