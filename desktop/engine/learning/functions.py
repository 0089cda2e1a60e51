"""The functions that we bring, as makers of examples from evenly drawn numbers in [0, 1)."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from desktop.engine.learning.examples import Batch
from desktop.engine.regression import ground_truth
from desktop.records.recipe import FunctionName
from desktop.records.record import Number

Truth = Callable[[Tensor], Tensor]
Span = tuple[float, float]

SPIRAL_TURNS = 1.5


@dataclass(frozen=True)
class Shape:
    """How examples look: `numbers` evenly drawn ones make an example, which `make` does for N at once.

    Where `classes` are told apart, noise moves the points; else it moves the answers. `is_exact` says that `make` gives
    the same bits for many batches in one call as for each of them.
    """

    numbers: int
    make: Callable[[Tensor], Batch]
    spans: tuple[Span, ...]
    truth: Truth | None
    classes: int = 0
    known: dict[str, tuple[Number, ...]] = field(default_factory=dict)
    is_exact: bool = False


def between(low: float, high: float, drawn: Tensor) -> Tensor:
    """Spread numbers in [0, 1) from `low` to `high`."""
    return low + (high - low) * drawn


def evenly(spans: tuple[Span, ...], truth: Truth) -> Callable[[Tensor], Batch]:
    """Make examples of a function whose inputs are drawn evenly, each within its span."""
    lows = torch.tensor([low for low, _high in spans], dtype=torch.float32, device="cpu")
    highs = torch.tensor([high for _low, high in spans], dtype=torch.float32, device="cpu")

    def make(drawn: Tensor) -> Batch:
        inputs = lows + (highs - lows) * drawn
        return inputs, truth(inputs)

    return make


def _chapter(drawn: Tensor) -> Batch:
    return drawn, ground_truth(drawn)


def _line(inputs: Tensor) -> Tensor:
    return 2 * inputs + 1


def _xor(inputs: Tensor) -> Tensor:
    return ((inputs[:, :1] > 0) != (inputs[:, 1:] > 0)).to(torch.float32)


def _moons(drawn: Tensor) -> Batch:
    angle, answer = math.pi * drawn[:, :1], (drawn[:, 1:] >= 0.5).to(torch.float32)  # noqa: PLR2004 (half of them)
    upper = torch.cat((angle.cos(), angle.sin()), dim=1)
    lower = torch.cat((1 - angle.cos(), 0.5 - angle.sin()), dim=1)
    return torch.where(answer > 0, lower, upper), answer


def _spirals(drawn: Tensor) -> Batch:
    radius, answer = drawn[:, :1], (drawn[:, 1:] >= 0.5).to(torch.float32)  # noqa: PLR2004 (half of them)
    angle = 2 * math.pi * SPIRAL_TURNS * radius + math.pi * answer
    return torch.cat((radius * angle.cos(), radius * angle.sin()), dim=1), answer


def shape_of(name: FunctionName) -> Shape:
    """Give the shape of a function by its name."""
    return _SHAPES[name]()


def _square() -> Shape:
    spans = ((-1.0, 1.0),) * 2
    return Shape(2, evenly(spans, _xor), spans, _xor, classes=2)


def _wave() -> Shape:
    spans = ((-math.pi, math.pi),)
    return Shape(1, evenly(spans, torch.sin), spans, torch.sin)


def _straight() -> Shape:
    spans = ((-1.0, 1.0),)
    known: dict[str, tuple[Number, ...]] = {"linear.weight": (2.0,), "linear.bias": (1.0,)}
    return Shape(1, evenly(spans, _line), spans, _line, known=known)


def _three() -> Shape:
    known: dict[str, tuple[Number, ...]] = {"linear.weight": (3.0, 1.0, -2.0), "linear.bias": (0.0,)}
    return Shape(3, _chapter, ((0.0, 1.0),) * 3, ground_truth, known=known, is_exact=True)


_SHAPES: dict[FunctionName, Callable[[], Shape]] = {
    "chapter": _three,
    "sine": _wave,
    "line": _straight,
    "xor": _square,
    "moons": lambda: Shape(2, _moons, ((-1.5, 2.5), (-1.0, 1.5)), None, classes=2),
    "spirals": lambda: Shape(2, _spirals, ((-1.1, 1.1),) * 2, None, classes=2),
}
