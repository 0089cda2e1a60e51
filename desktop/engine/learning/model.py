"""A model under training: answers in train mode and in eval mode, and everything about it that has a name."""

import contextlib
from collections.abc import Callable, Iterator, Mapping

import torch
from torch import Tensor, nn

from desktop.engine.learning import program_model
from desktop.engine.learning.examples import Examples
from desktop.engine.learning.layers import Dropout, LinearRegression, mlp
from desktop.engine.learning.losses import outputs_of
from desktop.engine.learning.streams import EXAMPLES, MODEL, RandomStreams
from desktop.records.recipe import Mlp, ProgramModel
from desktop.records.training import Recipe

_SEEDS = 2**62
_WITH_MODES = (Dropout, nn.BatchNorm1d)


def draws(recipe: Recipe) -> bool:
    """Say whether a recipe's model draws from a stream of its own while it trains."""
    return isinstance(recipe.model, ProgramModel) or (isinstance(recipe.model, Mlp) and recipe.model.dropout > 0)


class Model:
    """A module and how it is called. For one thread at a time.

    `parameters` are those that are trained, by name, and hold `size` numbers. `has_modes` says that train mode and eval
    mode may differ. `answer` computes in the module's present mode, within `drawing`.
    """

    def __init__(
        self, recipe: Recipe, examples: Examples, streams: RandomStreams, device: torch.device, *, trusted: bool
    ) -> None:
        """Build the model of a recipe; raise UsageError where it cannot be, or does not fit the examples."""
        outputs = outputs_of(recipe.loss, examples.classes)
        self.module = _built(recipe, len(examples.inputs), outputs, streams, trusted=trusted).to(device)
        self.module.train()
        self.parameters = {name: value for name, value in self.module.named_parameters() if value.requires_grad}
        self.answer: Callable[[Tensor], Tensor] = self.module
        self.size = sum(value.numel() for value in self.parameters.values())
        self.has_modes = any(isinstance(layer, _WITH_MODES) for layer in self.module.modules())
        self._streams = streams
        self._is_written = isinstance(recipe.model, ProgramModel)
        if isinstance(recipe.model, ProgramModel):
            self.answer = self._seeded
            self.has_modes = True
            self._try(recipe.model, examples, outputs, device)

    @contextlib.contextmanager
    def drawing(self) -> Iterator[None]:
        """Keep the global generators as they are, whatever a person's model draws from them."""
        with program_model.globally_seeded() if self._is_written else contextlib.nullcontext():
            yield

    @torch.no_grad()
    def evaluated(self, x: Tensor) -> Tensor:
        """Answer in eval mode, changing nothing; shape (N, outputs) for (N, n)."""
        self.module.eval()
        try:
            with self._unchanged():
                return self.answer(x)
        finally:
            self.module.train()

    @torch.no_grad()
    def trained(self, x: Tensor) -> Tensor:
        """Answer in train mode without training: neither statistics nor random streams move."""
        with self._unchanged():
            return self.answer(x)

    def tensors(self) -> dict[str, Tensor]:
        """Name parameters and buffers; not copied."""
        named = dict(self.module.named_parameters()) | dict(self.module.named_buffers())
        return {name: tensor.detach() for name, tensor in named.items()}

    @torch.no_grad()
    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Take over what `tensors` gave; raise KeyError or RuntimeError where it does not fit."""
        for name, tensor in self.tensors().items():
            tensor.copy_(tensors[name])

    def coming_seed(self) -> int:
        """Say with which seed a person's model will be called next."""
        with self._unchanged():
            return self._next_seed()

    def coming_factors(self, batch_size: int) -> dict[str, Tensor]:
        """Say what each dropout of a model of ours will multiply by next, (N, width), by the dropout's name."""
        with self._unchanged():
            layers = [(name, layer) for name, layer in self.module.named_modules() if isinstance(layer, Dropout)]
            return {name: layer.factors(torch.Size((batch_size, layer.width))) for name, layer in layers}

    def _next_seed(self) -> int:
        # A seed for each call: so what a person's model draws depends on no other program, and a checkpoint keeps it.
        return int(torch.randint(_SEEDS, (), generator=self._streams[MODEL], dtype=torch.int64, device="cpu"))

    def _seeded(self, x: Tensor) -> Tensor:
        torch.manual_seed(self._next_seed())
        y: Tensor = self.module(x)
        return y

    @contextlib.contextmanager
    def _unchanged(self) -> Iterator[None]:
        streams = self._streams.states()
        buffers = {name: buffer.clone() for name, buffer in self.module.named_buffers()}
        try:
            with self.drawing():
                yield
        finally:
            self._streams.load(streams)
            for name, buffer in self.module.named_buffers():
                buffer.copy_(buffers[name])

    def _try(self, recipe: ProgramModel, examples: Examples, outputs: int, device: torch.device) -> None:
        x, _y = examples.by_seed or examples.sample()
        with torch.enable_grad(), self._unchanged():
            program_model.check(self.module, recipe, x[:4].to(device), outputs)


def _built(recipe: Recipe, inputs: int, outputs: int, streams: RandomStreams, *, trusted: bool) -> nn.Module:
    match recipe.model:
        case Mlp():
            return mlp(recipe.model, inputs, outputs, streams[EXAMPLES], streams[MODEL] if draws(recipe) else None)
        case ProgramModel():
            return program_model.built(recipe.model, recipe.seed, trusted=trusted)
        case _:
            return LinearRegression(inputs, outputs, streams[EXAMPLES])
