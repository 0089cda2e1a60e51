"""Sums over dimensions, and the way back: a gradient expanded over the dimensions that were summed."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Operand, call, shape_of, written
from desktop.views.formulas.function import Function, Strength, Text, Writable, Writer
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.scene import Array, Shape, UnknownError


def dims_text(dims: Any) -> str:
    """Write "dim 0", "dims 0, 2"."""
    if not isinstance(dims, tuple):
        dims = (dims,)
    return f"dim{'s' if len(dims) > 1 else ''} {', '.join(map(plain_text, dims))}"


def dims_words(writer: Writer, dims: Writable) -> str:
    """Write the dimensions of an operation: "" for all of them, "dim d" where they were not recorded."""
    try:
        known = dims.worked(writer.scene)
    except UnknownError:
        return "dim d"
    return "" if known is None or known == () else dims_text(known)


def broadcast_dims(shape: Shape, whole: Shape) -> tuple[int, ...]:
    """Name the dimensions of `whole` over which a tensor of this shape was repeated."""
    ahead = len(whole) - len(shape)
    return tuple(dim for dim, size in enumerate(whole) if dim < ahead or (shape[dim - ahead] == 1 and size != 1))


def _reduced(gradient: Array, shape: Shape) -> Array:
    gradient = np.asarray(gradient)
    summed = gradient.sum(axis=broadcast_dims(shape, gradient.shape), keepdims=True)
    return np.broadcast_to(summed.reshape(summed.shape[summed.ndim - len(shape) :]), shape)


def _reduced_text(writer: Writer, gradient: Writable, shape: Writable) -> Text:
    small, whole = shape.constant(writer.scene), writer.scene.shape("G")
    dims = broadcast_dims(small, whole) if small is not None and whole is not None else None
    text = writer.text(gradient, Strength.FRACTION)
    if dims == () or text == "0":
        return gradient.written(writer)
    return f"Σ over {'what was broadcast' if dims is None else dims_text(dims)} of {text}", Strength.SUM


_REDUCED = Function(_reduced, _reduced_text, keeps_single=False)


def to_shape_of(role: str, gradient: Expression) -> Expression:
    """Sum over the dimensions along which the input with this role was broadcast: every copy sends its share."""
    return call(_REDUCED, gradient, shape_of(role))


@written("Σ {0}", Strength.PRODUCT, (Strength.FRACTION,))
def total(x: Array) -> Array:
    """Sum over all elements."""
    return np.asarray(np.sum(x))


def _axes(dims: Any, ndim: int) -> tuple[int, ...]:
    if not ndim or dims is None or dims == ():  # PyTorch lets a single number have a dim 0
        return tuple(range(ndim))
    return dims if isinstance(dims, tuple) else (dims,)


def _total_along_text(writer: Writer, x: Writable, dims: Writable) -> Text:
    words, text = dims_words(writer, dims), writer.text(x, Strength.FRACTION)
    return (f"Σ over {words} of {text}", Strength.SUM) if words else (f"Σ {text}", Strength.PRODUCT)


@written(_total_along_text)
def total_along(x: Array, dims: Any) -> Array:
    """Sum over dimensions and keep them, with one element each."""
    return np.sum(x, axis=_axes(dims, np.ndim(x)), keepdims=True)


def _mean_along_text(writer: Writer, x: Writable, dims: Writable) -> Text:
    return f"mean({writer.text(x)}{_along(writer, dims)})", Strength.WHOLE


def _along(writer: Writer, dims: Writable) -> str:
    words = dims_words(writer, dims)
    return f", {words}" if words else ""


@written(_mean_along_text)
def mean_along(x: Array, dims: Any) -> Array:
    """Average over dimensions and keep them, with one element each."""
    return np.mean(x, axis=_axes(dims, np.ndim(x)), keepdims=True)


def _spread(x: Array, dims: Any, keepdim: Any, shape: Shape) -> Array:
    axes = _axes(dims, len(shape))
    kept = (
        x if keepdim or not axes or np.ndim(x) == len(shape) else np.expand_dims(x, tuple(a % len(shape) for a in axes))
    )
    return np.broadcast_to(kept, shape)


def _spread_text(writer: Writer, x: Writable, dims: Writable, _keepdim: Writable, shape: Writable) -> Text:
    whole = shape.constant(writer.scene)
    if whole is not None and all(size == 1 for size in whole):
        return x.written(writer)
    return f"expand({writer.text(x)}{_along(writer, dims)})", Strength.WHOLE


_SPREAD = Function(_spread, _spread_text, keeps_single=False)


def spread(x: Operand, dims: Operand, keepdim: Operand, role: str) -> Expression:
    """Give every element that was summed along `dims` the one number that stands for its sum."""
    return call(_SPREAD, x, dims, keepdim, shape_of(role))
