"""Watch the forward pass: every torch call marks the nodes it made with where, under which name and of what.

Marks live in the nodes' own `metadata`, so they die with the graph and nothing is kept alive that a plain run frees.
"""

import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch._C import (
    DisableTorchFunctionSubclass,
    _DisableTorchDispatch,
    _get_function_stack_at,
    _len_torch_dispatch_stack,
    _len_torch_function_stack,
)
from torch.overrides import TorchFunctionMode, _pop_mode, _push_mode
from torch.utils._device import DeviceContext

from desktop.engine.names import TensorNames
from desktop.engine.scope import Scope
from desktop.engine.source import Source
from desktop.engine.summary import is_opaque, version_of
from desktop.engine.whereabouts import Whereabouts
from desktop.records.text import Span

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = "chainrule.mark"
_ACCUMULATE = type(torch.autograd.graph.get_gradient_edge(torch.zeros((), requires_grad=True)).node)
_MAY_HOLD_TENSORS = (torch.Tensor, tuple, list)
_KEPT_ELEMENTS = 4_000_000
"""A result larger than this is not kept for its statistics; its shape is recorded all the same."""


class Call:
    """One torch call of the program."""

    __slots__ = ("inputs", "label", "modules", "scope", "span")

    def __init__(self, span: Span | None, modules: tuple[nn.Module, ...], scope: Scope | None = None) -> None:
        self.span = span
        self.modules = modules
        self.scope = scope
        self.label = ""
        self.inputs: list[tuple[torch.Tensor, int]] = []


class Mark:
    """What one node is to the call that made it: an inner node, or one that gives a result."""

    __slots__ = ("call", "gives_result", "results")

    def __init__(self, call: Call) -> None:
        self.call = call
        self.gives_result = False
        self.results: dict[int, tuple[torch.Tensor, int]] = {}


def is_leaf(node: Any) -> bool:
    """Say whether a node is an AccumulateGrad."""
    return type(node) is _ACCUMULATE


def mark_of(node: Any) -> Mark | None:
    """Give the mark of an autograd node, if the watch saw it being made."""
    mark = node.metadata.get(_MARK)
    return mark if isinstance(mark, Mark) else None


def maker_of(tensor: torch.Tensor) -> Any:
    """Give the node that made a tensor; None for none.

    None also where autograd refuses to say: a view from a part without gradients, whose base was changed since.
    """
    try:
        return tensor.grad_fn
    except RuntimeError:
        return None


def lend_mark(node: Any, mark: Mark) -> None:
    """Give a node the mark of another, unless it is a leaf or has one of its own."""
    if not is_leaf(node) and mark_of(node) is None:
        node.metadata[_MARK] = mark


