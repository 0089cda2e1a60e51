"""What is set into torch once in a process so that a run's Log hears of it; without a Log nothing is told."""

import functools
import sys
from threading import get_ident
from types import TracebackType
from typing import Any, Self

import torch
from torch import nn
from torch._C import DisableTorchFunction
from torch.autograd import graph as autograd_graph
from torch.optim.optimizer import register_optimizer_step_pre_hook

from desktop.engine.capture import id_of, walk
from desktop.engine.door import door
from desktop.engine.findings.growth import mark_roots, names_holding_roots, namespaces_of
from desktop.engine.findings.log import PASSES, Log, safely
from desktop.engine.findings.witness import Witness
from desktop.engine.watch import is_leaf


class Taps:
    """Set in on construction. They tell `log`, where it is set, and change nothing."""

    def __init__(self) -> None:
        self.log: Log | None = None
        self.thread = 0
        self._is_switching = False
        self._tap_backward()
        self._tap_optimizers()
        self._tap_modes()
        self._tap_parameters()

    def _heard(self) -> Log | None:
        return self.log if self.log is not None and get_ident() == self.thread else None

    def _tap_backward(self) -> None:
        plain = autograd_graph._engine_run_backward

        def _engine_run_backward(outputs: Any, *args: Any, **kwargs: Any) -> Any:
            log = self._heard()
            if log is not None and log.passes < PASSES:
                with DisableTorchFunction():
                    safely(_note_pass, log, outputs, accumulates=bool(kwargs.get("accumulate_grad")))
            return plain(outputs, *args, **kwargs)

        for module in (autograd_graph, torch.autograd):
            vars(module)["_engine_run_backward"] = _engine_run_backward

    def _tap_optimizers(self) -> None:
        plain = torch.optim.Optimizer.__init__

        def __init__(optimizer: torch.optim.Optimizer, *args: Any, **kwargs: Any) -> None:  # noqa: N807 # it takes the place of that method
            plain(optimizer, *args, **kwargs)
            if (log := self._heard()) is not None:
                safely(log.optimizer_made, optimizer, sys._getframe(1))

        torch.optim.Optimizer.__init__ = functools.wraps(plain)(__init__)  # type: ignore[method-assign,assignment]

    def _tap_modes(self) -> None:
        plain = nn.Module.train

        @functools.wraps(plain)
        def train(module: Any, mode: bool = True) -> Any:  # noqa: FBT001, FBT002 # torch's own signature
            log = self._heard()
            if log is None or self._is_switching:
                return plain(module, mode)
            self._is_switching = True
            try:
                safely(log.switched, module, mode, sys._getframe(1))
                return plain(module, mode)
            finally:
                self._is_switching = False

        nn.Module.train = train  # type: ignore[method-assign,assignment]

    def _tap_parameters(self) -> None:
        plain = nn.Module.register_parameter

        @functools.wraps(plain)
        def register_parameter(module: Any, name: str, param: Any) -> None:
            old = module.__dict__.get("_parameters", {}).get(name)
            plain(module, name, param)
            if old is not None and old is not param and (log := self._heard()) is not None:
                safely(log.overwritten, module, name, old, param, sys._getframe(1))

        nn.Module.register_parameter = register_parameter  # type: ignore[method-assign,assignment]


class Observation:
    """A context within the recording in which a run's Log hears what happens. Thread: the program's."""

    def __init__(self, log: Log, witness: Witness) -> None:
        self._log = log
        self._witness = witness
        self._steps: Any = None

    def __enter__(self) -> Self:
        taps().thread = get_ident()
        taps().log = self._log
        if (watch := door().instruments.watch) is not None:
            watch.witness = self._witness.saw
        self._steps = register_optimizer_step_pre_hook(self._stepped)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._steps.remove()
        taps().log = None

    def _stepped(self, optimizer: torch.optim.Optimizer, _args: Any, _kwargs: Any) -> None:
        if get_ident() == taps().thread:
            with DisableTorchFunction():
                safely(self._log.stepped, optimizer, sys._getframe(1))


@functools.cache
def taps() -> Taps:
    """Give the process's one set of taps, outside of the door: importing this module changes nothing."""
    door()
    return Taps()


def _note_pass(log: Log, outputs: Any, *, accumulates: bool) -> None:
    """Look at what a pass is about to go through."""
    tensors = [each for each in outputs if isinstance(each, torch.Tensor)]
    roots = [each.grad_fn for each in tensors if each.grad_fn is not None]
    nodes, _ = walk(roots)
    leaves = [node.variable for node in nodes if is_leaf(node)]
    held = frozenset(map(id, leaves))
    log.went_through(node for node in nodes if not is_leaf(node))
    log.passes += 1
    if accumulates:
        log.leaves.before_pass(leaves)
    frame = log.frame(sys._getframe(1))
    log.note(
        "pass",
        log.place(frame),
        number=log.passes,
        leaves=held,
        nodes=len(nodes),
        known=sum(1 for node in nodes if not is_leaf(node) and id_of(node) is not None),
        accumulates=accumulates,
        from_leaf=any(each.is_leaf for each in tensors),
        bypasses=[each for each in log.bypasses if each.spoils(nodes)],
        holding=names_holding_roots(namespaces_of(frame, log.file), roots) if log.passes > 1 else (),
        switched_off=log.switched_off(held),
    )
    mark_roots(roots)
