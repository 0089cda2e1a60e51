"""The record of one run as it grows: watches the forward pass, stands at the engine's door for each backward."""

import functools
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import FrameType, TracebackType
from typing import Any, NamedTuple, Self

import torch
from torch._C import DisableTorchFunction, _DisableTorchDispatch
from torch._C._autograd import _get_sequence_nr

from desktop.engine.call_log import CallLog
from desktop.engine.capture import Capture, Exposure, id_of, walk
from desktop.engine.changes import Changes
from desktop.engine.door import door
from desktop.engine.flow import Ears, FlowRecorder, HeldRecorder
from desktop.engine.holdings import Holdings, offered_gradients
from desktop.engine.names import TensorNames
from desktop.engine.pass_arguments import are_differentiable, node_of, owned_gradients, retains_graph
from desktop.engine.pattern import Pattern
from desktop.engine.scope import Scope
from desktop.engine.second_order import mark_second_order
from desktop.engine.source import Source
from desktop.engine.strangers import Strangers
from desktop.engine.undisturbed import undisturbed
from desktop.engine.watch import Call, Watch, is_leaf, maker_of
from desktop.engine.whereabouts import Whereabouts
from desktop.records.flow import Flow
from desktop.records.graph import Graph

_PASSES_AT_FIRST = 8
_WORTH_A_LOG = 40
"""Nodes from which on it is worth its cost to log which modules are called between passes that nobody watches."""

_LATEST_S = 1.0
"""What was taken in longer ago is measured before the next pass, so that little is lost if the process dies."""

_MOST_HELD_BYTES = 1024 * 1024 * 1024
"""When more is held, it is measured and let go before the next pass. (Views count anew: it is a third of that.)"""


class _HeldPass(NamedTuple):
    """A pass that is recorded only if it was the last, and where it was started."""

    roots: list[Any]
    nodes: list[Any]
    recorder: FlowRecorder
    retains: bool
    log: CallLog | None
    here: Scope | None


