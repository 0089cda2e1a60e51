"""Answers about one tensor's elements: its bytes in parts, a plane of it as a picture, a histogram."""

import itertools
import math
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor as Live

from desktop.engine.distinct import distinct, is_beyond_reading
from desktop.engine.summary import dtype_name
from desktop.records.messages import (
    BYTES_IN_A_PART,
    PLANE_SIZE,
    FetchHistogram,
    FetchPlane,
    FetchTensor,
    TensorAnswer,
    TensorHistogram,
    TensorPart,
    TensorPlane,
)

BINS = 64
MOST_BYTES = 1 << 30
_TOO_MANY = (
    "This tensor has {count:,} elements, far more than lie in memory: it is a view that repeats what it was made of. "
    "Look at the tensor that it was made of."
)
_NUMPYS = frozenset(
    {"float16", "float32", "float64", "complex64", "complex128", "bool", "uint8", "int8", "int16", "int32", "int64"}
)


class NoSuchViewError(Exception):
    """One paragraph on why a tensor cannot be seen like that."""


def answers(request: FetchTensor | FetchPlane | FetchHistogram, tensor: Live) -> Iterator[TensorAnswer]:
    """Answer a request about a plain strided tensor; raise NoSuchViewError where it has no meaning."""
    with torch.no_grad():
        match request:
            case FetchTensor():
                yield from _parts(request.ticket, tensor)
            case FetchPlane():
                yield _plane(request, tensor)
            case FetchHistogram():
                yield _histogram(request.ticket, tensor)


def _parts(ticket: int, tensor: Live) -> Iterator[TensorPart]:
    if tensor.numel() * tensor.element_size() > MOST_BYTES:
        raise NoSuchViewError(_TOO_MANY.format(count=tensor.numel()))
    stored = dtype_name(tensor.dtype)
    numpys = tensor if stored in _NUMPYS else tensor.to(torch.float32)
    flat = numpys.reshape(-1)
    shape, dtype = tuple(tensor.shape), dtype_name(numpys.dtype)
    step = max(1, BYTES_IN_A_PART // flat.element_size())
    for start in range(0, max(1, len(flat)), step):
        data = _bytes(flat[start : start + step].cpu().numpy())
        yield TensorPart(ticket, shape, dtype, stored, data, last=start + step >= len(flat))


def _plane(request: FetchPlane, tensor: Live) -> TensorPlane:
    chosen = _chosen(request, tensor)
    rows, columns = chosen.shape
    step = (max(1, math.ceil(rows / PLANE_SIZE)), max(1, math.ceil(columns / PLANE_SIZE)))
    plane = _readable(chosen).to("cpu", torch.float64).numpy()
    shape = math.ceil(rows / step[0]), math.ceil(columns / step[1])
    least, greatest = (
        np.broadcast_to(_reduced(reduction, plane, step), shape) if plane.size else plane
        for reduction in (np.minimum, np.maximum)
    )
    height, width = least.shape
    return TensorPlane(request.ticket, (rows, columns), height, width, step, _bytes(least), _bytes(greatest))


def _reduced(reduction: np.ufunc, plane: Any, step: tuple[int, int]) -> Any:
    """Reduce blocks of rows and columns to their extremes; what a plane repeats it has once."""
    for axis, size in enumerate(step):
        plane = reduction.reduceat(plane, np.arange(0, plane.shape[axis], size), axis=axis)
    return plane


def _readable(tensor: Live) -> Live:
    """Give what a tensor repeats once; raise NoSuchViewError where its elements are too many even so."""
    elements, _ = distinct(tensor)
    if is_beyond_reading(elements):
        raise NoSuchViewError(_TOO_MANY.format(count=tensor.numel()))
    return elements


def _chosen(request: FetchPlane, tensor: Live) -> Live:
    """Give the plane as a matrix."""
    if tensor.is_complex():
        raise NoSuchViewError("A complex tensor has no order, so it has no heat map; fetch its values instead.")
    if tensor.dim() < 2:  # noqa: PLR2004 # a vector is one row, a scalar one element
        return tensor.reshape(1, -1)
    at = request.at or (0,) * tensor.dim()
    chosen = {request.rows, request.columns}
    if len(at) != tensor.dim() or not chosen <= set(range(tensor.dim())):
        raise NoSuchViewError(
            f"A plane of a tensor of shape {list(tensor.shape)} is named by its {tensor.dim()} indices."
        )
    others = [index for index in range(tensor.dim()) if index not in chosen]
    if any(not 0 <= at[index] < tensor.shape[index] for index in others):
        raise NoSuchViewError(f"The indices {list(at)} lie outside of a tensor of shape {list(tensor.shape)}.")
    plane = tensor[tuple(at[index] if index in others else slice(None) for index in range(tensor.dim()))]
    if len(chosen) == 1:
        return plane.reshape(1, -1)
    return plane if request.rows < request.columns else plane.T


def _histogram(ticket: int, tensor: Live) -> TensorHistogram:
    if tensor.is_complex():
        raise NoSuchViewError("A complex tensor has no order, so it has no histogram; fetch its values instead.")
    counts = np.zeros(BINS, dtype=np.int64)
    low, high, nans, infinities = math.inf, -math.inf, 0, 0
    elements = _readable(tensor)
    times = tensor.numel() // max(1, elements.numel())
    for values in _stretches(elements):
        finite = values[np.isfinite(values)]
        nans += int(np.isnan(values).sum())
        infinities += int(np.isinf(values).sum())
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    if low > high:
        return TensorHistogram(ticket, 0.0, 0.0, (0,) * BINS, nans * times, infinities * times)
    for values in _stretches(elements):
        counts += _counted(values[np.isfinite(values)], low, high)
    return TensorHistogram(ticket, low, high, tuple((counts * times).tolist()), nans * times, infinities * times)


def _counted(
    finite: np.ndarray[tuple[int], np.dtype[np.float64]], low: float, high: float
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Count values in the bins; halves are subtracted, since the whole width may be no finite number."""
    width = high / 2 - low / 2
    place = (finite / 2 - low / 2) * (BINS / width) if width > 0 else np.zeros_like(finite)
    return np.bincount(np.clip(place.astype(np.int64), 0, BINS - 1), minlength=BINS)


def _stretches(tensor: Live) -> Iterator[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Give all elements in double precision, not all at once."""
    flat = tensor.reshape(-1)
    for start in itertools.count(0, 1 << 20):
        if start >= len(flat):
            return
        yield flat[start : start + (1 << 20)].to("cpu", torch.float64).numpy()


def _bytes(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> bytes:
    contiguous = np.ascontiguousarray(values)
    return (contiguous if sys.byteorder == "little" else contiguous.byteswap()).tobytes()
