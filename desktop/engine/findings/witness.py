"""What the watch shows of single torch calls: broadcasts, changes in place, reads of what was never written."""

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import torch
from torch import nn
from torch._C import DisableTorchFunction
from torch._C._autograd import _get_sequence_nr

from desktop.engine.findings.log import Log, safely
from desktop.engine.saved import saved_tensors
from desktop.engine.summary import is_leaf_tensor, version_of
from desktop.engine.watch import is_leaf, maker_of
from desktop.records.text import Span

_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "true_divide", "subtract", "multiply", "divide", "pow", "rsub"})
_COMPARISONS = frozenset({"eq", "ne", "lt", "gt", "le", "ge", "maximum", "minimum"})
_OPERATORS = frozenset(
    {"__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__truediv__", "__eq__", "__ne__"}
    | {"__lt__", "__gt__", "__le__", "__ge__"}
)
ELEMENTWISE = _ARITHMETIC | _COMPARISONS | _OPERATORS
"""Functions that take two tensors element by element, and stretch them to a common shape."""

LOSSES = frozenset({"mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"})
_EMPTY = frozenset({"empty", "empty_like", "new_empty", "empty_strided"})
_LAYERS = frozenset({"linear", "conv1d", "conv2d", "conv3d", "embedding", "batch_norm", "layer_norm", "lstm", "gru"})
"""What a model's forward pass begins with."""
_PRINTING = torch._tensor_str.__file__
"""To print memory is to look at it, not to compute with it."""
_IN_PLACE_OPERATORS = frozenset(
    {"__iadd__", "__isub__", "__imul__", "__itruediv__", "__ifloordiv__", "__ipow__", "__imod__"}
    | {"__setitem__", "__set__"}
)
_READING = frozenset({"__iadd__", "__isub__", "__imul__", "__itruediv__", "add_", "sub_", "mul_", "div_"})
"""Changes in place that compute with what is there."""
_SHARING = frozenset({"numpy", "__array__", "__dlpack__", "data_ptr", "untyped_storage", "storage"})
"""Who holds memory by one of these may write it unseen."""
_MOST_BYPASSES = 64
_PAIR = 2
_COMPUTING = ELEMENTWISE | _IN_PLACE_OPERATORS | {"__matmul__", "__rmatmul__", "__neg__", "__pow__"}
_Handler = Callable[[Any, Any, Any, Any, FrameType], None]


@dataclass(frozen=True)
class Bypass:
    """A change through `.data`: the memory that changed, when, and where in the text."""

    storage: int
    sequence: int
    span: Span | None

    def spoils(self, nodes: list[Any]) -> bool:
        """Say whether a node made before the change saved what was changed, unnoticed by its version."""
        return any(
            not is_leaf(node)
            and node._sequence_nr() < self.sequence
            and any(storage_of(each) == self.storage for _, (each, version) in saved_tensors(node) if version is None)
            for node in nodes
        )


