"""Optimizers by their names, with all they remember under the names of the parameters."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor, nn

from desktop.engine.descent import Descent
from desktop.records.recipe import ProgramModel
from desktop.records.training import Recipe

_MEMORY = "optimizer."


class Optimizer(Protocol):
    """Moves parameters against their gradients."""

    learning_rate: float
    momentum: float

    def step(self, gradients: Sequence[Tensor]) -> None:
        """Take one step; gradients come in the order of the parameters."""

    def tensors(self) -> dict[str, Tensor]:
        """Name what is remembered from step to step; not copied."""

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Remember what `tensors` gave; raise RuntimeError where it does not fit."""


def optimizer_of(recipe: Recipe, named: Mapping[str, nn.Parameter]) -> Optimizer:
    """Make the optimizer of a recipe.

    SGD of a model that we built takes the short way, since each of its parameters has a gradient in each iteration.
    """
    if recipe.optimizer == "sgd" and not isinstance(recipe.model, ProgramModel):
        return Descent(named, recipe.learning_rate, recipe.momentum, recipe.weight_decay, nesterov=recipe.nesterov)
    return TorchOptimizer(recipe, named)


class TorchOptimizer:
    """An optimizer of torch.optim."""

    def __init__(self, recipe: Recipe, named: Mapping[str, nn.Parameter]) -> None:
        self._named = named
        self._optimizer = _made(recipe, list(named.values()))
        self._group = self._optimizer.param_groups[0]

    @property
    def learning_rate(self) -> float:
        """The present learning rate."""
        return float(self._group["lr"])

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._group["lr"] = rate

    @property
    def momentum(self) -> float:
        """The present momentum; 0 where the optimizer knows none."""
        return float(self._group.get("momentum", 0.0))

    @momentum.setter
    def momentum(self, momentum: float) -> None:
        if "momentum" not in self._group:
            return
        self._group["momentum"] = momentum
        for parameter, state in self._optimizer.state.items():
            if momentum and "square_avg" in state and "momentum_buffer" not in state:
                state["momentum_buffer"] = torch.zeros_like(parameter)  # RMSprop makes it before its first step only

    def step(self, gradients: Sequence[Tensor | None]) -> None:
        """Take one step; a parameter without a gradient (None) stays."""
        for parameter, gradient in zip(self._named.values(), gradients, strict=True):
            parameter.grad = gradient
        self._optimizer.step()

    def tensors(self) -> dict[str, Tensor]:
        """Name what is remembered: "optimizer.exp_avg.linear.weight" and so on."""
        return {
            f"{_MEMORY}{key}.{name}": value
            for name, parameter in self._named.items()
            for key, value in self._optimizer.state.get(parameter, {}).items()
            if isinstance(value, Tensor)
        }

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Remember what `tensors` gave; raise RuntimeError where it does not fit."""
        for name, parameter in self._named.items():
            state = {
                key.removeprefix(_MEMORY).removesuffix(f".{name}"): _remembered(value, parameter)
                for key, value in tensors.items()
                if key.startswith(_MEMORY) and key.endswith(f".{name}")
            }
            self._optimizer.state[parameter] = {key: value for key, value in state.items() if "." not in key}


def _remembered(value: Tensor, parameter: nn.Parameter) -> Tensor:
    if value.shape not in {parameter.shape, torch.Size()}:
        raise RuntimeError("What an optimizer remembers has another shape than its parameter.")
    # Counts of steps stay on the CPU, as torch.optim keeps them.
    return value.to(parameter.device if value.shape == parameter.shape else "cpu", copy=True)


def _made(recipe: Recipe, parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    rate, decay, momentum = recipe.learning_rate, recipe.weight_decay, recipe.momentum
    match recipe.optimizer:
        case "sgd":
            return torch.optim.SGD(
                parameters, rate, momentum, weight_decay=decay, nesterov=recipe.nesterov, foreach=False
            )
        case "adam":
            return torch.optim.Adam(parameters, rate, weight_decay=decay, foreach=False)
        case "adamw":
            return torch.optim.AdamW(parameters, rate, weight_decay=decay, foreach=False)
        case "rmsprop":
            return torch.optim.RMSprop(parameters, rate, weight_decay=decay, momentum=momentum, foreach=False)
        case "adagrad":
            return torch.optim.Adagrad(parameters, rate, weight_decay=decay, foreach=False)
