"""Record a backward pass: in which order the engine really ran the nodes, and the gradients it took and gave.

A prehook on each node gives both the order and the gradients that arrive. What a node sends is what arrives at its
target, unless several senders meet there or a hook changes it on the way: only such nodes get a post-hook too.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from time import perf_counter_ns
from typing import Any

import torch
from torch import Tensor as Live

from desktop.engine.capture import id_of
from desktop.engine.node_hooks import NodeHooks
from desktop.engine.strangers import Strangers
from desktop.engine.summary import Album, copy_of, version_of
from desktop.engine.watch import is_leaf
from desktop.records.flow import FlowStep

Gradients = tuple[Live | None, ...]

Port = tuple[Any, int]
"""One output of one node: where a gradient arrives."""


class FlowRecorder:
    """Hooks the nodes of one pass, and afterwards gives the steps. Thread: hooks run on the engine's."""

    _versions: Sequence[int] = ()
    _end = 0

    def __init__(self, nodes: Sequence[Any], speakers: Collection[int], strangers: Strangers) -> None:
        """Set hooks on all `nodes`; `speakers` must tell what they send, since that may not arrive as it was.

        Other passes may meet there at the same time: those of `strangers` are not heard.
        """
        self._nodes = nodes
        self._strangers = strangers
        self._events: list[tuple[int, int, Gradients]] = []
        self._sent: dict[int, Gradients] = {}
        self._kept: dict[int, tuple[Live, Live | None, int]] = {}
        self._hooks = NodeHooks()
        hear = self._events.append

        def arrived(index: int, gradients: Gradients) -> None:
            if not strangers.includes_caller():
                hear((index, perf_counter_ns(), gradients))

        with self._hooks:
            for index, node in enumerate(nodes):
                node.register_prehook(partial(arrived, index))
            for index in speakers:
                nodes[index].register_hook(partial(self._left, index))

    @property
    def events(self) -> list[tuple[int, int, Gradients]]:
        """Which node ran, when (in nanoseconds), and what had arrived there, in the engine's order."""
        return self._events

    def keep(self, owned: Iterable[Live]) -> None:
        """Copy gradients that the program owns too, and may change at once."""
        self._kept = {id(each): (each, copy_of(each), version_of(each)) for each in owned}

    def close(self) -> None:
        """Take the hooks off and hold what arrived."""
        self._end = perf_counter_ns()
        self._hooks.remove()
        self._hold()

    def steps(self) -> tuple[FlowStep, ...]:
        """Give the steps in the engine's order, with statistics taken in one go. Call it once, after `close`.

        From then on there are `places`: each step's node, and where in the `album` its gradients lie.
        """
        self.album = Album()
        events = self.events
        arrived = {self._nodes[index]: gradients for index, _, gradients in events}
        versions, unknown = iter(self._versions), itertools.repeat(None)
        rows = [
            (self._places(gradients, versions), self._places(self._outgoing(index, arrived), unknown))
            for index, _, gradients in events
        ]
        self.places = [(str(id_of(self._nodes[index])), *row) for (index, _, _), row in zip(events, rows, strict=True)]
        records = self.album.develop()
        starts = [start for _, start, _ in events] + [self._end]
        return tuple(
            FlowStep(
                node=str(id_of(self._nodes[events[order][0]])),
                order=order,
                elapsed_us=(starts[order + 1] - starts[order]) / 1000,
                incoming=tuple(None if place is None else records[place] for place in incoming),
                outgoing=tuple(None if place is None else records[place] for place in outgoing),
            )
            for order, (incoming, outgoing) in enumerate(rows)
        )

    def _hold(self) -> None:
        self._versions = [
            -1 if gradient is None else version_of(gradient)
            for _, _, gradients in self.events
            for gradient in gradients
        ]

    def _left(self, index: int, sent: Gradients, _received: Gradients) -> None:
        if not self._strangers.includes_caller():
            self._sent[index] = sent

    def _outgoing(self, index: int, arrived: dict[Any, Gradients]) -> Gradients:
        """Give one gradient for each of `next_functions`, as its target gets it."""
        targets = self._nodes[index].next_functions
        sent = self._sent.get(index)
        if sent is not None:
            return tuple(_fit(gradient, port) for gradient, port in zip(sent, targets, strict=False))
        return tuple(_at(arrived.get(target), output) for target, output in targets)

    def _places(self, gradients: Gradients, versions: Iterator[int | None]) -> list[int | None]:
        known = [(each, next(versions)) for each in gradients]
        return [None if each is None else self._place(each, at) for each, at in known]

    def _place(self, gradient: Live, version: int | None) -> int:
        """Put a gradient into the album: of what the program owns too, its values as they were."""
        _, copy, at = self._kept.get(id(gradient), (None, None, version))
        return self.album.add(gradient, at) if copy is None else self.album.add(copy)


