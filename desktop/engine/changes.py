"""What became of leaves around one pass: gradients that were added to, and values that an optimizer moved."""

from collections.abc import Iterable, Sequence
from threading import get_ident
from typing import Any

import torch
from torch import Tensor as Live
from torch import nn
from torch._C import DisableTorchFunction
from torch.autograd import graph as autograd_graph
from torch.optim.optimizer import _global_optimizer_post_hooks, _global_optimizer_pre_hooks

from desktop.engine.capture import id_of
from desktop.engine.summary import Album, copy_of
from desktop.engine.watch import is_leaf
from desktop.records.flow import Change

_MOST_LEAVES = 32
"""Leaves up to which the gradients of a pass are copied."""


class Changes:
    """Copies what changes, before and after, around one pass that is recorded. Thread: the program's."""

    def __init__(self) -> None:
        self._accumulated: list[tuple[Any, Live, Live]] = []
        self._updated: list[tuple[Any, Live, Live]] = []
        self._gradients: list[tuple[Any, Live]] = []
        self._values: list[tuple[Any, Live]] = []
        self._thread = get_ident()

    @property
    def held_bytes(self) -> int:
        """How much memory the copies take."""
        copies = (each for change in (*self._accumulated, *self._updated) for each in change[1:])
        return sum(each.numel() * each.element_size() for each in copies)

    def before_pass(self, nodes: Sequence[Any]) -> None:
        """Copy the gradients that the leaves among `nodes` have already."""
        leaves = [node for node in nodes if is_leaf(node)]
        if len(leaves) <= _MOST_LEAVES:
            before = [(node, copy_of(node.variable.grad)) for node in leaves]
            self._gradients = [(node, copy) for node, copy in before if copy is not None]

    def after_pass(self, reached: set[Any]) -> None:
        """Copy what these gradients have become, of the leaves that the pass `reached`."""
        for node, before in self._gradients:
            after = copy_of(node.variable.grad) if node in reached else None
            if after is not None:
                self._accumulated.append((node, before, after))
        self._gradients = []

    def watch_steps(self) -> None:
        """Hear of each step of each optimizer. Torch's own way to say so draws numbers that a program could miss."""
        _global_optimizer_pre_hooks[self] = self._before_step  # type: ignore[index] # any key will do
        _global_optimizer_post_hooks[self] = self._after_step  # type: ignore[index] # any key will do

    def close(self) -> None:
        """Hear of no further step."""
        for hooks in (_global_optimizer_pre_hooks, _global_optimizer_post_hooks):
            hooks.pop(self, None)  # type: ignore[call-overload] # as above

    def records(self) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """Give the gradients that were added to, and the values that were moved."""
        return _records(self._accumulated), _records(self._updated)

    def _before_step(self, optimizer: torch.optim.Optimizer, _args: Any, _kwargs: Any) -> None:
        """Copy the values that an optimizer is about to move."""
        if get_ident() != self._thread:
            return
        with torch.no_grad(), DisableTorchFunction():
            self._values = [
                (leaf, before)
                for leaf in _parameters(optimizer)
                if leaf.grad is not None and (before := copy_of(leaf)) is not None
            ]

    def _after_step(self, _optimizer: torch.optim.Optimizer, _args: Any, _kwargs: Any) -> None:
        """Copy the values that the optimizer has moved."""
        if get_ident() != self._thread:
            return
        with DisableTorchFunction():
            for leaf, before in self._values:
                after = None if torch.equal(before, leaf.detach()) else copy_of(leaf)
                if after is not None and leaf.requires_grad:
                    self._updated.append((autograd_graph.get_gradient_edge(leaf).node, before, after))
        self._values = []


def _parameters(optimizer: torch.optim.Optimizer) -> Iterable[nn.Parameter]:
    return (leaf for group in optimizer.param_groups for leaf in group["params"])


def _records(changes: list[tuple[Any, Live, Live]]) -> tuple[Change, ...]:
    album = Album()
    known = [(id_of(node), album.add(before), album.add(after)) for node, before, after in changes]
    records = album.develop()
    return tuple(Change(node, records[before], records[after]) for node, before, after in known if node is not None)
