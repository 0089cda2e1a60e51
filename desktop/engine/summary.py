"""Turn live tensors into Tensor records: facts at once, statistics for many tensors in one go.

Statistics tensor by tensor cost some ten small kernels each; here the small tensors of one dtype are laid end to end
and reduced together, and only large or unusual ones are taken singly.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor as Live
from torch._C import DisableTorchFunction, _DisableFuncTorch
from torch._C import _functorch as functorch

from desktop.records.record import Value, number
from desktop.records.tensor import VALUES_KEPT, Tensor

_SMALL = 65_536
"""Elements up to which a tensor joins the common row."""

_FLOATS = frozenset({torch.float64, torch.float32, torch.float16, torch.bfloat16})


@dataclass
class Figures:
    """The statistics of one tensor, ready to stand in a record."""

    minimum: Any = None
    maximum: Any = None
    mean: Any = None
    deviation: Any = None
    norm: Any = None
    zeros: int | None = None
    nans: int | None = None
    infinities: int | None = None
    values: tuple[Value, ...] | None = None


@dataclass
class Album:
    """Collects live tensors and gives their records all at once.

    `add` answers with a place; after `develop`, `records[place]` is the record. Equal views of equal storage are
    taken once. Thread: the one that owns the tensors.
    """

    records: list[Tensor] = field(default_factory=list)
    _tensors: list[Live] = field(default_factory=list)
    _with_values: list[bool] = field(default_factory=list)
    _places: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def add(self, tensor: Live, *, values: bool = True) -> int:
        """Take a tensor in; without `values` only its facts are recorded (its memory has changed since)."""
        key = (id(tensor), values)
        place = self._places.setdefault(key, len(self._tensors))
        if place == len(self._tensors):
            self._tensors.append(tensor)
            self._with_values.append(values)
        return place

    def develop(self) -> list[Tensor]:
        """Compute all statistics and give the records in the order of their places."""
        with torch.no_grad(), DisableTorchFunction(), _DisableFuncTorch():  # nobody's mode shall see our reductions
            figures = _figures(
                [_readable(t) if wanted else None for t, wanted in zip(self._tensors, self._with_values, strict=True)]
            )
        self.records = [_record(t, f) for t, f in zip(self._tensors, figures, strict=True)]
        return self.records


def describe(tensor: Live) -> Tensor:
    """Give the record of one tensor, statistics included."""
    album = Album()
    album.add(tensor)
    return album.develop()[0]


def facts(shape: Iterable[int], dtype: torch.dtype, device: torch.device) -> Tensor:
    """Give the record of a tensor of which only shape, dtype and device are known."""
    sizes = tuple(int(size) for size in shape)
    return Tensor(sizes, dtype_name(dtype), str(device), requires_grad=True, count=math.prod(sizes))


def dtype_name(dtype: torch.dtype) -> str:
    """Give PyTorch's name without its prefix: "float32"."""
    return str(dtype).removeprefix("torch.")


def _record(tensor: Live, figures: Figures) -> Tensor:
    shape = _shape(tensor)
    return Tensor(
        shape=shape,
        dtype=dtype_name(tensor.dtype),
        device=str(tensor.device),
        requires_grad=tensor.requires_grad,
        is_leaf=tensor.is_leaf,
        count=math.prod(shape),
        **vars(figures),
    )


def _shape(tensor: Live) -> tuple[int, ...]:
    if tensor.is_nested:
        return tuple(-1 if size is None else int(size) for size in _nested_sizes(tensor))
    return tuple(tensor.shape)


def _nested_sizes(tensor: Live) -> list[int | None]:
    sizes: list[int | None] = []
    for dimension in range(tensor.dim()):
        try:
            sizes.append(tensor.size(dimension))
        except RuntimeError:  # the ragged dimension of a nested tensor has no size
            sizes.append(None)
    return sizes


def _readable(tensor: Live) -> Live | None:
    """Give a plain strided tensor with the same elements, or None where there is nothing to read."""
    while functorch.is_gradtrackingtensor(tensor):
        tensor = functorch.get_unwrapped(tensor)
    if functorch.is_functorch_wrapped_tensor(tensor) or functorch.is_legacy_batchedtensor(tensor):
        return None
    if tensor.is_nested or tensor.is_meta or type(tensor).__name__ == "FakeTensor" or tensor.is_quantized:
        return None
    plain = tensor.detach()
    if plain.layout is torch.strided:
        return plain.resolve_conj().resolve_neg()
    return plain.to_dense() if plain.numel() <= _SMALL else None


