"""Where a model is looked at while it trains: along its one input, over the plane of two, or at examples."""

import torch
from torch import Tensor

from desktop.engine.learning.examples import Examples
from desktop.records.record import Number, number

CURVE_POINTS = 200
MAP_SIDE = 40
COARSE_SIDE = 24
"""Of a map of a large model, which answers slowly: a pause waits for a look that is under way."""

_LARGE = 200_000
_MARGIN = 0.1
_TWO = 2


class Places:
    """Inputs of shape (N, n) at which answers are shown, and the right answers where they are known."""

    def __init__(self, examples: Examples, size: int, device: torch.device) -> None:
        """Choose them for a model that trains `size` numbers."""
        side = COARSE_SIDE if size > _LARGE else MAP_SIDE
        self.columns = side if len(examples.inputs) == _TWO else 0
        read, truth = _chosen(examples, side)
        self.fed = examples.fed(read).to(device)
        self.inputs = rows(read)
        self.truth = None if truth is None else column(truth[:, 0])


def rows(values: Tensor) -> tuple[tuple[Number, ...], ...]:
    """Write a matrix as rows of numbers."""
    return tuple(tuple(map(number, row)) for row in values.tolist())


def column(values: Tensor) -> tuple[Number, ...]:
    """Write a vector as numbers."""
    return tuple(map(number, values.tolist()))


def _chosen(examples: Examples, side: int) -> tuple[Tensor, Tensor | None]:
    axes = [_axis(span, CURVE_POINTS if len(examples.spans) == 1 else side) for span in examples.spans]
    if len(axes) > _TWO:
        x, y = examples.by_seed or examples.sample()
        return examples.read(x), y
    if len(axes) == _TWO:
        across, down = torch.meshgrid(*axes, indexing="xy")
        axes = [across.flatten(), down.flatten()]
    read = torch.stack(axes, dim=1)
    return read, examples.truth(read)


def _axis(span: tuple[float, float], points: int) -> Tensor:
    low, high = span
    margin = _MARGIN * ((high - low) or 1.0)
    return torch.linspace(low - margin, high + margin, points, dtype=torch.float32, device="cpu")
