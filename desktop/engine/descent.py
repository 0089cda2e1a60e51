"""Stochastic gradient descent with momentum, by the very function that `torch.optim.SGD` calls."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.optim.sgd import sgd


class Descent:
    """SGD without the bookkeeping of `torch.optim.Optimizer`, which takes a third of a small model's iteration.

    `momentum_buffers` are in the order of the parameters, each None until its first step (and for good without
    momentum). To be used in one thread at a time.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], learning_rate: float, momentum: float) -> None:
        self.parameters = tuple(parameters)
        self.momentum_buffers: list[Tensor | None] = [None] * len(self.parameters)
        self._updated = list[Tensor](self.parameters)
        self._learning_rate = learning_rate
        self._momentum = momentum

    @torch.no_grad()
    def step(self, gradients: Sequence[Tensor]) -> None:
        """Move each parameter against its gradient; results equal `torch.optim.SGD`'s bit for bit."""
        sgd(
            self._updated,
            list(gradients),
            self.momentum_buffers,
            foreach=False,
            fused=False,
            weight_decay=0,
            momentum=self._momentum,
            lr=self._learning_rate,
            dampening=0,
            nesterov=False,
            maximize=False,
        )