def _figures(tensors: Sequence[Live | None]) -> list[Figures]:
    figures = [Figures() for _ in tensors]
    rows: dict[tuple[torch.dtype, torch.device], list[int]] = {}
    for place, tensor in enumerate(tensors):
        if tensor is None:
            continue
        if tensor.dtype in _FLOATS and 0 < tensor.numel() <= _SMALL:
            rows.setdefault((tensor.dtype, tensor.device), []).append(place)
        else:
            figures[place] = _single(tensor)
    for places in rows.values():
        row = [tensor for place in places if (tensor := tensors[place]) is not None]
        for place, figure in zip(places, _together(row), strict=True):
            figures[place] = figure
    return figures


def _together(row: Sequence[Live]) -> list[Figures]:
    """Reduce many small float tensors of one dtype and device laid end to end, in double precision."""
    flat = torch.cat([tensor.reshape(-1) for tensor in row]).to("cpu", torch.float64).numpy()
    counts = np.fromiter((tensor.numel() for tensor in row), dtype=np.int64, count=len(row))
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    with np.errstate(all="ignore"):
        mean = np.add.reduceat(flat, starts) / counts
        centred = flat - np.repeat(mean, counts)
        deviation = np.sqrt(np.add.reduceat(centred * centred, starts) / counts)
        norm = np.sqrt(np.add.reduceat(flat * flat, starts))
        minimum = np.minimum.reduceat(flat, starts)
        maximum = np.maximum.reduceat(flat, starts)
    columns = [_numbers(column) for column in (minimum, maximum, mean, deviation, norm)]
    counted = [np.add.reduceat(test, starts, dtype=np.int64).tolist() for test in _tests(flat)]
    heads = _heads(flat, starts, counts)
    return [Figures(*cells) for cells in zip(*columns, *counted, heads, strict=True)]


def _tests(flat: Any) -> tuple[Any, Any, Any]:
    return flat == 0, np.isnan(flat), np.isinf(flat)


def _numbers(column: Any) -> list[Any]:
    values: list[float] = column.tolist()
    return values if np.isfinite(column).all() else [number(value) for value in values]


def _heads(flat: Any, starts: Any, counts: Any) -> list[tuple[Value, ...]]:
    values = flat.tolist() if len(flat) <= VALUES_KEPT * len(counts) else None
    finite = bool(np.isfinite(flat).all())
    heads = []
    for start, count in zip(starts.tolist(), np.minimum(counts, VALUES_KEPT).tolist(), strict=True):
        head = values[start : start + count] if values is not None else flat[start : start + count].tolist()
        heads.append(tuple(head) if finite else tuple(number(value) for value in head))
    return heads


def _single(tensor: Live) -> Figures:
    """Reduce one tensor: a large one, an integer, boolean or complex one, or one of a rare dtype."""
    if tensor.numel() == 0:
        return Figures(zeros=0, nans=0, infinities=0, norm=0.0, values=())
    if tensor.is_complex():
        return _complex(tensor)
    wide = tensor.to(torch.float64)
    low, high = _extremes(tensor, wide)
    return Figures(
        minimum=low,
        maximum=high,
        mean=number(wide.mean().item()),
        deviation=number(wide.std(correction=0).item()),
        norm=number(torch.linalg.vector_norm(wide).item()),
        zeros=int((wide == 0).sum()),
        nans=int(wide.isnan().sum()),
        infinities=int(wide.isinf().sum()),
        values=_values(_head(tensor)),
    )


def _extremes(tensor: Live, wide: Live) -> tuple[Any, Any]:
    try:
        low, high = tensor.aminmax()
    except (RuntimeError, NotImplementedError):  # float8 and the like order nothing themselves
        low, high = wide.aminmax()
    return tuple(number(float(value.item())) for value in (low, high))  # type: ignore[return-value]


def _complex(tensor: Live) -> Figures:
    wide = tensor.to(torch.complex128)
    parts = torch.view_as_real(wide).reshape(-1, 2)
    real, imaginary = parts.mean(0).tolist()
    return Figures(
        mean=(number(real), number(imaginary)),
        deviation=number(wide.std(correction=0).item()),
        norm=number(torch.linalg.vector_norm(wide).item()),
        zeros=int((wide == 0).sum()),
        nans=int(parts.isnan().any(-1).sum()),
        infinities=int(parts.isinf().any(-1).sum()),
        values=_values(_head(tensor)),
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
