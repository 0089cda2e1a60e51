"""Watch the forward pass: every torch call marks the nodes it made with where, under which name and of what.

Marks live in the nodes' own `metadata`, so they die with the graph and nothing is kept alive that a plain run frees.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FrameType
from typing import Any

import msgspec
import torch
from torch import nn
from torch._C import (
    DisableTorchFunctionSubclass,
    _DisableTorchDispatch,
    _functorch,
    _get_function_stack_at,
    _len_torch_dispatch_stack,
    _len_torch_function_stack,
)
from torch._C._autograd import _get_sequence_nr
from torch.overrides import TorchFunctionMode, _pop_mode, _push_mode
from torch.utils._device import DeviceContext

from desktop.engine.module_call import ModuleCall
from desktop.engine.names import TensorNames
from desktop.engine.scope import Scope
from desktop.engine.source import Source
from desktop.engine.summary import is_opaque, version_of
from desktop.engine.whereabouts import Whereabouts
from desktop.records.text import Span

_MARK = "chainrule.mark"
_ACCUMULATE = type(torch.autograd.graph.get_gradient_edge(torch.zeros((), requires_grad=True)).node)
_NESTING = (tuple, list)
_UNNUMBERED = 2**64 - 1
"""The number of nodes that are made apart: of leaves, and of operations whose derivative is not implemented."""

_KEPT_ELEMENTS = 4_000_000
"""A result larger than this is not kept for its statistics; its shape is recorded all the same."""


class Call(msgspec.Struct, eq=False, gc=False):
    """One torch call of the program: it made nodes from the number `began` on.

    `modules` are those it was made within, where its scope does not know. The collector never sees calls and marks: it
    cannot look into the nodes that hold them either.
    """

    span: Span | None
    scope: Scope | None = None
    began: int = 0
    modules: tuple[nn.Module, ...] | None = None
    label: str = ""
    inputs: Sequence[tuple[torch.Tensor, int]] = ()

    def within(self) -> tuple[nn.Module, ...]:
        """Give the modules whose calls this call was made in, outermost first."""
        if self.modules is None:
            self.modules = self.scope.nested() if self.scope is not None else ()
        return self.modules


class Mark(msgspec.Struct, eq=False, gc=False):
    """What one node is to the call that made it: an inner node, or one that gives a result.

    Inner nodes of a call share one. `result` is the first of a node's outputs that were kept, of which `version` tells
    how often it had been changed.
    """

    call: Call
    gives_result: bool = False
    output: int = sys.maxsize
    result: torch.Tensor | None = None
    version: int = 0


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
        self._labelled: tuple[FrameType | ModuleCall, Call] | None = None
        self._is_on = False
        self.witness: Callable[[Any, Any, Any, Any, FrameType], None] | None = None

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        began = _get_sequence_nr()
        result = func(*args, **kwargs) if kwargs else func(*args)
        makes_nodes = _get_sequence_nr() != began
        if self.witness is not None:
            self.witness(func, args, kwargs, result, sys._getframe(1))
        if not (makes_nodes or _is_unnumbered(result)):
            return result
        if types or _len_torch_dispatch_stack():  # the program's own modes and kinds of tensor would see our questions
            with DisableTorchFunctionSubclass(), _DisableTorchDispatch():
                self._mark(began, args, kwargs, result, sys._getframe(1))
        else:
            self._mark(began, args, kwargs, result, sys._getframe(1))
        return result

    def observe(self, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Mark the nodes that gave `result`, made unseen from `args` in `frame` or below it."""
        made = [node for tensor in _results(args, result) if (node := maker_of(tensor)) is not None]
        began = min((node._sequence_nr() for node in made if _MARK not in node.metadata), default=None)
        if began is not None:
            self.observe_since(began, args, kwargs, result, frame)

    def observe_since(self, began: int, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Mark the nodes behind `result` that were made, unseen, from the number `began` on."""
        with DisableTorchFunctionSubclass(), _DisableTorchDispatch():
            self._mark(began, args, kwargs, result, frame)

    def _mark(self, began: int, args: Any, kwargs: Any, result: Any, frame: FrameType | None) -> None:
        """Mark the nodes behind `result` that were made from the number `began` on."""
        made = _results(args, result)
        scope, span, callee = self._whereabouts.site(frame)
        call = Call(span, scope, began=began)
        call.label = self._source.bound_name(span)
        if call.label and callee is not None:
            self._relabel(callee, call)
        for tensor in _tensors(args) + _tensors(list(kwargs.values())) if kwargs else _tensors(args):
            if not tensor.requires_grad:
                call.inputs = (*call.inputs, (tensor, version_of(tensor)))
                self._names.note(tensor, frame)
            elif tensor.is_leaf:
                self._names.note(tensor, frame, self._whereabouts.within)
        mark_made(made, call)
        if _functorch.get_dynamic_layer_stack_depth():
            mark_made((inner for tensor in made for inner in wrapped(tensor)), call, keeps=False)

    def turn_on(self) -> None:
        """Begin to see torch calls. Above another mode this cannot be done: that mode would then end ours."""
        if not self._is_on and not _function_modes():
            self._is_on = True
            _push_mode(self)  # type: ignore[no-untyped-call]

    def turn_off(self) -> None:
        """See nothing more, unless another mode stands above ours (it would be ended in our stead)."""
        self._labelled = None
        if not self._is_on:
            return
        modes = _function_modes()
        if modes and modes[-1] is self:
            _pop_mode()  # type: ignore[no-untyped-call]
            self._is_on = False

    def _program_frame(self, frame: FrameType | None) -> tuple[FrameType | None, FrameType | None]:
        callee = None
        while frame is not None and frame.f_code.co_filename != self._source.name:
            callee, frame = frame, frame.f_back
        return frame, callee

    def _relabel(self, callee: FrameType | ModuleCall, call: Call) -> None:
        """Let the name of `y = model(x)` rest on the last node that one call of the library made."""
        if self._labelled is not None and self._labelled[0] is callee:
            self._labelled[1].label = ""
        self._labelled = callee, call


def _function_modes() -> list[Any]:
    """Give the active function modes but for torch's own default device, which always lies at the bottom."""
    modes = [_get_function_stack_at(index) for index in range(_len_torch_function_stack())]
    return [mode for mode in modes if not isinstance(mode, DeviceContext)]


def mark_made(made: Iterable[torch.Tensor], call: Call, *, keeps: bool = True) -> None:
    """Mark the nodes that made `made`, and those behind, back to those whose numbers are lower than the call's.

    With `keeps` a mark holds what its node gave.
    """
    for tensor in made:
        node = maker_of(tensor)
        if node is None or node._sequence_nr() < call.began:
            continue
        metadata = node.metadata
        mark = metadata.get(_MARK)
        if mark is None and _get_sequence_nr() != call.began + 1:  # a call that made one node has none behind it
            _mark_behind(node, call)
        if mark is None or not mark.gives_result:
            mark = metadata[_MARK] = Mark(call if mark is None else mark.call)
            mark.gives_result = True
        if keeps and tensor.output_nr < mark.output and tensor.numel() <= _KEPT_ELEMENTS and not is_opaque(tensor):
            mark.output = tensor.output_nr
            mark.result, mark.version = tensor.detach(), version_of(tensor)


def _mark_behind(node: Any, call: Call) -> None:
    inner = Mark(call)
    waiting = [node]
    while waiting:
        for target, _ in waiting.pop().next_functions:
            if target is None or type(target) is _ACCUMULATE or target._sequence_nr() < call.began:
                continue
            metadata = target.metadata
            if _MARK not in metadata:
                metadata[_MARK] = inner
                waiting.append(target)


def _is_unnumbered(result: Any) -> bool:
    """Say whether a result was made by a node that has no number: autograd gives none where there is no derivative."""
    if type(result) is not torch.Tensor or not result.requires_grad:
        return False
    node = maker_of(result)
    return node is not None and node._sequence_nr() == _UNNUMBERED and _MARK not in node.metadata


def wrapped(tensor: torch.Tensor) -> Iterator[torch.Tensor]:
    """Give what the tensor of a transform (vmap, grad) wraps, level by level: outer levels have nodes of their own."""
    while _functorch.is_functorch_wrapped_tensor(tensor):
        tensor = _functorch.get_unwrapped(tensor)
        yield tensor


def _results(args: Any, result: Any) -> list[torch.Tensor]:
    """Give the tensors that a call gave; x[0] = y gives none and changes its first argument, x.grad_fn may renew it."""
    return _tensors(result) or _tensors(args[:1])


def _tensors(value: Any, depth: int = 2) -> list[torch.Tensor]:
    """Give the tensors of an argument or a result: itself, or those in lists and tuples, two levels down."""
    if isinstance(value, torch.Tensor):
        return [value]
    if not depth or not isinstance(value, _NESTING):
        return []
    found: list[torch.Tensor] = []
    for element in value:
        if isinstance(element, torch.Tensor):
            found.append(element)
        elif isinstance(element, _NESTING):
            found += _tensors(element, depth - 1)
    return found