class Witness:
    """Looks at the calls that the watch sees, and tells a Log. Thread: the program's."""

    def __init__(self, log: Log, *, has_raw_constructors: bool) -> None:
        """With `has_raw_constructors`, tensors that no call was seen to make are held to be uninitialised."""
        self._log = log
        self._kinds: dict[Any, _Handler | None] = {}
        self._aliases: dict[int, weakref.ref[torch.Tensor]] = {}
        self._raw: dict[int, Span | None] = {}
        self._has_raw_constructors = has_raw_constructors
        self._known: set[int] = set()

    def saw(self, func: Any, args: Any, kwargs: Any, result: Any, frame: FrameType) -> None:
        """Take one call in, after it returned. Fast for what is of no interest."""
        kinds = self._kinds
        handler = kinds[func] if func in kinds else self._kind_of(func)
        if handler is None and not self._raw and not self._has_raw_constructors:
            return
        with DisableTorchFunction():
            if self._raw or self._has_raw_constructors:
                safely(self._reads, func, args, result, frame)
            if handler is not None:
                safely(handler, func, args, kwargs, result, frame)

    def _kind_of(self, func: Any) -> _Handler | None:
        name = getattr(func, "__name__", "")
        handler: _Handler | None = None
        if name == "__get__":
            handler = {"grad": self._grad_read, "data": self._data_read}.get(_attribute(func))
        elif name == "__set__":
            handler = self._data_set if _attribute(func) == "data" else None
        elif name in ELEMENTWISE or name == "broadcast_tensors":
            handler = self._elementwise
        elif name == "cross_entropy_loss":
            handler = self._cross_entropy
        elif name in _EMPTY:
            handler = self._empty
        elif name in _LAYERS:
            handler = self._layer
        elif is_in_place(name):
            handler = self._in_place
        self._kinds[func] = handler
        return handler

    def _grad_read(self, _func: Any, args: Any, _kwargs: Any, _result: Any, frame: FrameType) -> None:
        tensor = args[0]
        if tensor.requires_grad and not is_leaf_tensor(tensor) and not tensor.retains_grad and self._is_own(frame):
            self._log.note("non-leaf grad", self._log.place(frame))

    def _data_read(self, _func: Any, _args: Any, _kwargs: Any, result: Any, _frame: FrameType) -> None:
        self._aliases[id(result)] = weakref.ref(result)

    def _data_set(self, _func: Any, args: Any, _kwargs: Any, _result: Any, frame: FrameType) -> None:
        self._add_bypass(args[0], frame)

    def _elementwise(self, func: Any, args: Any, _kwargs: Any, _result: Any, frame: FrameType) -> None:
        if len(args) == 1 and isinstance(args[0], tuple | list):
            args = args[0]
        if len(args) < _PAIR or not all(type(each) in (torch.Tensor, torch.nn.Parameter) for each in args[:2]):
            return
        first, second = args[0].shape, args[1].shape
        if first == second or not first or not second:
            return
        is_loss = func.__name__ == "broadcast_tensors"
        if is_loss and frame.f_code.co_name not in LOSSES:
            frame = frame.f_back or frame
        if is_loss and frame.f_code.co_name not in LOSSES:
            return
        if not is_loss and not self._is_own(frame):
            return
        self._log.note(
            "broadcast",
            self._log.place(frame),
            shapes=(tuple(first), tuple(second)),
            loss=frame.f_code.co_name if is_loss else "",
            name=func.__name__,
            grads=(args[0].requires_grad, args[1].requires_grad),
            shared=storage_of(args[0]) == storage_of(args[1]),
        )

    def _cross_entropy(self, _func: Any, args: Any, _kwargs: Any, _result: Any, frame: FrameType) -> None:
        scores = args[0]
        if looks_softmaxed(scores):
            node: Any = maker_of(scores)
            self._log.note("cross entropy", self._log.place(frame), made=_mark_span(node))

    def _layer(self, _func: Any, args: Any, _kwargs: Any, result: Any, frame: FrameType) -> None:
        """Note where a layer in eval mode begins a graph, which it does for its parameters alone."""
        made = result[0] if isinstance(result, tuple) and result else result
        is_plain = type(made) is torch.Tensor and not torch._C._functorch.is_functorch_wrapped_tensor(made)
        node = maker_of(made) if is_plain else None
        if node is None or (isinstance(args[0], torch.Tensor) and maker_of(args[0]) is not None):
            return
        module, outside = _module_around(frame)
        if module is not None and not module.training:
            self._log.evaluated(node, outside)

    def _empty(self, _func: Any, _args: Any, _kwargs: Any, result: Any, frame: FrameType) -> None:
        if self._is_own(frame) and result.numel():
            self._raw[storage_of(result)] = self._log.place(frame)

    def _in_place(self, func: Any, args: Any, _kwargs: Any, _result: Any, frame: FrameType) -> None:
        if not args or not isinstance(args[0], torch.Tensor):
            return
        tensor = args[0]
        alias = self._aliases.get(id(tensor))
        if alias is not None and alias() is tensor:
            self._add_bypass(tensor, frame)
        self._log.note(
            "in place",
            self._log.place(frame),
            name=getattr(func, "__name__", ""),
            version=version_of(tensor),
            shape=tuple(tensor.shape),
            storage=storage_of(tensor),
        )

    def _add_bypass(self, tensor: torch.Tensor, frame: FrameType) -> None:
        if len(self._log.bypasses) < _MOST_BYPASSES:
            self._log.bypasses.append(Bypass(storage_of(tensor), _get_sequence_nr(), self._log.place(frame)))

    def _reads(self, func: Any, args: Any, result: Any, frame: FrameType) -> None:
        """Follow memory that nobody has written to: what is written is no longer raw, what is read is noted."""
        if frame.f_code.co_filename == _PRINTING:
            return
        name = getattr(func, "__name__", "")
        given = _storages(args)
        if is_in_place(name) or name in _SHARING:
            if name in _READING:
                self._note_reads(given[:1], args, frame)
            self._write(given[:1])
            given = given[1:]
        made = _storages((result,))
        if (name[:2] != "__" or name in _COMPUTING) and made and not set(made) & set(given):
            self._note_reads(given, args, frame)
            self._write(made)  # what was freed may have lain there before
        self._known.update(made)

    def _write(self, storages: list[int]) -> None:
        for storage in storages:
            self._raw.pop(storage, None)
            self._known.add(storage)

    def _note_reads(self, given: list[int], args: Any, frame: FrameType) -> None:
        for storage in given:
            if storage in self._raw:
                self._log.note("raw read", self._raw.pop(storage), at=self._log.place(frame))
        if self._has_raw_constructors:
            for tensor in args:
                if isinstance(tensor, torch.Tensor) and storage_of(tensor) not in self._known:
                    self._log.note("unknown read", self._log.place(frame), names=self._names_of(tensor, frame))

    def _names_of(self, tensor: torch.Tensor, frame: FrameType | None) -> frozenset[str]:
        """Give what the program's frames call a tensor, as a variable or as an attribute of `self`."""
        found: set[str] = set()
        while frame is not None:
            if frame.f_code.co_filename == self._log.file:
                owner = frame.f_locals.get("self")
                held = [frame.f_locals, getattr(owner, "__dict__", {}), getattr(owner, "_parameters", {})]
                found |= {name for names in held for name, value in list(names.items()) if value is tensor}
            frame = frame.f_back
        return frozenset(found)

    def _is_own(self, frame: FrameType) -> bool:
        return self._log.frame(frame) is frame


