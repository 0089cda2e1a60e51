"""What a change did to a leaf, in a few signs: numbers of a scalar, norms of anything larger."""

import math
from typing import TypeGuard

from desktop.records.flow import Change
from desktop.records.record import Number
from desktop.records.tensor import Tensor
from desktop.views.tensor_text import number_text, shape_text


def arrived_words(increment: Tensor | None) -> str:
    """Say what reached a leaf's gradient, where nothing is known of what was there: ".grad += -8"."""
    return f".grad += {_plain(increment)}" if increment is not None else ""


def accumulated_words(change: Change, increment: Tensor | None) -> str:
    """Say what was there, what came and what it is now: ".grad 4 + 2 = 6"; of norms ".grad |4| + |2| → |5.1|"."""
    equals = "=" if _is_scalar(change.after) else "→"
    return f".grad {_size(change.before)} + {_size(increment)} {equals} {_plain(change.after)}"


def updated_words(change: Change) -> str:
    """Say how a value moved: "3 → 3.4", or by how much: "|Δ| = 0.02"; where that is not known, "|1.2| → |1.3|"."""
    moved = distance(change)
    if _is_scalar(change.after) or moved is None:
        return f"{_plain(change.before)} → {_plain(change.after)}"
    return f"|Δ| = {number_text(moved)}"


def value_words(tensor: Tensor) -> str:
    """Give a scalar's number, or the shape of anything larger."""
    return number_text(tensor.values[0]) if tensor.count == 1 and tensor.values else shape_text(tensor)


def distance(change: Change) -> float | None:
    """Give the norm of a change; None where the record does not hold all values."""
    before, after = change.before, change.after
    if not before.values or not after.values or not len(before.values) == len(after.values) == after.count:
        return None
    pairs = list(zip(before.values, after.values, strict=True))
    reals = [float(two) - float(one) for one, two in pairs if _is_real(one) and _is_real(two)]
    return math.hypot(*reals) if len(reals) == len(pairs) else None


def _is_real(value: object) -> TypeGuard[Number]:
    return not isinstance(value, tuple)


def _is_scalar(tensor: Tensor) -> bool:
    return tensor.count == 1 and bool(tensor.values)


def _size(tensor: Tensor | None) -> str:
    """Write a number as it stands within a sum, or a norm."""
    text = _plain(tensor)
    return f"({text})" if text.startswith("-") else text


def _plain(tensor: Tensor | None) -> str:
    if tensor is None:
        return "–"
    return number_text(tensor.values[0]) if _is_scalar(tensor) and tensor.values else f"|{number_text(tensor.norm)}|"
