"""What is wrong with a gradient, if anything: NaN, infinite, all zero, missing, exploding, vanishing."""

import math
from typing import Literal

from desktop.records.record import Record
from desktop.records.tensor import Tensor

Verdict = Literal["nan", "infinite", "zero", "missing", "exploding", "vanishing"]
"""A gradient that is several of these is the first of them."""

BROKEN: tuple[Verdict, ...] = ("nan", "infinite")
"""What spoils everything behind it."""


class Thresholds(Record, frozen=True):
    """Where a gradient is too small or too large to learn by. A parameter is marked only where both numbers say so.

    Vanishing: its norm is below `vanishing_share` of the largest parameter's, and below `vanishing_ratio` of its own
    weights'. The first alone would mark healthy layers beside one that explodes; the second alone a network that has
    learned all there is, where every gradient is small. With 1e-5 a step at a learning rate of 0.1 moves the weights
    by a millionth of themselves. A layer of PyTorch's own initialisation passes on about 0.4 of a gradient through
    ReLU and 0.14 through a sigmoid: ten layers keep 1e-4 of the one and 1e-9 of the other.

    Exploding: its norm is above `exploding_norm`, and above `exploding_ratio` times its weights': at a usual
    learning rate, 0.01 and more, a step then moves the weights by a tenth of themselves or throws them away; gradients
    are usually clipped to norms of 1 to 10.
    """

    vanishing_share: float = 1e-4
    vanishing_ratio: float = 1e-5
    exploding_norm: float = 1e3
    exploding_ratio: float = 10.0


def broken(gradients: tuple[Tensor, ...]) -> Verdict | None:
    """Say whether gradients hold NaN or infinities, or a norm beyond all numbers."""
    if any(tensor.nans for tensor in gradients):
        return "nan"
    return "infinite" if any(_is_infinite(tensor) for tensor in gradients) else None


def verdict_of(gradients: tuple[Tensor, ...]) -> Verdict | None:
    """Say what is wrong with what reached a node, its size aside."""
    if not gradients:
        return "missing"
    return broken(gradients) or ("zero" if all(map(is_zero, gradients)) else None)


def is_zero(tensor: Tensor) -> bool:
    """Say whether a tensor has elements and all are exactly zero."""
    return tensor.count > 0 and tensor.zeros == tensor.count


def size_verdict(norm: float, ratio: float | None, largest: float, thresholds: Thresholds) -> Verdict | None:
    """Judge a norm, beside the largest one and the weights (`ratio`: None where these are zero or unknown)."""
    if norm > thresholds.exploding_norm and (ratio is None or ratio > thresholds.exploding_ratio):
        return "exploding"
    is_small = norm < thresholds.vanishing_share * largest
    return "vanishing" if is_small and (ratio is None or ratio < thresholds.vanishing_ratio) else None


def joint_norm(tensors: tuple[Tensor, ...]) -> float | None:
    """Give the norm of tensors taken as one long vector, or None where one of them is not known."""
    norms = [tensor.norm for tensor in tensors]
    return None if not norms or None in norms else math.hypot(*(float(norm) for norm in norms if norm is not None))


def _is_infinite(tensor: Tensor) -> bool:
    return bool(tensor.infinities) or (tensor.norm is not None and math.isinf(float(tensor.norm)))
