"""Turn live tensors into Tensor records: facts at once, statistics for many tensors in one go.

Statistics tensor by tensor cost some ten small kernels each; here the small tensors of one dtype are laid end to end
and reduced together, and only large or unusual ones are taken singly.
"""

import functools
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor as Live
from torch._C import DisableTorchFunction
from torch._C import _functorch as functorch

from desktop.records.record import Value, number
from desktop.records.tensor import VALUES_KEPT, Tensor

CHANGED = -2
"""A version that no tensor has: what is there now are not the values that are meant."""

_SMALL = 65_536
"""Elements up to which a tensor joins the common row."""

_COPIED = 16_000_000
"""Elements up to which a tensor that is about to change is copied."""

_STRETCH = 131_072
"""Elements that are reduced in one go: in double precision they still lie in a core's cache."""

_FLOATS = frozenset({torch.float64, torch.float32, torch.float16, torch.bfloat16})


Figures = tuple[Any, Any, Any, Any, Any, int | None, int | None, int | None, tuple[Value, ...] | None]
"""Minimum, maximum, mean, deviation, norm, zeros, NaNs, infinities and first values, in a record's order."""

_UNKNOWN: Figures = (None, None, None, None, None, None, None, None, None)


class Album:
    """Collects live tensors, cheaply, and later gives their records all at once.

    `add` answers with a place; after `develop`, `records[place]` is the record. A tensor that was changed in place
    between the two keeps its facts and loses its values. What lies in the same memory is measured once.
    Thread: the one that owns the tensors.
    """

    def __init__(self) -> None:
        self.records: list[Tensor] = []
        self._tensors: list[Live] = []
        self._contents: list[Live | None] = []
        self._versions: list[int] = []
        self._places: dict[tuple[int, int], int] = {}

    def add(self, tensor: Live, version: int | None = None) -> int:
        """Take a tensor in, as it is now or (with `version`, its count of changes) as it was then."""
        version = version_of(tensor) if version is None else version
        place = self._places.setdefault((id(tensor), version), len(self._tensors))
        if place == len(self._tensors):
            self._tensors.append(tensor)
            self._contents.append(_content(tensor))
            self._versions.append(version)
        return place

    def add_copy(self, tensor: Live) -> int:
        """Take in a tensor that is about to change: its values are copied now, if they are not too many."""
        place = self.add(tensor)
        content = self._contents[place]
        if content is not None and content is tensor and tensor.numel() <= _COPIED:
            with torch.no_grad(), DisableTorchFunction():
                self._contents[place] = tensor.detach().clone()
        return place

    def develop(self) -> list[Tensor]:
        """Compute all statistics and give the records in the order of their places."""
        with torch.no_grad(), DisableTorchFunction():  # nobody's mode shall see our reductions
            figures = _figures([self._readable(place) for place in range(len(self._tensors))])
            self.records = [_record(tensor, each) for tensor, each in zip(self._tensors, figures, strict=True)]
        self._contents = []
        return self.records

    def _readable(self, place: int) -> Live | None:
        tensor, content = self._tensors[place], self._contents[place]
        if content is None or self._versions[place] == CHANGED:
            return None
        if content is tensor and version_of(tensor) != self._versions[place]:
            return None
        return _strided(content)


def version_of(tensor: Live) -> int:
    """Give how often a tensor was changed in place (inference tensors do not count)."""
    return -1 if tensor.is_inference() else int(tensor._version)  # noqa: SLF001 # its only name


def describe(tensor: Live) -> Tensor:
    """Give the record of one tensor, statistics included."""
    album = Album()
    album.add(tensor)
    return album.develop()[0]


def facts(shape: Iterable[int], dtype: torch.dtype, device: torch.device) -> Tensor:
    """Give the record of a tensor of which only shape, dtype and device are known."""
    sizes = tuple(int(size) for size in shape)
    return Tensor(sizes, dtype_name(dtype), str(device), requires_grad=True, count=math.prod(sizes))


@functools.cache
def dtype_name(dtype: torch.dtype) -> str:
    """Give PyTorch's name without its prefix: "float32"."""
    return str(dtype).removeprefix("torch.")


def _record(tensor: Live, figures: Figures) -> Tensor:
    shape = _shape(tensor)
    count = math.prod(shape)
    return Tensor(
        shape,
        dtype_name(tensor.dtype),
        str(tensor.device),
        tensor.requires_grad,
        tensor.is_leaf,
        count,
        *figures,
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


def _content(tensor: Live) -> Live | None:
    """Give what holds the tensor's elements: itself, or what a transform wrapped; None where nothing can be read."""
    while functorch.is_gradtrackingtensor(tensor):
        tensor = functorch.get_unwrapped(tensor)
    if functorch.is_functorch_wrapped_tensor(tensor) or functorch.is_legacy_batchedtensor(tensor):
        return None
    return tensor


def _strided(tensor: Live) -> Live | None:
    """Give a plain strided tensor with the same elements, or None where there is nothing to read."""
    if tensor.is_nested or tensor.is_meta or type(tensor).__name__ == "FakeTensor" or tensor.is_quantized:
        return None
    plain = tensor.detach()
    if plain.layout is torch.strided:
        return plain.resolve_conj().resolve_neg()
    return plain.to_dense() if plain.numel() <= _SMALL else None


def _figures(tensors: Sequence[Live | None]) -> list[Figures]:
    figures = [_UNKNOWN] * len(tensors)
    rows: dict[tuple[torch.dtype, torch.device], dict[Any, list[int]]] = {}
    for place, tensor in enumerate(tensors):
        if tensor is None:
            continue
        if tensor.dtype in _FLOATS and 0 < tensor.numel() <= _SMALL:
            memory = (tensor.data_ptr(), tensor.shape, tensor.stride())
            rows.setdefault((tensor.dtype, tensor.device), {}).setdefault(memory, []).append(place)
        else:
            figures[place] = _single(tensor)
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


def _single(tensor: Live) -> Figures:
    """Reduce one tensor: a large one, an integer, boolean or complex one, or one of a rare dtype."""
    if tensor.numel() == 0:
        return (None, None, None, None, 0.0, 0, 0, 0, ())
    if tensor.is_complex():
        return _complex(tensor)
    wide = tensor.to(torch.float64)
    low, high = _extremes(tensor, wide)
    return (
        low,
        high,
        number(wide.mean().item()),
        number(wide.std(correction=0).item()),
        number(torch.linalg.vector_norm(wide).item()),
        int((wide == 0).sum()),
        int(wide.isnan().sum()),
        int(wide.isinf().sum()),
        _values(_head(tensor)),
    )


def _extremes(tensor: Live, wide: Live) -> tuple[Any, Any]:
    try:
        low, high = tensor.aminmax()
    except (RuntimeError, NotImplementedError):  # float8 and the like order nothing themselves
        low, high = wide.aminmax()
    return number(float(low)), number(float(high))


def _complex(tensor: Live) -> Figures:
    wide = tensor.to(torch.complex128)
    parts = torch.view_as_real(wide).reshape(-1, 2)
    real, imaginary = parts.mean(0).tolist()
    return (
        None,
        None,
        (number(real), number(imaginary)),
        number(wide.std(correction=0).item()),
        number(torch.linalg.vector_norm(wide).item()),
        int((wide == 0).sum()),
        int(parts.isnan().any(-1).sum()),
        int(parts.isinf().any(-1).sum()),
        _values(_head(tensor)),
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
