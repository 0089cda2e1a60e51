"""Small tensors in double precision to differentiate; each call draws new ones."""

import torch
from torch import Tensor


def normal(*shape: int) -> Tensor:
    """Draw from a standard normal distribution."""
    return torch.randn(shape, dtype=torch.float64, requires_grad=True)


def share(*shape: int) -> Tensor:
    """Draw between 0.05 and 0.95."""
    return (torch.rand(shape, dtype=torch.float64) * 0.9 + 0.05).requires_grad_()


def fixed(*shape: int) -> Tensor:
    """Draw a tensor that needs no gradient."""
    return torch.randn(shape, dtype=torch.float64)


def whole(high: int, *shape: int) -> Tensor:
    """Draw whole numbers below `high`."""
    return torch.randint(high, shape)


def mask(*shape: int) -> Tensor:
    """Draw truth values."""
    return torch.rand(shape) > 0.5


def regular(*batch: int) -> Tensor:
    """Draw matrices of 3 by 3 that are far from singular."""
    return (torch.randn(*batch, 3, 3, dtype=torch.float64) + 4 * torch.eye(3)).detach().requires_grad_()
