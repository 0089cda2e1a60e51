"""What is trained on: batches of inputs and targets, and everything a page wants to know of them."""

from collections.abc import Iterable
from typing import Protocol

import torch
from torch import Tensor

from desktop.engine.learning.streams import RandomStreams
from desktop.records.record import Number

Batch = tuple[Tensor, Tensor]
"""Inputs, shape (N, n), and targets, shape (N, 1); float32, on the CPU unless it is said otherwise."""

VALIDATION = 256
"""How many examples are kept apart for validation where examples can be drawn without end."""


class Examples(Protocol):
    """A source of examples. Batches do not depend on how many of them are drawn in one call.

    `classes` is 0 where the target is a number. `spans` holds the least and greatest value of each input, to draw by.
    `known` gives the right parameters of a linear model by name, where there are such. `by_seed` are those examples
    that are fixed by the seed alone and not trained on; None: there are none.
    """

    inputs: tuple[str, ...]
    output: str
    classes: int
    spans: tuple[tuple[float, float], ...]
    known: dict[str, tuple[Number, ...]]
    notes: tuple[str, ...]
    by_seed: Batch | None

    def draw(self, streams: RandomStreams, iterations: int, batch_size: int, device: torch.device) -> Iterable[Batch]:
        """Draw the batches of several iterations, on `device`."""

    def fed(self, inputs: Tensor) -> Tensor:
        """Turn inputs as a person reads them into those that the model is given, both of shape (N, n)."""

    def read(self, inputs: Tensor) -> Tensor:
        """Turn inputs as the model is given them into those that a person reads."""

    def truth(self, inputs: Tensor) -> Tensor | None:
        """Give the right answers, shape (N, 1), to inputs as a person reads them; None: nobody knows."""

    def sample(self) -> Batch:
        """Give the example, N = 1, at which each epoch shows its answer beside the truth."""
