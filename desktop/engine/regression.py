"""The chapter's regression in torch: the function to approximate, its loss, and the point at which it is shown.

Dtypes, devices and random streams are said everywhere: what a program changed in this process before (default dtype,
default device, the global generator) has no influence here.
"""

import torch
from torch import Tensor


def ground_truth(x: Tensor) -> Tensor:
    """Compute 3 x1 + x2 - 2 x3 over the last dimension: (…, 3) gives (…, 1)."""
    return (3 * x[..., 0] + x[..., 1] - 2 * x[..., 2]).unsqueeze(-1)


def mean_square_error(y: Tensor, y_hat: Tensor) -> Tensor:
    """Average (y - y_hat)² over the N examples: (N, 1) and (N, 1) give a scalar."""
    return ((y - y_hat) ** 2).sum() / y.size(0)


def sample_point(device: torch.device) -> Tensor:
    """Give the chapter's x_valid, shape (1, 3), at which each epoch's prediction is shown beside the truth."""
    return torch.tensor([[0.3, 0.2, 0.1]], dtype=torch.float32, device=device)
