"""How many threads share an operation: one, where operations are so small that others would only wait."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

_SMALL = 2**22
"""Multiplications of a forward pass below which a second thread costs more than it computes."""


def is_small(parameters: Iterable[Tensor], batch_size: int) -> bool:
    """Say whether a model and its batch are so small that one thread computes them."""
    return batch_size * sum(parameter.numel() for parameter in parameters) < _SMALL


@contextmanager
def alone_where_small(parameters: Sequence[Tensor], batch_size: int) -> Iterator[None]:
    """Let this thread compute alone for a while where the model and its batch are small.

    Whoever trains by the same recipe, in a window or not, so computes in the same way.
    """
    threads = torch.get_num_threads()
    if threads == 1 or not is_small(parameters, batch_size):
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
