"""The parameters of a run of any length in memory of one size, as curves by name."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.records.record import Number

CAPACITY = 4_000


class ParameterHistory:
    """Keeps the parameters after some iterations, fewer and fewer of them as the run grows longer."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Hold at most `capacity` (an even number) samples of each parameter."""
        self._capacity = capacity
        self._iterations: list[float] = []
        self._samples: list[tuple[float, ...]] = []
        self._stride = 1
        self._seen = 0
        self._names: tuple[str, ...] = ()
        self._last: tuple[float, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' names, one for each element: "linear.weight[0]"."""
        return self._names

    @property
    def last(self) -> tuple[float, ...]:
        """The values after the last iteration seen."""
        return self._last

    def append(self, iteration: int, parameters: Mapping[str, Sequence[Number]]) -> None:
        """Take the parameters after an iteration (counted over all epochs)."""
        self._names = tuple(_element_names(parameters))
        self._last = tuple(float(value) for values in parameters.values() for value in values)
        if self._seen % self._stride == 0:
            self._iterations.append(float(iteration))
            self._samples.append(self._last)
        self._seen += 1
        if len(self._samples) == self._capacity:
            self._iterations, self._samples = self._iterations[::2], self._samples[::2]
            self._stride *= 2

    def curves(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the iterations, and a row for each parameter."""
        rows = np.array(self._samples, dtype=np.float64).reshape(len(self._samples), len(self._names))
        return np.array(self._iterations), rows.T


def _element_names(parameters: Mapping[str, Sequence[Number]]) -> list[str]:
    return [
        name if len(values) == 1 else f"{name}[{index}]"
        for name, values in parameters.items()
        for index in range(len(values))
    ]
