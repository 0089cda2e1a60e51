"""The words that `operations.txt` is written in: small tensors in double precision, drawn anew at each call."""

import torch
from torch import Tensor

DOUBLE = torch.float64


def normal(*shape: int) -> Tensor:
    """Draw a leaf from a standard normal distribution."""
    return torch.randn(shape, dtype=DOUBLE, requires_grad=True)


def wide(*shape: int) -> Tensor:
    """Draw a leaf that reaches beyond the bounds of the activations."""
    return (4 * torch.randn(shape, dtype=DOUBLE)).requires_grad_()


def share(*shape: int) -> Tensor:
    """Draw a leaf between 0.05 and 0.95."""
    return (torch.rand(shape, dtype=DOUBLE) * 0.9 + 0.05).requires_grad_()


def beyond_one(*shape: int) -> Tensor:
    """Draw a leaf between 1.05 and 1.95."""
    return (share(*shape).detach() + 1).requires_grad_()


def fixed(*shape: int) -> Tensor:
    """Draw a tensor that needs no gradient."""
    return torch.randn(shape, dtype=DOUBLE)


def whole(high: int, *shape: int) -> Tensor:
    """Draw whole numbers below `high`."""
    return torch.randint(high, shape)


def mask(*shape: int) -> Tensor:
    """Draw truth values."""
    return torch.rand(shape) > 0.5


def regular(*batch: int) -> Tensor:
    """Draw matrices of 3 by 3 that are far from singular."""
    return (torch.randn(*batch, 3, 3, dtype=DOUBLE) + 4 * torch.eye(3, dtype=DOUBLE)).requires_grad_()


def positive(*batch: int) -> Tensor:
    """Draw symmetric positive definite matrices of 3 by 3."""
    matrix = regular(*batch).detach()
    return (matrix @ matrix.mT).requires_grad_()


def even(*batch: int) -> Tensor:
    """Draw symmetric matrices of 3 by 3."""
    matrix = torch.randn(*batch, 3, 3, dtype=DOUBLE)
    return (matrix + matrix.mT).requires_grad_()
