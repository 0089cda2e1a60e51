"""The statistics of many tensors in one go.

Tensor by tensor they cost some ten small kernels each. Here the small tensors of one dtype are laid end to end and
reduced together, and only larger or unusual ones are taken singly; what lies in the same memory is measured once, and
so is what a large tensor repeats.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor as Live

from desktop.engine.distinct import distinct, is_beyond_reading
from desktop.records.record import Value, number
from desktop.records.tensor import VALUES_KEPT

Figures = tuple[Any, Any, Any, Any, Any, int | None, int | None, int | None, tuple[Value, ...] | None]
"""Minimum, maximum, mean, deviation, norm, zeros, NaNs, infinities and first values, in a record's order."""

UNKNOWN: Figures = (None, None, None, None, None, None, None, None, None)

_SMALL = 4_096
"""Elements up to which a tensor joins the common row."""

_STRETCH = 131_072
"""Elements that are reduced in one go: in double precision they still lie in a core's cache."""

_PART = 1 << 24
"""Elements of a large tensor that are copied in double precision at a time."""

_ORDERED = frozenset({torch.float64, torch.float32})
"""Dtypes whose own `aminmax` is the fastest."""

_FLOATS = frozenset({torch.float64, torch.float32, torch.float16, torch.bfloat16})


def measure(tensors: Sequence[Live | None]) -> list[Figures]:
    """Give the figures of plain strided tensors, in order; UNKNOWN for None. Thread: one at a time, without grad."""
    figures = [UNKNOWN] * len(tensors)
    rows: dict[tuple[torch.dtype, torch.device], dict[Any, list[int]]] = {}
    for place, tensor in enumerate(tensors):
        if tensor is None:
            continue
        if tensor.dtype in _FLOATS and 0 < tensor.numel() <= _SMALL:
            memory = (tensor.data_ptr(), tensor.shape, tensor.stride())
            rows.setdefault((tensor.dtype, tensor.device), {}).setdefault(memory, []).append(place)
        else:
            figures[place] = _if_it_can_be(tensor)
    for row in rows.values():
        shared = list(row.values())
        for places, figure in zip(shared, _together([tensors[places[0]] for places in shared]), strict=True):
            for place in places:
                figures[place] = figure
    return figures


def _together(row: Sequence[Any]) -> Iterator[Figures]:
    """Reduce many small float tensors of one dtype and device, laid end to end in stretches that a cache holds."""
    stretch: list[Live] = []
    length = 0
    for tensor in row:
        if length + tensor.numel() > _STRETCH and stretch:
            yield from _stretch(stretch)
            stretch, length = [], 0
        stretch.append(tensor)
        length += tensor.numel()
    if stretch:
        yield from _stretch(stretch)


def _stretch(row: Sequence[Live]) -> Iterator[Figures]:
    """Reduce one stretch in double precision."""
    flat = torch.cat([tensor.reshape(-1) for tensor in row]).to("cpu", torch.float64).numpy()
    counts = np.array([tensor.numel() for tensor in row])
    starts = np.cumsum(counts) - counts
    with np.errstate(all="ignore"):
        mean = np.add.reduceat(flat, starts) / counts
        centred = flat - np.repeat(mean, counts)
        deviation = np.sqrt(np.add.reduceat(np.square(centred, out=centred), starts) / counts)
        norm = np.sqrt(np.add.reduceat(np.square(flat, out=centred), starts))
    minimum, maximum = np.minimum.reduceat(flat, starts), np.maximum.reduceat(flat, starts)
    columns = [_numbers(column) for column in (minimum, maximum, mean, deviation, norm)]
    zeros = np.add.reduceat(flat == 0, starts, dtype=np.int64).tolist()
    return zip(*columns, zeros, *_oddities(flat, starts, norm), _heads(flat, starts, counts), strict=True)


def _oddities(flat: Any, starts: Any, norm: Any) -> tuple[list[int], list[int]]:
    """Count NaNs and infinities; where every norm is finite there are none."""
    if np.isfinite(norm).all():
        none = [0] * len(starts)
        return none, none
    return tuple(np.add.reduceat(test, starts, dtype=np.int64).tolist() for test in (np.isnan(flat), np.isinf(flat)))


def _numbers(column: Any) -> list[Any]:
    values: list[float] = column.tolist()
    return values if np.isfinite(column).all() else [number(value) for value in values]


def _heads(flat: Any, starts: Any, counts: Any) -> Iterator[tuple[Value, ...]]:
    lengths = np.minimum(counts, VALUES_KEPT)
    ends = np.cumsum(lengths)
    index = np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1])
    values = _numbers(flat[index])
    start = 0
    for end in ends.tolist():
        yield tuple(values[start:end])
        start = end