class Ears:
    """Hears what arrives in passes that are held: hooks that stay on leaves, and no frame of Python for each node."""

    def __init__(self) -> None:
        self.arrived: dict[Any, Gradients] = {}
        self._leaves: set[Any] = set()
        self._hooks = NodeHooks()

    def listen(self, nodes: Sequence[Any]) -> None:
        """Begin to hear a pass, by the nodes' indices, leaves by themselves; within the context of its hooks."""
        self.arrived.clear()
        keep = self.arrived.__setitem__
        leaves = set()
        for index, node in enumerate(nodes):
            if is_leaf(node):
                leaves.add(node)
            else:
                node.register_prehook(partial(keep, index))
        if leaves != self._leaves:
            self._hear_leaves(leaves)

    def close(self) -> None:
        """Hear nothing more."""
        self._hooks.remove()
        self._leaves = set()

    def _hear_leaves(self, leaves: set[Any]) -> None:
        self.close()
        self._leaves = leaves
        with self._hooks:
            for leaf in leaves:
                leaf.register_prehook(partial(self.arrived.__setitem__, leaf))


class HeldRecorder(FlowRecorder):
    """Records a pass that most often is thrown away: cheaply, in order, without times."""

    def __init__(self, nodes: Sequence[Any], speakers: Collection[int], strangers: Strangers, ears: Ears) -> None:
        self._ears = ears
        self._nodes = nodes
        self._strangers = strangers
        self._sent, self._kept = {}, {}
        self._hooks = NodeHooks()
        with self._hooks:
            ears.listen(nodes)
            for index in speakers:
                nodes[index].register_hook(partial(self._left, index))

    @property
    def events(self) -> list[tuple[int, int, Gradients]]:
        """Which node ran, at no known time, and what had arrived there."""
        place = {node: index for index, node in enumerate(self._nodes)}
        return [(place.get(key, key), 0, gradients) for key, gradients in self._ears.arrived.items()]

    def lend(self, owned: Iterable[Live]) -> None:
        """Note how often gradients have been changed that the program owns too: later their values may be others."""
        self._kept = {id(each): (each, None, version_of(each)) for each in owned}

    def close(self) -> None:
        """Take the hooks off; what arrived is held once it is wanted."""
        self._hooks.remove()

    def steps(self) -> tuple[FlowStep, ...]:
        """Give the steps; now that they are wanted, hold what arrived."""
        self._hold()
        return super().steps()


def _at(gradients: Gradients | None, output: int) -> Live | None:
    return gradients[output] if gradients is not None and output < len(gradients) else None


def _fit(gradient: Live | None, port: Port) -> Live | None:
    """Do to a sent gradient what the engine does on its way: reduce it to the target's shape and dtype."""
    target, output = port
    if gradient is None or target is None or gradient.layout is not torch.strided:
        return None if target is None else gradient
    metadata = target._input_metadata
    if output >= len(metadata) or metadata[output].is_nested_tensor:
        return gradient
    shape, dtype = tuple(metadata[output].shape), metadata[output].dtype
    if tuple(gradient.shape) == shape and gradient.dtype is dtype:
        return gradient
    with torch.no_grad():
        return gradient.sum_to_size(shape).to(dtype)
