"""Turn live tensors into Tensor records: hold them cheaply while a program runs, measure them when it rests."""

import functools
import math
import operator
from collections.abc import Iterable

import torch
from torch import Tensor as Live
from torch._C import DisableTorchFunction
from torch._C import _functorch as functorch

from desktop.engine.distinct import distinct, extent, is_beyond_reading
from desktop.engine.statistics import Figures, measure
from desktop.records.tensor import Tensor

CHANGED = -2
"""A version that no tensor has: what is there now are not the values that are meant."""

_DENSE = 65_536
"""Elements up to which a sparse tensor is read as a dense one."""

_PASSING = 65_536
"""Elements up to which a tensor is copied around a pass; more would cost the pass too much."""

_LITTLE = 1 << 20
"""Bytes up to which nobody asks whether a tensor really takes them."""

_OWN_DISPATCH = torch.Tensor.__torch_dispatch__

_COPIED = 16_000_000
"""Elements up to which a tensor that is about to change is copied."""


class Album:
    """Collects live tensors, cheaply, and later gives their records all at once.

    `add` answers with a place; after `develop`, `records[place]` is the record, and `readable[place]` a plain tensor
    with its values, if it has any. A tensor that was changed in place between the two keeps its facts and loses its
    values. What lies in the same memory is measured once.
    Thread: the one that owns the tensors.
    """

    def __init__(self) -> None:
        self.records: list[Tensor] = []
        self.readable: list[Live | None] = []
        self._tensors: list[Live] = []
        self._contents: list[Live | None] = []
        self._versions: list[int] = []
        self._places: dict[tuple[int, int], int] = {}

    @property
    def held_bytes(self) -> int:
        """How much memory the tensors take, shared memory counted as often as it is shared."""
        return sum(_bytes_of(each) for each in self._contents if each is not None)

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
        """Take in a tensor that is about to change: its values are copied now, if they are not too many.

        Call it where no function mode sees the copy.
        """
        place = self.add(tensor)
        content = self._contents[place]
        if content is not None and content is tensor and tensor.numel() <= _COPIED:
            self._contents[place] = tensor.detach().clone()
        return place

    def was_changed(self, place: int) -> bool:
        """Say whether a tensor no longer has the values that were meant."""
        tensor, version = self._tensors[place], self._versions[place]
        return version == CHANGED or version_of(tensor) != version

    def develop(self) -> list[Tensor]:
        """Compute all statistics and give the records in the order of their places."""
        with torch.no_grad(), DisableTorchFunction():  # nobody's mode shall see our reductions
            self.readable = [self._readable(place) for place in range(len(self._tensors))]
            figures = measure(self.readable)
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


def copy_of(tensor: Live | None) -> Live | None:
    """Copy a small plain tensor; None for others, and where the program has left no memory for a copy."""
    if tensor is None or tensor.layout is not torch.strided or tensor.is_nested or is_opaque(tensor):
        return None
    if tensor.numel() > _PASSING:
        return None
    try:
        return tensor.detach().clone()
    except (RuntimeError, MemoryError):
        return None


def version_of(tensor: Live) -> int:
    """Give how often a tensor was changed in place (inference tensors do not count)."""
    try:
        return int(tensor._version)
    except RuntimeError:
        return -1


def is_opaque(tensor: Live) -> bool:
    """Say whether a tensor's class handles every operation itself: what it holds is not in its own memory."""
    return type(tensor).__torch_dispatch__ is not _OWN_DISPATCH


def describe(tensor: Live) -> Tensor:
    """Give the record of one tensor, statistics included."""
    album = Album()
    album.add(tensor)
    return album.develop()[0]


def facts(shape: Iterable[int], dtype: torch.dtype, device: torch.device) -> Tensor:
    """Give the record of a tensor of which only shape, dtype and device are known."""
    sizes = tuple(-1 if (known := _known_size(size)) is None else known for size in shape)
    return Tensor(sizes, dtype_name(dtype), str(device), requires_grad=True, count=math.prod(sizes))