class Watch(TorchFunctionMode):
    """The function mode that marks what it sees. Thread: the program's."""

    def __init__(self, source: Source, names: TensorNames, whereabouts: Whereabouts) -> None:
        super().__init__()
        self.thread = whereabouts.thread
        self._whereabouts = whereabouts
        self._source = source
        self._names = names
        self._labelled: tuple[FrameType, int, FrameType, Call] | None = None
        self._is_on = False
        self.witness: Callable[[Any, Any, Any, Any, FrameType], None] | None = None

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **kwargs) if kwargs else func(*args)
        if self.witness is not None:
            self.witness(func, args, kwargs, result, sys._getframe(1))
        if result is None or isinstance(result, _MAY_HOLD_TENSORS):
            if types or _len_torch_dispatch_stack():
                self.observe_unseen(args, kwargs or {}, result, sys._getframe(1))
            else:
                self.observe(args, kwargs or {}, result, sys._getframe(1))
        return result

    def observe_unseen(self, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Do what `observe` does, where the program's own modes or kinds of tensor would see our questions."""
        with DisableTorchFunctionSubclass(), _DisableTorchDispatch():
            self.observe(args, kwargs, result, frame)

    def observe(self, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Mark the nodes behind `result`, made from `args` in `frame` or below it."""
        made = _made(args, result)
        if not made:
            return
        program_frame, callee = self._program_frame(frame)
        call = self._call(program_frame, callee, self._whereabouts.where(frame)[0])
        given = _tensors(args) + _tensors(list(kwargs.values())) if kwargs else _tensors(args)
        for tensor in given:
            self._take_input(tensor, call, program_frame)
        mark_made(made, call, {maker_of(tensor) for tensor in given})

    def turn_on(self) -> None:
        """Begin to see torch calls. Above another mode this cannot be done: that mode would then end ours."""
        if not self._is_on and not _function_modes():
            self._is_on = True
            _push_mode(self)  # type: ignore[no-untyped-call]

    def turn_off(self) -> bool:
        """See nothing more, and say so, unless another mode stands above ours: it would be ended in our stead."""
        self._labelled = None
        if not self._is_on:
            return False
        modes = _function_modes()
        if modes and modes[-1] is self:
            _pop_mode()  # type: ignore[no-untyped-call]
            self._is_on = False
        return not self._is_on

    def _program_frame(self, frame: FrameType | None) -> tuple[FrameType | None, FrameType | None]:
        callee = None
        while frame is not None and frame.f_code.co_filename != self._source.name:
            callee, frame = frame, frame.f_back
        return frame, callee

    def _call(self, frame: FrameType | None, callee: FrameType | None, scope: Scope | None) -> Call:
        within = self._whereabouts.within
        modules = within.modules() if within is not None else ()
        if frame is None:
            return Call(None, modules, scope)
        span = self._source.span(frame.f_code, frame.f_lasti)
        call = Call(span, modules, scope)
        call.label = self._source.bound_name(span)
        if call.label and callee is not None:
            self._relabel(frame, callee, call)
        return call

    def _relabel(self, frame: FrameType, callee: FrameType, call: Call) -> None:
        """Let the name of `y = model(x)` rest on the last node that one call of the library made."""
        place = (frame, frame.f_lasti, callee)
        if self._labelled is not None and self._labelled[:3] == place:
            self._labelled[3].label = ""
        self._labelled = (*place, call)

    def _take_input(self, tensor: torch.Tensor, call: Call, frame: FrameType | None) -> None:
        if not tensor.requires_grad:
            call.inputs.append((tensor, version_of(tensor)))
            self._names.note(tensor, frame)
        elif tensor.is_leaf and not isinstance(tensor, nn.Parameter):
            self._names.note(tensor, frame)


def _function_modes() -> list[Any]:
    """Give the active function modes but for torch's own default device, which always lies at the bottom."""
    modes = [_get_function_stack_at(index) for index in range(_len_torch_function_stack())]
    return [mode for mode in modes if not isinstance(mode, DeviceContext)]


def mark_made(made: list[torch.Tensor], call: Call, barrier: set[Any]) -> None:
    """Mark the nodes that made `made`, back to those of the call's own arguments."""
    for tensor in made:
        node = maker_of(tensor)
        if node is None:
            continue
        metadata = node.metadata
        mark = metadata.get(_MARK)
        if mark is None:
            mark = metadata[_MARK] = Mark(call)
            _mark_behind(node, call, barrier)
        mark.gives_result = True
        if not is_opaque(tensor) and tensor.numel() <= _KEPT_ELEMENTS:
            mark.results[tensor.output_nr] = (tensor.detach(), version_of(tensor))


def _mark_behind(node: Any, call: Call, barrier: set[Any]) -> None:
    waiting = [target for target, _ in node.next_functions]
    while waiting:
        node = waiting.pop()
        if node is None or type(node) is _ACCUMULATE or node in barrier:
            continue
        metadata = node.metadata
        if _MARK not in metadata:
            metadata[_MARK] = Mark(call)
            waiting.extend(target for target, _ in node.next_functions)


def _made(args: Any, result: Any) -> list[torch.Tensor]:
    """Give the tensors whose nodes a call made; x[0] = y returns nothing and changes its first argument."""
    made = [tensor for tensor in _tensors(result) if _is_new(tensor)]
    if result is None and args and isinstance(args[0], torch.Tensor) and _is_new(args[0]):
        return [args[0]]
    return made


def _is_new(tensor: torch.Tensor) -> bool:
    node = maker_of(tensor)
    return node is not None and _MARK not in node.metadata


def _tensors(value: Any, depth: int = 2) -> list[torch.Tensor]:
    """Give the tensors of an argument or a result: itself, or those in lists and tuples, two levels down."""
    if isinstance(value, torch.Tensor):
        return [value]
    if not depth or not isinstance(value, tuple | list):
        return []
    found: list[torch.Tensor] = []
    for element in value:
        if isinstance(element, torch.Tensor):
            found.append(element)
        elif isinstance(element, tuple | list):
            found += _tensors(element, depth - 1)
    return found
