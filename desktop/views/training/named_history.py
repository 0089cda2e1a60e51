"""Numbers that go on by name for a run of any length, in memory of one size: parameters, norms, epochs."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.records.record import Number

CAPACITY = 4_000
MOST = 24
"""Of a model with more elements the first ones are kept."""


class NamedHistory:
    """Keeps the numbers at some iterations, fewer and fewer of them as the run grows longer."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Hold at most `capacity` (an even number) samples of each number."""
        self._iterations = np.empty(capacity)
        self._samples = np.empty((capacity, 0))
        self._kept = 0
        self._stride = 1
        self._seen = 0
        self._names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers' names, one for each element: "linear.weight[0]"."""
        return self._names

    def append(self, iteration: int, values: Mapping[str, Sequence[Number]]) -> None:
        """Take the numbers after an iteration (counted over all epochs); their names stay those of the first ones."""
        if not self._names:
            self._names = tuple(_element_names(values))[:MOST]
            self._samples = np.empty((len(self._iterations), len(self._names)))
        if self._seen % self._stride == 0:
            self._keep(iteration, values)
        self._seen += 1

    def curves(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the iterations, and a row for each number."""
        return self._iterations[: self._kept], self._samples[: self._kept].T

    def _keep(self, iteration: int, values: Mapping[str, Sequence[Number]]) -> None:
        numbers = [float(value) for elements in values.values() for value in elements[:MOST]]
        self._iterations[self._kept] = iteration
        self._samples[self._kept] = numbers[: len(self._names)]
        self._kept += 1
        if self._kept == len(self._iterations):
            self._kept //= 2
            self._iterations[: self._kept] = self._iterations[::2].copy()
            self._samples[: self._kept] = self._samples[::2].copy()
            self._stride *= 2


def _element_names(values: Mapping[str, Sequence[Number]]) -> list[str]:
    return [
        name if len(elements) == 1 else f"{name}[{index}]"
        for name, elements in values.items()
        for index in range(min(len(elements), MOST))
    ]
