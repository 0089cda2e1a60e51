"""What a program left in its namespace, as records."""

import re
import reprlib
import types
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from desktop.engine.capture import id_of
from desktop.engine.holdings import Holdings
from desktop.engine.summary import Album
from desktop.engine.watch import maker_of
from desktop.records.messages import HeldTensor
from desktop.records.run import Module, Variable
from desktop.records.tensor import NamedTensor

MOST_VARIABLES = 2_000
_PLAIN = (str, bytes, list, tuple, dict, set, frozenset, type(None), range)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


class _ShortForm(reprlib.Repr):
    """Writes values on one short line; without the addresses of objects, which no two runs share."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 120
        self.maxlist = self.maxtuple = self.maxdict = 8

    def repr_instance(self, x: Any, level: int) -> str:  # noqa: ARG002 # the method in whose place it stands takes it
        try:
            text = _ADDRESS.sub("", repr(x))
        except Exception:  # noqa: BLE001 # a person's __repr__ may raise anything
            return f"<{_kind(x)}>"
        half = self.maxother // 2
        return text if len(text) <= self.maxother else f"{text[: half - 3]}...{text[-half:]}"


_short = _ShortForm()


def variables(namespace: Mapping[str, Any], holdings: Holdings | None = None) -> tuple[Variable, ...]:
    """Describe the program's own names, in the order they were first bound; imports, functions, classes left out.

    The tensors among them are offered to `holdings`.
    """
    chosen = [(name, value) for name, value in list(namespace.items()) if _is_shown(name, value)][:MOST_VARIABLES]
    album = Album()
    for _, value in chosen:
        for tensor in _tensors(value):
            album.add(tensor)
    album.develop()
    if holdings is not None:
        holdings.offer(
            [
                (HeldTensor("variable", name=_sendable(name)), album, album.add(value))
                for name, value in chosen
                if _is(value, torch.Tensor)
            ]
        )
    return tuple(_variable(_sendable(name), value, album) for name, value in chosen)


def _sendable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


def _is_shown(name: str, value: Any) -> bool:
    hidden = (types.ModuleType, type, types.FunctionType, types.BuiltinFunctionType)
    return type(name) is str and not name.startswith("__") and not _is(value, hidden)


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    """Say of what kind a value really is: `isinstance` would ask the value itself, which may lie or raise."""
    return issubclass(type(value), kind)


def _tensors(value: Any) -> list[torch.Tensor]:
    if _is(value, torch.Tensor):
        return [value]
    return list(value.parameters()) if _is(value, nn.Module) else []


def _variable(name: str, value: Any, album: Album) -> Variable:
    if _is(value, torch.Tensor):
        return Variable(name, "tensor", tensor=album.records[album.add(value)], node=_node(value))
    if _is(value, nn.Module):
        return Variable(name, "module", module=_module(value, album), text=_kind(value))
    if _is(value, (int, float, complex)):
        return Variable(name, "number", text=_text(value))
    return Variable(name, "other", text=_text(value) if type(value) in _PLAIN else _kind(value))


def _text(value: Any) -> str:
    """Give a short form; a number too long to write, or an element that refuses, leaves the name of the kind."""
    try:
        return _short.repr(value).encode("utf-8", "replace").decode()
    except BaseException:  # noqa: BLE001 # a person's __repr__ may raise anything
        return _kind(value)


def _kind(value: Any) -> str:
    name: str = type.__getattribute__(type(value), "__name__")
    return name


def _node(tensor: torch.Tensor) -> str | None:
    maker = maker_of(tensor)
    if maker is not None:
        return id_of(maker)
    try:
        if tensor.requires_grad and tensor.is_leaf:
            return id_of(torch.autograd.graph.get_gradient_edge(tensor).node)
    except (RuntimeError, AssertionError):  # a view from a part without gradients: torch knows no node for it
        return None
    return None


def _module(module: nn.Module, album: Album) -> Module:
    try:
        text = repr(module)
    except BaseException as error:  # noqa: BLE001 # a person's __repr__ may raise anything
        text = f"{_kind(module)} (its repr raised {type(error).__name__})"
    return Module(
        text, tuple(NamedTensor(name, album.records[album.add(each)]) for name, each in module.named_parameters())
    )