class Recording:
    """One run's pieces of graphs and its flows. A context in which the program runs. Thread: the program's."""

    def __init__(
        self,
        source: Source,
        graph_captured: Callable[[int, Graph], None],
        flow_recorded: Callable[[int, Flow], None],
        holdings: Holdings | None = None,
    ) -> None:
        """Tell each piece and flow as it is measured; offer what is measured after the program to `holdings`."""
        self.pieces: list[Graph] = []
        self.flows: list[Flow] = []
        self.has_hooks = False
        self._is_over = False
        self._holdings = holdings
        self._undeveloped: list[Callable[[], None]] = []
        self._exposed = 0
        self._held_bytes = 0
        self._developed_at = time.monotonic()
        self._source = source
        self._graph_captured = graph_captured
        self._flow_recorded = flow_recorded
        self._names = TensorNames(source.name)
        self._whereabouts = Whereabouts(source, door().instruments.module_call)
        self._watch = Watch(source, self._names, self._whereabouts)
        self._capture = Capture(self._names)
        self._passes = 0
        self._last_pass: _HeldPass | None = None
        self._changes: Changes | None = None
        self._pattern: Pattern | None = None
        self._ears = Ears()
        self._strangers = Strangers()
        self._thread = threading.get_ident()
        self._inside = False

    def __enter__(self) -> Self:
        door().recording = self
        door().instruments.whereabouts = self._whereabouts
        door().instruments.watch = self._watch
        self._watch.turn_on()
        self._source.loop_notes.left = self._leave_loop
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._source.loop_notes.left = None
        self._watch.turn_off()
        self._end_changes()
        self._ears.close()
        door().instruments.watch = None
        door().instruments.whereabouts = None
        door().recording = None

    def take_remaining(self, tensors: Iterable[torch.Tensor], namespaces: list[Mapping[str, Any]]) -> None:
        """Record a graph for each tensor that has a `grad_fn` and lies in no recorded graph, the youngest first."""
        self._is_over = True
        self._take_last_pass(namespaces)
        nodes = {node for tensor in tensors if (node := maker_of(tensor)) is not None}
        for node in sorted(nodes, key=lambda node: node._sequence_nr(), reverse=True):
            if id_of(node) is None:
                behind = walk([node])[0]
                if self._pattern is not None:
                    self._pattern.lend(behind, CallLog(), None)
                self._take(node, behind, namespaces)
        self.develop()

    def develop(self) -> None:
        """Measure what was taken in and not measured yet, and report it."""
        undeveloped, self._undeveloped = self._undeveloped, []
        with undisturbed():
            for each in undeveloped:
                each()
        self._developed_at = time.monotonic()
        self._held_bytes = 0

    def backward(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        """Run one pass of the engine by `plain` and record it. A pass inside a pass belongs to the outer one."""
        if threading.get_ident() != self._thread:
            with self._strangers.passing():
                return plain(outputs, *args, **kwargs)
        if self._inside or not are_differentiable(outputs):
            return plain(outputs, *args, **kwargs)
        self._inside = True
        self._passes = self._source.loop_notes.passes = self._passes + 1
        self._end_changes()
        self._last_pass = None
        try:
            if _is_recorded(self._passes):
                return self._recorded(plain, outputs, *args, **kwargs)
            return self._held(plain, outputs, *args, **kwargs)
        finally:
            self._inside = False
            self._attend(self._passes + 1)

    def _end_changes(self) -> None:
        """Copy no more of what became of the last recorded pass's leaves."""
        if self._changes is not None:
            self._held_bytes += self._changes.held_bytes
            self._changes.close()
            self._changes = None

    def _attend(self, number: int) -> None:
        """Watch what leads to the next pass only if that will be recorded; else log it, if much leads there."""
        if _is_recorded(number):
            self._whereabouts.follow(None)
            door().instruments.watch = self._watch
            if not door().instruments.is_aside:
                self._watch.turn_on()
        else:
            is_large = self._pattern is not None and self._pattern.size >= _WORTH_A_LOG
            self._whereabouts.follow(CallLog() if is_large else None, watching=False)
            self._watch.turn_off()
            door().instruments.watch = None

    def _leave_loop(self) -> None:
        """Watch again: what follows a long loop is other than its rounds."""
        if not self._inside and threading.get_ident() == self._thread:
            self._attend(1)

    def _held(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        """Run a pass that is recorded only if no other follows: hold what that would need, until the next."""
        log = self._whereabouts.log
        here = self._whereabouts.where(sys._getframe(1))[0] if log is not None else None
        roots = [node_of(output) for output in outputs]
        nodes, meet = walk(roots)
        strangers = self._strangers.count - len(self._strangers.running)
        recorder = HeldRecorder(nodes, self._speakers(args, nodes, meet), self._strangers, self._ears)
        try:
            result = plain(outputs, *args, **kwargs)
            recorder.lend(owned_gradients(args, result))
            return result
        finally:
            recorder.close()
            if self._strangers.count == strangers:  # else it heard theirs too
                self._last_pass = _HeldPass(roots, nodes, recorder, retains_graph(args), log, here)

    def _take_last_pass(self, namespaces: list[Mapping[str, Any]]) -> None:
        """Record the pass that turned out to be the last; its spans are those of the same pass when it was watched."""
        last = self._last_pass
        if last is None:
            return
        if self._pattern is not None:
            self._pattern.lend(last.nodes, last.log or CallLog(), last.here)
        index = self._take_roots(last.roots, last.nodes, namespaces, late=True)
        self._add_flow_later(index, last.recorder, Changes(), retains=last.retains)

    def _recorded(self, plain: Callable[..., Any], outputs: Sequence[Any], *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() - self._developed_at > _LATEST_S or self._held_bytes > _MOST_HELD_BYTES:
            self.develop()
        frame, (here, _) = self._program_frame(), self._whereabouts.where(sys._getframe(1))
        with DisableTorchFunction(), undisturbed():  # our own mode would look at every question we ask
            roots = [node_of(output) for output in outputs]
            nodes, meet = walk(roots)
            self._pattern = Pattern(nodes, here) if self._passes >= _PASSES_AT_FIRST else None
            index = self._take_roots(roots, nodes, _namespaces_of(frame, self._source.name))
            recorder = FlowRecorder(nodes, self._speakers(args, nodes, meet), self._strangers)
            changes = self._changes = Changes()
            changes.watch_steps()
            if kwargs.get("accumulate_grad"):
                changes.before_pass(nodes)
        began = _get_sequence_nr()
        try:
            result = plain(outputs, *args, **kwargs)
            with DisableTorchFunction(), _DisableTorchDispatch():
                recorder.keep(owned_gradients(args, result))
        finally:
            with DisableTorchFunction(), _DisableTorchDispatch():
                recorder.close()
                changes.after_pass({nodes[event] for event, _, _ in recorder.events})
            self._add_flow_later(index, recorder, changes, retains=retains_graph(args))
        if args[2:3] and args[2]:
            with DisableTorchFunction(), _DisableTorchDispatch():
                mark_second_order(result, nodes, self._second_order(frame, began))
        return result

    def _speakers(self, args: tuple[Any, ...], nodes: Sequence[Any], meet: set[int]) -> set[int]:
        """Give whose word is needed: everybody's where inputs were given or a person's hook may change a gradient."""
        if self.has_hooks or (args[3:4] and args[3]):
            return {index for index, node in enumerate(nodes) if not is_leaf(node)}
        return meet

    def _take_roots(
        self, roots: Sequence[Any], nodes: list[Any], namespaces: list[Mapping[str, Any]], *, late: bool = False
    ) -> int:
        """Record the graph of each root; give the index of the first one's piece."""
        first = self._exposed
        for root in roots:
            self._take(root, nodes if len(roots) == 1 else walk([root])[0], namespaces, late=late)
        return first

    def _take(self, root: Any, nodes: list[Any], namespaces: list[Mapping[str, Any]], *, late: bool = False) -> None:
        exposure = self._capture.expose(root, nodes, namespaces, late=late)
        self._exposed += 1
        self._held_bytes += exposure.held_bytes
        self._undeveloped.append(functools.partial(self._add_piece, exposure))

    def _add_piece(self, exposure: Exposure) -> None:
        piece = exposure.develop()
        self.pieces.append(piece)
        if self._holdings is not None and self._is_over:
            self._holdings.offer(exposure.offered())
        self._graph_captured(len(self.pieces) - 1, piece)

    def _add_flow_later(self, index: int, recorder: FlowRecorder, changes: Changes, *, retains: bool) -> None:
        add = functools.partial(self._add_flow, index, self._passes, recorder, changes, retains=retains)
        self._undeveloped.append(add)

    def _add_flow(self, index: int, number: int, recorder: FlowRecorder, changes: Changes, *, retains: bool) -> None:
        flow = Flow(index, number, recorder.steps(), retains, *changes.records())
        self.flows.append(flow)
        if self._holdings is not None and self._is_over:
            for node, incoming, outgoing in recorder.places:
                self._holdings.offer(offered_gradients(node, number, recorder.album, incoming, outgoing))
        self._flow_recorded(len(self.flows) - 1, flow)

    def _second_order(self, frame: FrameType | None, began: int) -> Call:
        """Describe the pass that was started in `frame` as the call that made nodes in C++."""
        span = self._source.span(frame.f_code, frame.f_lasti) if frame is not None else None
        return Call(span, self._whereabouts.where(sys._getframe(1))[0], began=began, modules=())

    def _program_frame(self) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self._source.name:
            frame = frame.f_back
        return frame


def _is_recorded(number: int) -> bool:
    """Say whether a pass is recorded whatever follows: the first eight, then each whose number is a power of two."""
    return number <= _PASSES_AT_FIRST or number & (number - 1) == 0


def _namespaces_of(frame: Any, file: str) -> list[Mapping[str, Any]]:
    """Give the globals and then the locals of the program's living frames, innermost first."""
    if frame is None:
        return []
    found: list[Mapping[str, Any]] = [frame.f_globals]
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_locals is not frame.f_globals:
            found.append(frame.f_locals)
        frame = frame.f_back
    return found