def is_in_place(name: str) -> bool:
    """Say whether a torch function of this name changes its first argument."""
    return name in _IN_PLACE_OPERATORS or (name[-1:] == "_" and name[-2:] != "__" and name != "requires_grad_")


def looks_softmaxed(scores: torch.Tensor) -> bool:
    """Say whether scores come out of a softmax: by their node, else by rows of at least two that all add up to one."""
    node: Any = maker_of(scores)
    if node is not None:
        return str(node.name()) == "SoftmaxBackward0"
    if scores.dim() < _PAIR or scores.shape[1] < _PAIR or not scores.numel() or scores.is_meta:
        return False
    sums = scores.detach().sum(1)
    return bool((scores.detach() >= 0).all()) and torch.allclose(sums, torch.ones_like(sums), atol=1e-5)


def storage_of(tensor: torch.Tensor) -> int:
    """Give the address of a tensor's memory, or its id where it has none of its own."""
    if tensor.layout is not torch.strided or tensor.is_nested:
        return id(tensor)
    return tensor.untyped_storage().data_ptr()


def _attribute(func: Any) -> str:
    return str(getattr(getattr(func, "__self__", None), "__name__", ""))


def _module_around(frame: FrameType | None) -> tuple[nn.Module | None, FrameType | None]:
    """Give the innermost module whose method runs, and the frame that called the outermost one."""
    found, outside = None, frame
    while frame is not None:
        held = frame.f_locals.get("self") if "self" in frame.f_code.co_varnames else None
        if isinstance(held, nn.Module):
            found, outside = found or held, frame.f_back
        frame = frame.f_back
    return found, outside


def _mark_span(node: Any) -> Span | None:
    mark = node.metadata.get("chainrule.mark") if node is not None else None
    return mark.call.span if mark is not None else None


def _storages(values: Any) -> list[int]:
    found = []
    for each in values:
        if isinstance(each, torch.Tensor):
            found.append(storage_of(each))
        elif isinstance(each, tuple | list):
            found += _storages(each)
    return found
