"""A tensor's elements, each place in memory once: what was expanded to a size beyond all memory has few of them."""

from typing import NamedTuple

from torch import Tensor as Live

MOST_OVERLAPPING = 1 << 24
"""Elements up to which a tensor is read whose elements lie in one another's memory (windows over a row)."""


class Distinct(NamedTuple):
    """The elements of a tensor of which each stands there `times` times."""

    elements: Live
    times: int


def distinct(tensor: Live) -> Distinct:
    """Take each dimension along which nothing moves in memory once, as one of size 1. `tensor` is a strided one."""
    times = 1
    for dimension, (size, step) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        if step == 0 and size > 1:
            tensor = tensor.narrow(dimension, 0, 1)
            times *= size
    return Distinct(tensor, times)


def extent(tensor: Live) -> int:
    """Give how many elements lie in memory from a strided tensor's first to its last."""
    if tensor.numel() == 0:
        return 0
    if tensor.is_contiguous():
        return tensor.numel()
    return 1 + sum((size - 1) * step for size, step in zip(tensor.shape, tensor.stride(), strict=True))


def is_beyond_reading(tensor: Live) -> bool:
    """Say whether a tensor's elements overlap in memory, and are too many to be gone through."""
    return tensor.numel() > MOST_OVERLAPPING and tensor.numel() > extent(tensor)
