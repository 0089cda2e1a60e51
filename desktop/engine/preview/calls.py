"""What a look sees of torch's calls: tensors taken together though their shapes differ, and the call that failed."""

import math
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, NamedTuple

import torch
from torch.overrides import TorchFunctionMode

from desktop.engine.findings.log import Log
from desktop.engine.findings.shapes import expands_both
from desktop.engine.findings.witness import ELEMENTWISE, LOSSES

_MOST_NUMBERS = 4_000_000
"""How many numbers a failed call is done again with, to hear PyTorch's own words."""


class FailedTorchCall(NamedTuple):
    """A torch call that raised."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    def tensors(self) -> tuple[torch.Tensor, ...]:
        """Give the tensors it was given."""
        return tuple(_tensors([*self.args, *self.kwargs.values()]))

    def error(self) -> Exception | None:
        """Do it with true tensors of the same shapes; give what it raises then. None: nothing, or it is too large."""
        if sum(math.prod(each.shape) for each in self.tensors()) > _MOST_NUMBERS:
            return None
        try:
            with torch.no_grad():
                self.function(*map(_true, self.args), **{name: _true(value) for name, value in self.kwargs.items()})
        except Exception as error:  # noqa: BLE001 # what it raises is what is asked
            return error
        return None


class Calls(TorchFunctionMode):
    """Tells a Log while it is active, as the watch of a run does."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Do the call, and note it where it takes tensors together."""
        result = func(*args, **kwargs) if kwargs else func(*args)
        name = getattr(func, "__name__", "")
        if name in ELEMENTWISE or name in LOSSES:
            self._together(name, args, sys._getframe(1))
        return result

    def _together(self, name: str, args: Any, frame: FrameType) -> None:
        first, second = args if len(args) == 2 else (None, None)  # noqa: PLR2004 # two tensors
        if not isinstance(first, torch.Tensor) or not isinstance(second, torch.Tensor) or first.shape == second.shape:
            return
        shapes = tuple(first.shape), tuple(second.shape)
        is_own = frame.f_code.co_filename == self._log.file
        if () in shapes or not (name in LOSSES or (is_own and expands_both(*shapes))):
            return
        self._log.note(
            "broadcast",
            self._log.place(frame),
            shapes=shapes,
            loss=name if name in LOSSES else "",
            name=name,
            grads=(first.requires_grad, second.requires_grad),
            shared=first.untyped_storage()._cdata == second.untyped_storage()._cdata,
        )


def failed_torch_call(error: BaseException) -> FailedTorchCall | None:
    """Find the torch call that raised in the frames of an exception."""
    trace, found = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code is Calls.__torch_function__.__code__:
            held = trace.tb_frame.f_locals
            found = FailedTorchCall(held["func"], tuple(held["args"]), held["kwargs"] or {})
        trace = trace.tb_next
    return found


def _true(value: Any) -> Any:
    """Make a tensor of zeros that lies in memory as a fake one would."""
    if isinstance(value, torch.Tensor):
        size = 1 + sum((size - 1) * step for size, step in zip(value.shape, value.stride(), strict=True) if size)
        return torch.zeros(size, dtype=value.dtype).as_strided(value.shape, value.stride())
    if isinstance(value, list | tuple) and type(value) in (list, tuple):
        return type(value)(map(_true, value))
    return value


def _tensors(values: Any) -> Iterator[torch.Tensor]:
    for each in values:
        if isinstance(each, torch.Tensor):
            yield each
        elif isinstance(each, tuple | list):
            yield from _tensors(each)
