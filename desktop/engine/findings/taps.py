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
from desktop.engine.summary import is_leaf_tensor
from desktop.engine.watch import is_leaf, maker_of


class Taps:
    """Set in on construction. They tell `log`, where it is set, and change nothing."""

    def __init__(self) -> None:
        self.log: Log | None = None
        self.observation: Observation | None = None
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
            if log is not None and self.observation is not None:
                self.observation.settle_steps()
            if log is not None and log.passes < PASSES:
                with DisableTorchFunction():
                    nodes = _walked(outputs)  # held: who walks there next finds the nodes' wrappers made
                    safely(_note_pass, log, outputs, nodes, accumulates=bool(kwargs.get("accumulate_grad")))
            return plain(outputs, *args, **kwargs)

        for module in (autograd_graph, torch.autograd):
            vars(module)["_engine_run_backward"] = _engine_run_backward

    def _tap_optimizers(self) -> None:
        plain = torch.optim.Optimizer.__init__

        def __init__(optimizer: torch.optim.Optimizer, *args: Any, **kwargs: Any) -> None:  # noqa: N807 # it takes the place of that method
            plain(optimizer, *args, **kwargs)
            if (log := self._heard()) is not None and self.observation is not None:
                safely(log.optimizer_made, optimizer, sys._getframe(1))
                self.observation.await_steps()

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
        taps().log, taps().observation = self._log, self
        if (watch := door().instruments.watch) is not None:
            watch.witness = self._witness.saw
        return self

    def settle_steps(self) -> None:
        """Hear of no more steps, once none is of interest. Not from within a step: its hooks are being gone through."""
        if self._steps is not None and not self._log.awaits_steps:
            self._hear_no_steps()

    def await_steps(self) -> None:
        """Hear of optimizers' steps, as long as they are of interest: a hook costs every step of a long loop."""
        if self._steps is None:
            self._steps = register_optimizer_step_pre_hook(self._stepped)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hear_no_steps()
        taps().log = taps().observation = None

    def _hear_no_steps(self) -> None:
        if self._steps is not None:
            self._steps.remove()
            self._steps = None

    def _stepped(self, optimizer: torch.optim.Optimizer, args: Any, kwargs: Any) -> None:
        if get_ident() == taps().thread:
            has_closure = (*args[1:], *kwargs.values(), None)[0] is not None
            with DisableTorchFunction():
                safely(self._log.stepped, optimizer, sys._getframe(1), has_closure=has_closure)


@functools.cache
def taps() -> Taps:
    """Give the process's one set of taps, outside of the door: importing this module changes nothing."""
    door()
    return Taps()


def _walked(outputs: Any) -> list[Any]:
    """Give the nodes that a pass is about to go through."""
    return walk(_roots(outputs))[0]


def _roots(outputs: Any) -> list[Any]:
    makers = [maker_of(each) for each in outputs if isinstance(each, torch.Tensor)]
    return [node for node in makers if node is not None]


def _parted(nodes: list[Any]) -> tuple[list[Any], list[torch.Tensor]]:
    """Give the operations among nodes, and the tensors of the leaves."""
    inner: list[Any] = []
    leaves: list[torch.Tensor] = []
    for node in nodes:
        if is_leaf(node):
            leaves.append(node.variable)
        else:
            inner.append(node)
    return inner, leaves


def _note_pass(log: Log, outputs: Any, nodes: list[Any], *, accumulates: bool) -> None:
    """Look at what a pass is about to go through."""
    inner, leaves = _parted(nodes)
    held, roots = frozenset(map(id, leaves)), _roots(outputs)
    log.went_through(inner)
    log.passes += 1
    if accumulates:
        log.leaves.before_pass(leaves)
    frame = log.frame(sys._getframe(1))
    place = log.place(frame)
    before = log.latest("pass", place)
    grows = before is not None and len(nodes) > before.facts["nodes"]
    log.note(
        "pass",
        place,
        number=log.passes,
        leaves=held,
        nodes=len(nodes),
        known=grows and any(id_of(node) is not None for node in inner),
        accumulates=accumulates,
        from_leaf=any(isinstance(each, torch.Tensor) and is_leaf_tensor(each) for each in outputs),
        bypasses=[each for each in log.bypasses if each.spoils(nodes)],
        holding=names_holding_roots(namespaces_of(frame, log.file), roots) if log.passes > 1 else (),
        switched_off=log.switched_off(held),
    )
    mark_roots(roots)
