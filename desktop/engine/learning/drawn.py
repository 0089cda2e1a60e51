"""Examples without end: drawn evenly from a random stream, with noise where it is asked for."""

from collections.abc import Iterable

import torch
from torch import Tensor

from desktop.engine.learning.examples import VALIDATION, Batch
from desktop.engine.learning.functions import Shape
from desktop.engine.learning.streams import EXAMPLES, NOISE, RandomStreams, generator

_VALIDATION_PLACE = 3
_VALIDATION_NOISE_PLACE = 4


class DrawnExamples:
    """Examples of one shape. Inputs are drawn for many iterations in one call: the stream is the same."""

    output = "y"
    notes: tuple[str, ...] = ()

    def __init__(self, shape: Shape, noise: float, seed: int, sample: Batch | None = None) -> None:
        """Keep examples for validation apart, of a stream of their own; show `sample`, or else the first of them."""
        self.inputs = tuple(f"x{number}" for number in range(1, len(shape.spans) + 1))
        self.classes = shape.classes
        self.spans = shape.spans
        self.known = shape.known
        self._shape = shape
        self._noise = noise
        x, y = self._kept_apart(seed)
        self.by_seed: Batch | None = (x, y)
        self._sample = sample or (x[:1], y[:1])

    def draw(self, streams: RandomStreams, iterations: int, batch_size: int, device: torch.device) -> Iterable[Batch]:
        """Draw the batches of several iterations, on `device`."""
        drawn = _even(streams[EXAMPLES], iterations, batch_size, self._shape.numbers)
        if self._shape.is_exact and self._noise == 0:
            x, y = self._shape.make(drawn.to(device))
            return zip(x.unbind(), y.unbind(), strict=True)
        batches = (self._noisy(streams, self._shape.make(each)) for each in drawn.unbind())
        return ((x.to(device), y.to(device)) for x, y in batches)

    def fed(self, inputs: Tensor) -> Tensor:
        """Give the inputs as they are."""
        return inputs

    def read(self, inputs: Tensor) -> Tensor:
        """Give the inputs as they are."""
        return inputs

    def truth(self, inputs: Tensor) -> Tensor | None:
        """Give the function's values without noise, shape (N, 1), where it is a function of the inputs."""
        return None if self._shape.truth is None else self._shape.truth(inputs)

    def sample(self) -> Batch:
        """Give the example at which each epoch shows its answer."""
        return self._sample

    def _noisy(self, streams: RandomStreams, batch: Batch) -> Batch:
        return self._moved(streams[NOISE], batch) if self._noise else batch

    def _moved(self, stream: torch.Generator, batch: Batch) -> Batch:
        x, y = batch
        moved = x if self.classes else y
        noise = self._noise * torch.randn(moved.shape, generator=stream, dtype=torch.float32, device="cpu")
        return (x + noise, y) if self.classes else (x, y + noise)

    def _kept_apart(self, seed: int) -> Batch:
        drawn = _even(generator(seed, _VALIDATION_PLACE), 1, VALIDATION, self._shape.numbers)
        return self._moved(generator(seed, _VALIDATION_NOISE_PLACE), self._shape.make(drawn[0]))


def _even(stream: torch.Generator, iterations: int, batch_size: int, numbers: int) -> Tensor:
    shape = (iterations, batch_size, numbers)
    return torch.rand(shape, generator=stream, dtype=torch.float32, device="cpu")
