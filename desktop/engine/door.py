"""The door every backward goes through, and what else stands in torch while a run is recorded."""

import functools
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import torch
from torch.autograd import graph as autograd_graph

from desktop.engine.instruments import Instruments
from desktop.engine.node_hooks import hook_entry


class Recorder(Protocol):
    """Who records a run: takes each pass, and hears whether the program hooks its tensors."""

    has_hooks: bool

    def backward(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        """Run one pass by `plain`, and give what it gives."""

    def develop(self) -> None:
        """Measure what was taken in and not measured yet, and report it."""


class Door:
    """Stands before the engine's one entry for `backward` and `grad`. Set into torch once in a process."""

    def __init__(self) -> None:
        self.recording: Recorder | None = None
        self.instruments = Instruments()
        self._stand_before_engine()
        self._note_hooks()
        hook_entry()

    def _stand_before_engine(self) -> None:
        plain = autograd_graph._engine_run_backward

        def _engine_run_backward(outputs: Any, *args: Any, **kwargs: Any) -> Any:
            recording = self.recording
            if recording is None or self.instruments.is_compiling:
                return plain(outputs, *args, **kwargs)
            return recording.backward(plain, outputs, *args, **kwargs)

        for module in (autograd_graph, torch.autograd):
            vars(module)["_engine_run_backward"] = _engine_run_backward

    def _note_hooks(self) -> None:
        plain = torch.Tensor.register_hook

        def register_hook(tensor: torch.Tensor, hook: Any) -> Any:
            if self.recording is not None:
                self.recording.has_hooks = True
            return plain(tensor, hook)  # type: ignore[no-untyped-call]

        torch.Tensor.register_hook = register_hook  # type: ignore[method-assign]


@functools.cache
def door() -> Door:
    """Give the process's one door, set in at first use: importing this module changes nothing."""
    return Door()