@functools.cache
def dtype_name(dtype: torch.dtype) -> str:
    """Give PyTorch's name without its prefix: "float32"."""
    return str(dtype).removeprefix("torch.")


@functools.cache
def _device_name(device: torch.device) -> str:
    return str(device)


def _record(tensor: Live, figures: Figures) -> Tensor:
    shape = _shape(tensor)
    count = math.prod(shape)
    return Tensor(
        shape,
        dtype_name(tensor.dtype),
        _device_name(tensor.device),
        tensor.requires_grad,
        is_leaf_tensor(tensor),
        count,
        *figures,
    )


def is_leaf_tensor(tensor: Live) -> bool:
    """Say whether a tensor is a leaf, also where torch refuses to."""
    try:
        return tensor.is_leaf
    except RuntimeError:  # a view from a part without gradients; torch refuses to say so since its base was changed
        return True


def _shape(tensor: Live) -> tuple[int, ...]:
    if tensor.is_nested:
        return tuple(-1 if size is None else size for size in _nested_sizes(tensor))
    return tuple(tensor.shape)


def _nested_sizes(tensor: Live) -> list[int | None]:
    sizes: list[int | None] = []
    for dimension in range(tensor.dim()):
        try:
            sizes.append(_known_size(tensor.size(dimension)))
        except RuntimeError:  # the ragged dimension of a nested tensor has no size
            sizes.append(None)
    return sizes


def _known_size(size: object) -> int | None:
    """Give a size as a number; None for the ragged one of a nested tensor, which has none."""
    try:
        return operator.index(size)  # type: ignore[arg-type] # torch's own symbols of sizes are no indices to mypy
    except (RuntimeError, AttributeError):
        return None


def _content(tensor: Live) -> Live | None:
    """Give what holds the tensor's elements: itself, or what a transform wrapped; None where nothing can be read."""
    if is_opaque(tensor):
        return None
    if not (functorch.is_functorch_wrapped_tensor(tensor) or functorch.is_legacy_batchedtensor(tensor)):
        return tensor
    while functorch.is_gradtrackingtensor(tensor):
        tensor = functorch.get_unwrapped(tensor)
    if functorch.is_functorch_wrapped_tensor(tensor) or functorch.is_legacy_batchedtensor(tensor):
        return None
    return tensor


def _has_memory(tensor: Live) -> bool:
    """Say whether what the tensor needs is there: a storage may be a pretence, or was resized below it."""
    if tensor.numel() == 0:
        return True
    try:
        tensor.data_ptr()
    except RuntimeError:  # what a compiler traced with
        return False
    return tensor.untyped_storage().nbytes() >= (tensor.storage_offset() + extent(tensor)) * tensor.element_size()


def _strided(tensor: Live) -> Live | None:
    """Give a plain strided tensor with the same elements, or None where there is nothing to read."""
    if tensor.is_nested or tensor.is_meta or tensor.is_quantized:
        return None
    plain = tensor.detach()
    if plain.layout is torch.strided:
        if not _has_memory(plain):
            return None
        return _resolved(plain) if plain.is_conj() or plain.is_neg() else plain
    return plain.to_dense() if plain.numel() <= _DENSE else None


def _resolved(plain: Live) -> Live | None:
    """Do what was only noted: the conjugate, the negative. Nothing that is repeated is written out."""
    elements, _ = distinct(plain)
    if is_beyond_reading(elements):
        return None
    return elements.resolve_conj().resolve_neg().expand(plain.shape)


def _bytes_of(tensor: Live) -> int:
    """Give how much memory a tensor takes, at most: one that was expanded takes less than its elements would."""
    size = tensor.numel() * tensor.element_size()
    if size <= _LITTLE or tensor.layout is not torch.strided or tensor.is_nested:
        return size
    return min(size, tensor.untyped_storage().nbytes())
