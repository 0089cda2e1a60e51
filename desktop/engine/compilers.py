"""Step aside where torch compiles or traces a program, and where it runs what it compiled.

Dynamo and the tracer of TorchScript read all code that runs, ours too: it would become a part of what they make.
What a compiled function gives is observed as a whole, at the place of its call.
"""

import functools
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FunctionType
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch._C._autograd import _get_sequence_nr

if TYPE_CHECKING:
    from desktop.engine.watch import Watch

_OURS = __name__.rpartition(".")[0]


class Instrumented(Protocol):
    """What stands in torch, and can step aside."""

    watch: "Watch | None"

    def aside(self) -> AbstractContextManager[None]:
        """Take everything out of torch for a while."""


def let_compilers_pass(instruments: Instrumented) -> None:
    """Set in, once in a process, that the instruments step aside for torch's compilers."""

    @functools.cache
    def stand_beside_dynamo() -> None:
        # to import them takes seconds, and few programs need them
        from torch._dynamo import trace_rules  # noqa: PLC0415 # as said above
        from torch._dynamo.eval_frame import OptimizeContext  # noqa: PLC0415 # as said above

        trace_rules.add(_OURS)  # a backward inside a compiled function comes to our door
        plain = OptimizeContext.__call__

        def __call__(context: Any, function: Any) -> Any:  # noqa: N807 # it takes the place of that method
            compiled = plain(context, function)
            return _beside(instruments, compiled) if isinstance(compiled, FunctionType) else compiled

        OptimizeContext.__call__ = __call__  # type: ignore[assignment,method-assign]

    plain_compile = torch.compile

    @functools.wraps(plain_compile)
    def compile_(*args: Any, **kwargs: Any) -> Any:
        stand_beside_dynamo()
        return plain_compile(*args, **kwargs)

    torch.compile = compile_
    for name in ("trace", "trace_module"):
        setattr(torch.jit, name, _unseen(instruments, getattr(torch.jit, name)))


def _unseen(instruments: Instrumented, tracer: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(tracer)
    def trace(*args: Any, **kwargs: Any) -> Any:
        with instruments.aside():
            return tracer(*args, **kwargs)

    return trace


def _beside(instruments: Instrumented, compiled: FunctionType) -> Callable[..., Any]:
    @functools.wraps(compiled)
    def call(*args: Any, **kwargs: Any) -> Any:
        began = _get_sequence_nr()
        with instruments.aside():
            result = compiled(*args, **kwargs)
        if instruments.watch is not None:
            instruments.watch.observe_since(began, args, kwargs, result, sys._getframe(1))
        return result

    if hasattr(compiled, "_torchdynamo_wrapper_id"):  # by which Dynamo knows its own wrapper
        vars(call)["_torchdynamo_wrapper_id"] = id(call)
    return call
