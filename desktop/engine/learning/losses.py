"""Losses by their names, each the average over the N examples of a batch, and what an output means under them."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor
from torch.nn import functional

from desktop.engine.regression import mean_square_error
from desktop.records.recipe import LossName

Loss = Callable[[Tensor, Tensor], Tensor]
"""Of targets, shape (N, 1), and outputs, shape (N, 1) or (N, classes): a scalar."""

_TWO = 2


def _mean_absolute_error(y: Tensor, y_hat: Tensor) -> Tensor:
    return (y - y_hat).abs().sum() / y.size(0)


def _huber(y: Tensor, y_hat: Tensor) -> Tensor:
    return functional.huber_loss(y_hat, y)


def _bce(y: Tensor, logits: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(logits, y)


def _cross_entropy(y: Tensor, logits: Tensor) -> Tensor:
    return functional.cross_entropy(logits, y[:, 0].long())


LOSSES: Mapping[LossName, Loss] = {
    "mse": mean_square_error,
    "mae": _mean_absolute_error,
    "huber": _huber,
    "bce": _bce,
    "cross_entropy": _cross_entropy,
}


def outputs_of(loss: LossName, classes: int) -> int:
    """Say how many outputs a model needs: one for each class under cross entropy, else one."""
    return classes if loss == "cross_entropy" else 1


def answers(loss: LossName, outputs: Tensor) -> Tensor:
    """Read a model's outputs as answers, shape (N,): numbers, the second class's probabilities, or classes."""
    if loss == "bce":
        return torch.sigmoid(outputs[:, 0])
    if loss != "cross_entropy":
        return outputs[:, 0]
    return outputs.softmax(1)[:, 1] if outputs.size(1) == _TWO else outputs.argmax(1).to(torch.float32)
