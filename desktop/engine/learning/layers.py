"""The models that we build, their initial weights and their dropout drawn from streams of the run's own."""

import math
from collections import OrderedDict
from collections.abc import Iterator
from itertools import pairwise

import torch
from torch import Tensor, nn

from desktop.records.recipe import Activation, Initialisation, Mlp

ACTIVATIONS: dict[Activation, type[nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "silu": nn.SiLU,
    "identity": nn.Identity,
}
NORMAL_DEVIATION = 0.1


class Dropout(nn.Module):
    """nn.Dropout that draws from a generator of its own, for inputs of shape (N, width)."""

    def __init__(self, share: float, width: int, generator: torch.Generator) -> None:
        super().__init__()
        self.width = width
        self.share = share
        self._generator = generator

    def forward(self, x: Tensor) -> Tensor:
        """Leave out a share of the values and enlarge the others, in train mode only."""
        return x * self.factors(x.shape).to(x.device) if self.training else x

    def factors(self, shape: torch.Size) -> Tensor:
        """Draw what the values are multiplied by, float32: 0 or 1 / (1 - share)."""
        drawn = torch.rand(shape, generator=self._generator, dtype=torch.float32, device="cpu")
        return (drawn >= self.share).to(torch.float32) / (1 - self.share)


def linear(inputs: int, outputs: int, initialisation: Initialisation, generator: torch.Generator) -> nn.Linear:
    """Make a layer on the CPU, float32; "default" draws as `nn.Linear` does from the global generator."""
    # Built on the meta device, the layer draws nothing from the global generator.
    layer = nn.Linear(inputs, outputs, device="meta", dtype=torch.float32).to_empty(device="cpu")
    if initialisation == "default":
        nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=generator)
        bound = 1 / math.sqrt(inputs)
        nn.init.uniform_(layer.bias, -bound, bound, generator=generator)
        return layer
    nn.init.zeros_(layer.bias)
    match initialisation:
        case "xavier":
            nn.init.xavier_uniform_(layer.weight, generator=generator)
        case "kaiming":
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu", generator=generator)
        case "normal":
            nn.init.normal_(layer.weight, std=NORMAL_DEVIATION, generator=generator)
        case "zeros":
            nn.init.zeros_(layer.weight)
    return layer


class LinearRegression(nn.Module):
    """The chapter's MyModel: one linear layer, from (N, inputs) to (N, outputs), float32."""

    def __init__(self, inputs: int, outputs: int, generator: torch.Generator) -> None:
        super().__init__()
        self.linear = linear(inputs, outputs, "default", generator)

    def forward(self, x: Tensor) -> Tensor:
        """Predict y, shape (N, outputs), for x, shape (N, inputs)."""
        y: Tensor = self.linear(x)
        return y


def mlp(recipe: Mlp, inputs: int, outputs: int, weights: torch.Generator, dropout: torch.Generator | None) -> nn.Module:
    """Build the network of a recipe; `dropout` is drawn from where the recipe leaves values out."""
    widths = (inputs, *recipe.widths)
    layers = OrderedDict(
        named
        for number, (before, after) in enumerate(pairwise(widths), 1)
        for named in _hidden(recipe, number, linear(before, after, recipe.initialisation, weights), dropout)
    )
    layers["output"] = linear(widths[-1], outputs, recipe.initialisation, weights)
    return nn.Sequential(layers)


def _hidden(
    recipe: Mlp, number: int, layer: nn.Linear, dropout: torch.Generator | None
) -> Iterator[tuple[str, nn.Module]]:
    yield f"hidden{number}", layer
    if recipe.batch_norm:
        yield f"norm{number}", nn.BatchNorm1d(layer.out_features, device="cpu", dtype=torch.float32)
    yield f"{recipe.activation}{number}", ACTIVATIONS[recipe.activation]()
    if recipe.dropout and dropout is not None:
        yield f"dropout{number}", Dropout(recipe.dropout, layer.out_features, dropout)
