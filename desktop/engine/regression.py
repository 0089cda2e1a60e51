"""The chapter's regression in torch: the function to approximate, examples of it, the model and its loss.

Dtypes, devices and random streams are said everywhere: what a program changed in this process before (default dtype,
default device, the global generator) has no influence here.
"""

import math

import torch
from torch import Tensor, nn

INPUTS = 3


class Regression(nn.Module):
    """The chapter's MyModel: one linear layer, from (N, 3) to (N, 1), float32."""

    def __init__(self, generator: torch.Generator) -> None:
        """Draw the initial weights from `generator` as `nn.Linear(3, 1)` draws them from the global one."""
        super().__init__()
        # Built on the meta device, the layer draws nothing from the global generator.
        self.linear = nn.Linear(INPUTS, 1, device="meta", dtype=torch.float32).to_empty(device="cpu")
        nn.init.kaiming_uniform_(self.linear.weight, a=math.sqrt(5), generator=generator)
        bound = 1 / math.sqrt(INPUTS)
        nn.init.uniform_(self.linear.bias, -bound, bound, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        """Predict y, shape (N, 1), for x, shape (N, 3)."""
        y: Tensor = self.linear(x)
        return y


def ground_truth(x: Tensor) -> Tensor:
    """Compute 3 x1 + x2 - 2 x3 over the last dimension: (…, 3) gives (…, 1)."""
    return (3 * x[..., 0] + x[..., 1] - 2 * x[..., 2]).unsqueeze(-1)


def mean_square_error(y: Tensor, y_hat: Tensor) -> Tensor:
    """Average (y - y_hat)² over the N examples: (N, 1) and (N, 1) give a scalar."""
    return ((y - y_hat) ** 2).sum() / y.size(0)


def draw_examples(
    generator: torch.Generator, iterations: int, batch_size: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Draw the inputs, shape (iterations, N, 3), and targets, shape (iterations, N, 1), of several iterations.

    The stream is that of `torch.rand(N, 3)` called once an iteration on the CPU, whatever `device` they are moved to.
    """
    shape = (iterations, batch_size, INPUTS)
    x = torch.rand(shape, generator=generator, dtype=torch.float32, device="cpu").to(device)
    return x, ground_truth(x)


def sample_point(device: torch.device) -> Tensor:
    """Give the chapter's x_valid, shape (1, 3), at which each epoch's prediction is shown beside the truth."""
    return torch.tensor([[0.3, 0.2, 0.1]], dtype=torch.float32, device=device)