def _if_it_can_be(tensor: Live) -> Figures:
    """Reduce one tensor, if the memory that the program has left allows it and its dtype knows how."""
    try:
        return _single(tensor)
    except (RuntimeError, MemoryError):
        return UNKNOWN


def _single(tensor: Live) -> Figures:
    """Reduce one tensor: a larger one, an integer, boolean or complex one, or one of a rare dtype."""
    if tensor.numel() == 0:
        return (None, None, None, None, 0.0, 0, 0, 0, ())
    elements, times = distinct(tensor)
    if is_beyond_reading(elements):
        return (*UNKNOWN[:-1], _values(_head(tensor)))
    if tensor.is_complex():
        return (*_complex(elements, times), _values(_head(tensor)))
    return (*_real(_in_memory_order(elements), times), _values(_head(tensor)))


class _Part(NamedTuple):
    """What one part of a tensor adds: `squares` of its elements, and of their `distances` from the part's own mean."""

    size: int
    low: float
    high: float
    mean: float
    squares: float
    distances: float
    zeros: int
    nans: int
    infinities: int


def _real(flat: Live, times: int) -> tuple[Any, ...]:
    """Reduce elements in a row of which each stands there several `times`, not all of them in one go."""
    parts = [_part(part) for part in torch.split(flat, _PART)]
    count = flat.numel()
    mean = sum(part.mean * part.size for part in parts) / count if len(parts) > 1 else parts[0].mean
    distances = sum(part.distances + (part.mean - mean) * (part.mean - mean) * part.size for part in parts)
    return (
        number(_extreme(min, [part.low for part in parts])),
        number(_extreme(max, [part.high for part in parts])),
        number(mean),
        number(math.sqrt(distances / count)),
        number(math.sqrt(sum(part.squares for part in parts) * times)),
        *(times * sum(each) for each in zip(*(part[-3:] for part in parts), strict=True)),
    )


def _part(flat: Live) -> _Part:
    wide = flat.to(torch.float64, copy=True)
    low, high = (flat if flat.dtype in _ORDERED else wide).aminmax()
    squares = torch.dot(wide, wide).item()
    zeros = flat.numel() - int(torch.count_nonzero(wide))
    nans = infinities = 0
    if not math.isfinite(squares):
        nans, infinities = int(wide.isnan().sum()), int(wide.isinf().sum())
    mean = wide.mean().item()
    wide.sub_(mean)
    return _Part(
        flat.numel(), float(low), float(high), mean, squares, torch.dot(wide, wide).item(), zeros, nans, infinities
    )


def _extreme(choose: Callable[[list[float]], float], found: list[float]) -> float:
    """Give the least or the greatest; NaN where there is one, as torch does."""
    return math.nan if any(map(math.isnan, found)) else choose(found)


def _in_memory_order(tensor: Live) -> Live:
    """Give all elements in a row, without a copy where they fill their memory in whatever order."""
    strides = sorted((stride, size) for stride, size in zip(tensor.stride(), tensor.shape, strict=True) if size > 1)
    expected = 1
    for stride, size in strides:
        if stride != expected:
            return tensor.reshape(-1)
        expected *= size
    return tensor.as_strided((tensor.numel(),), (1,))


def _complex(tensor: Live, times: int) -> tuple[Any, ...]:
    wide = tensor.to(torch.complex128)
    parts = torch.view_as_real(wide).reshape(-1, 2)
    real, imaginary = parts.mean(0).tolist()
    return (
        None,
        None,
        (number(real), number(imaginary)),
        number(wide.std(correction=0).item()),
        number(torch.linalg.vector_norm(wide).item() * math.sqrt(times)),
        times * int((wide == 0).sum()),
        times * int(parts.isnan().any(-1).sum()),
        times * int(parts.isinf().any(-1).sum()),
    )


def _head(tensor: Live) -> Live:
    """Give the first elements in row-major order without flattening the rest."""
    while tensor.dim() > 1 and tensor[0].numel() >= VALUES_KEPT:
        tensor = tensor[0]
    if tensor.dim():
        rows = -(-VALUES_KEPT // max(1, tensor[0].numel()))
        tensor = tensor[:rows]
    return tensor.reshape(-1)[:VALUES_KEPT]


def _values(head: Live) -> tuple[Value, ...]:
    if head.is_complex():
        return tuple(_pair(value) for value in head.to(torch.complex128).tolist())
    if head.is_floating_point():
        return tuple(number(value) for value in head.to(torch.float64).tolist())
    return tuple(itertools.islice(head.tolist(), VALUES_KEPT))


def _pair(value: complex) -> Any:
    return (number(value.real), number(value.imag))
