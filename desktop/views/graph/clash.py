"""Which sizes of a failed operation's operands do not fit together, as PyTorch's words and the shapes tell."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from desktop.records.ghost import Ghost

Shape = tuple[int, ...]
Place = tuple[int, int]
"""An operand, and one of its dimensions, both counted from 0."""

_BROADCAST = re.compile(r"must match the size of tensor b \(\d+\) at non-singleton dimension (\d+)")
_PRODUCT = re.compile(
    r"shapes cannot be multiplied|inconsistent tensor size|size mismatch|Expected size for first two dimensions"
)
_CHANNELS = re.compile(r"expected input\[.*\] to have \d+ channels")
_JOINED = re.compile(r"must match except in dimension (\d+)")
_STACKED = re.compile(r"stack expects each tensor to be equal size")
_FIRST_FACTOR = {"addmm": 1, "baddbmm": 1, "addbmm": 1, "addmv": 1}
"""Where a product begins whose result is added to the operands before."""
_TRANSPOSED = frozenset({"linear"})
"""Products whose second factor stands with its outputs first."""


def clashing(ghost: Ghost) -> frozenset[Place]:
    """Give the sizes that do not fit: nothing where it was not sizes that made the operation fail, or none is known."""
    shapes = [operand.tensor.shape for operand in ghost.operands]
    for words, find in _KINDS:
        if found := words.search(ghost.message):
            return frozenset(find(ghost.name, shapes, [int(each) for each in found.groups()]))
    return frozenset()


def _broadcast(_: str, shapes: Sequence[Shape], told: list[int]) -> Iterator[Place]:
    """Line shapes up from the right; what is 1 or missing fits anything."""
    rank = max(map(len, shapes), default=0)
    for at, shape in enumerate(shapes):
        place = told[0] - (rank - len(shape))
        if 0 <= place < len(shape) and shape[place] != 1:
            yield at, place


def _product(name: str, shapes: Sequence[Shape], _: list[int]) -> Iterator[Place]:
    """Compare the last size of the left factor with the last but one of the right one, which it meets."""
    first = _FIRST_FACTOR.get(name, 0)
    if len(shapes) < first + 2 or not all(shapes[first : first + 2]):
        return
    left, right = len(shapes[first]) - 1, max(len(shapes[first + 1]) - (1 if name in _TRANSPOSED else 2), 0)
    if shapes[first][left] != shapes[first + 1][right]:
        yield from ((first, left), (first + 1, right))


def _channels(name: str, shapes: Sequence[Shape], _: list[int]) -> Iterator[Place]:
    """Find the channels: an input's after its batch, a weight's after its outputs, a transposed one's first."""
    if len(shapes) > 1:
        batched = len(shapes[0]) == len(shapes[1])
        yield from ((0, 1 if batched else 0), (1, 0 if "transpose" in name else 1))


def _joined(_: str, shapes: Sequence[Shape], told: list[int]) -> Iterator[Place]:
    """Compare tensors that are joined: they are equal in all dimensions but one."""
    return _unequal(shapes, without=told[0])


def _stacked(_: str, shapes: Sequence[Shape], __: list[int]) -> Iterator[Place]:
    return _unequal(shapes, without=-1)


def _unequal(shapes: Sequence[Shape], *, without: int) -> Iterator[Place]:
    for dimension in range(max(map(len, shapes), default=0)):
        sizes = [(at, shape[dimension]) for at, shape in enumerate(shapes) if dimension < len(shape)]
        if dimension != without and any(one != other for (_, one), (_, other) in pairwise(sizes)):
            yield from ((at, dimension) for at, _ in sizes)


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str, Sequence[Shape], list[int]], Iterator[Place]]], ...] = (
    (_BROADCAST, _broadcast),
    (_PRODUCT, _product),
    (_CHANNELS, _channels),
    (_JOINED, _joined),
    (_STACKED, _stacked),
)
