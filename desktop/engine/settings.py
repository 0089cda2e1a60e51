"""Read the arguments of an operation that are no tensors: autograd keeps those that its derivative depends on."""

import functools
from collections.abc import Hashable
from typing import Any

from desktop.records.graph import Plain, Setting
from desktop.records.record import number

_SAVED, _RAW = "_saved_", "_raw_saved_"
_SYMBOLIC = "_sym_"
"""Shapes that could be symbolic: the tensors' records tell them already."""
_SIGNED = 1 << 63
"""Autograd keeps negative dimensions as unsigned numbers of 64 bits."""


class _NotPlainError(Exception):
    """A value that no record can hold."""


def settings_of(node: Any) -> tuple[Setting, ...]:
    """Give the plain arguments that a node saved, also after a backward freed its tensors."""
    found = []
    for attribute, name in _names(type(node)):  # type: ignore[arg-type] # a class is hashable
        try:
            found.append(Setting(name, _plain(getattr(node, attribute))))
        except (_NotPlainError, RuntimeError, AttributeError):  # a class of the person's own may hold anything
            continue
    return tuple(found)


@functools.cache
def _names(kind: Hashable) -> tuple[tuple[str, str], ...]:
    there = dir(kind)
    raw = {name.removeprefix(_RAW) for name in there if name.startswith(_RAW)}
    names = [(name, name.removeprefix(_SAVED)) for name in there if name.startswith(_SAVED) and _SYMBOLIC not in name]
    return tuple((attribute, name) for attribute, name in names if name not in raw)


def _plain(value: Any) -> Plain:
    if isinstance(value, tuple | list):
        return tuple(_single(each) for each in value)
    return _single(value)


def _single(value: Any) -> bool | int | float | str | None:
    kind = type(value)
    if kind is int:
        return value - 2 * _SIGNED if value >= _SIGNED else int(value)
    if kind is float:
        return number(value)
    if kind in {bool, str, type(None)}:
        return value  # type: ignore[no-any-return] # its type was just looked at
    raise _NotPlainError
