"""Stochastic gradient descent with momentum, by the very function that `torch.optim.SGD` calls."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.optim.sgd import sgd

_MOMENTUM = "momentum."


class Descent:
    """SGD without the bookkeeping of `torch.optim.Optimizer`, which takes a third of a small model's iteration.

    `learning_rate` and `momentum` may be changed between two steps. To be used in one thread at a time.
    """

    def __init__(
        self,
        named: Mapping[str, nn.Parameter],
        learning_rate: float,
        momentum: float,
        weight_decay: float = 0.0,
        *,
        nesterov: bool = False,
    ) -> None:
        self.learning_rate = learning_rate
        self.momentum = momentum
        self._named = named
        self._updated = list[Tensor](named.values())
        # None until a first step with momentum
        self._buffers: list[Tensor | None] = [None] * len(named)
        self._weight_decay = weight_decay
        self._nesterov = nesterov

    @torch.no_grad()
    def step(self, gradients: Sequence[Tensor]) -> None:
        """Move each parameter against its gradient; results equal `torch.optim.SGD`'s bit for bit."""
        sgd(
            self._updated,
            list(gradients),
            self._buffers,
            foreach=False,
            fused=False,
            weight_decay=self._weight_decay,
            momentum=self.momentum,
            lr=self.learning_rate,
            dampening=0,
            nesterov=self._nesterov,
            maximize=False,
        )

    def tensors(self) -> dict[str, Tensor]:
        """Name the momentum of each parameter that has one; not copied."""
        buffers = zip(self._named, self._buffers, strict=True)
        return {_MOMENTUM + name: buffer for name, buffer in buffers if buffer is not None}

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Remember what `tensors` gave; raise RuntimeError where it does not fit."""
        for index, (name, parameter) in enumerate(self._named.items()):
            buffer = tensors.get(_MOMENTUM + name)
            if buffer is not None and buffer.shape != parameter.shape:
                raise RuntimeError(f"The momentum of {name} has another shape than it.")
            self._buffers[index] = None if buffer is None else buffer.to(parameter.device, copy=True)
