"""The words with a key before them: "op:mul", "module:encoder.layers.3", "line:12", "grad:nan"."""

import re
from collections.abc import Callable
from typing import NamedTuple, get_args

from desktop.records.graph import NodeKind
from desktop.records.text import Span
from desktop.views.search.numbers import (
    Predicate,
    all_gradients_zero,
    any_gradient,
    holds_infinity,
    holds_nan,
    lacks_gradient,
)
from desktop.views.search.subject import Subject

_GRADIENTS: dict[str, Predicate] = {
    "0": all_gradients_zero,
    "none": lacks_gradient,
    "nan": any_gradient(holds_nan),
    "inf": any_gradient(holds_infinity),
}
_LINES = re.compile(r"(\d+)(?:[-–](\d+))?")
_POSITION = re.compile(r"(\d+):(\d+)")


class Value(NamedTuple):
    """What stands behind a key; `exact` where it stood in quotes."""

    text: str
    exact: bool


class QueryError(ValueError):
    """A query that can match nothing; the message is one sentence for the person who wrote it."""


def keyed(key: str, value: str, *, exact: bool) -> Predicate:
    """Give what a key and its value ask; `exact` where the value stood in quotes.

    Raise QueryError where no node can be meant. Without quotes a value is the beginning of a word: "name:w" finds
    "model.weight", "op:mul" does not find "matmul".
    """
    if key not in KEYS:
        raise QueryError(f"There is no “{key}:” to search by: try {', '.join(f'{known}:' for known in KEYS)}.")
    if not value:
        raise QueryError(f"“{key}:” wants a word after it, like {KEYS[key][0]}.")
    return KEYS[key][1](Value(value, exact))


def position(text: str) -> Predicate | None:
    """Give what "12:4" asks, line and column as an editor counts them (both from 1), or None for other words."""
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    line, column = int(found[1]), int(found[2]) - 1

    def stands_there(subject: Subject) -> bool:
        return subject.node.span is not None and subject.node.span.contains(line, column)

    return stands_there


def _worded(texts: Callable[[Subject], tuple[str, ...]]) -> Callable[[Value], Predicate]:
    """Ask whether one of a node's texts has a word that begins like this, or (exact) is this."""

    def predicate(value: Value) -> Predicate:
        pattern = re.compile(re.escape(value.text) if value.exact else _word_of(value.text), re.IGNORECASE)
        return lambda subject: any(pattern.fullmatch(text) is not None for text in texts(subject))

    return predicate


def _word_of(beginning: str) -> str:
    """Match texts with a word that begins like this; "layers.3" ends its number, so that it is not "layers.30"."""
    end = r"(?!\d)" if "." in beginning and beginning[-1].isdigit() else ""
    return rf"(?:.*(?<![^\W_]))?{re.escape(beginning)}{end}.*"


def _kind(value: Value) -> Predicate:
    kinds = get_args(NodeKind)
    meant = {kind for kind in kinds if kind.startswith(value.text.lower())}
    if not meant:
        raise QueryError(f"A node's kind is {', '.join(kinds[:-1])} or {kinds[-1]}, not “{value.text}”.")
    return lambda subject: subject.node.kind in meant


def _line(value: Value) -> Predicate:
    found = _LINES.fullmatch(value.text)
    if found is None:
        raise QueryError(f"“{value.text}” is no line: write line:12, or line:12-15 for several.")
    first, last = int(found[1]), int(found[2] or found[1])
    return lambda subject: _touches(subject.node.span, first, last)


def _touches(span: Span | None, first: int, last: int) -> bool:
    return span is not None and span.line <= last and first <= span.end_line


def _gradient(value: Value) -> Predicate:
    if value.text.lower() not in _GRADIENTS:
        raise QueryError(f"A gradient can be grad:0, grad:none, grad:nan, grad:inf or grad>1e3, not “{value.text}”.")
    return _GRADIENTS[value.text.lower()]


def _dtypes(subject: Subject) -> tuple[str, ...]:
    return (subject.node.tensor.dtype,) if subject.node.tensor is not None else ()


def _devices(subject: Subject) -> tuple[str, ...]:
    return (subject.node.tensor.device,) if subject.node.tensor is not None else ()


KEYS: dict[str, tuple[str, Callable[[Value], Predicate]]] = {
    "name": ("name:w", _worded(lambda subject: (subject.node.label,))),
    "op": ("op:mul", _worded(lambda subject: (subject.operation, subject.node.name) if subject.operation else ())),
    "module": ("module:encoder.layers.3", _worded(lambda subject: (subject.node.module,))),
    "kind": ("kind:leaf", _kind),
    "line": ("line:12", _line),
    "saved": ("saved:weight", _worded(lambda subject: tuple(saved.name for saved in subject.node.saved))),
    "dtype": ("dtype:float16", _worded(_dtypes)),
    "device": ("device:cuda", _worded(_devices)),
    "grad": ("grad:nan", _gradient),
}
"""What can stand before a colon, each with an example and what makes its question."""
