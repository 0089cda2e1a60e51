"""Training by a recipe: `train(Recipe)` is a generator of steps, the engine's second verb.

With equal seeds each epoch's average loss equals that of the chapter's bare loop bit for bit: inputs are drawn for
many iterations in one call (the stream is the same), losses stay tensors until the block ends and are then added in
order as Python floats.
"""

import math
import time
from collections.abc import Iterator, Mapping

import torch
from torch import Tensor

from desktop.engine.descent import Descent
from desktop.engine.devices import check_device
from desktop.engine.regression import Regression, draw_examples, ground_truth, mean_square_error, sample_point
from desktop.records.files import UsageError
from desktop.records.record import Number, Record, number
from desktop.records.training import Epoch, Outcome, Recipe, TrainingStep

SCHEMA = 1
BLOCK = 100
"""Iterations drawn in one call: more gain nothing that can be measured."""

_SAMPLES_IN_A_BLOCK = 2**16
_MOMENTUM = "momentum."
_RANDOM_STATE = "random_state"


class DivergedError(Exception):
    """The loss is no longer a finite number. The message is one paragraph; all before `iteration` is kept."""

    def __init__(self, epoch: int, iteration: int, loss: float) -> None:
        super().__init__(
            f"The loss became {number(loss)} in epoch {epoch:,} at iteration {iteration:,}. Most often the learning "
            "rate is too large: try a tenth of it. Everything before that iteration was kept."
        )
        self.epoch = epoch
        self.iteration = iteration


class Progress(Record, frozen=True):
    """How far a run is: its finished epochs, and of the one under way the iterations, losses and seconds so far."""

    epochs: tuple[Epoch, ...] = ()
    iteration: int = 0
    loss_sum: float = 0.0
    seconds: float = 0.0


class Training:
    """One run in the making: its model, momentum and random stream, and how far it is. For one thread at a time."""

    def __init__(self, recipe: Recipe, progress: Progress | None = None) -> None:
        """Stand before the first iteration, or where `progress` says (`load` brings the tensors that belong there).

        Raises UsageError where torch cannot train by the recipe.
        """
        progress = progress or Progress()
        self.recipe = recipe
        self._device = _usable_device(recipe.device)
        self._generator = torch.Generator("cpu").manual_seed(recipe.seed)
        self._model = Regression(self._generator).to(self._device)
        self._descent = Descent(tuple(self._model.parameters()), _usable_rate(recipe), recipe.momentum)
        self._epochs = list(progress.epochs)
        self._iteration = progress.iteration
        self._loss_sum = progress.loss_sum
        self._seconds = progress.seconds

    @property
    def reached(self) -> bool:
        """Whether the last finished epoch's average loss is below the threshold."""
        return bool(self._epochs) and float(self._epochs[-1].average_loss) < self.recipe.threshold

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do: the threshold is reached, or all epochs are done."""
        return self.reached or len(self._epochs) >= self.recipe.epochs

    def advance(self, limit: int) -> TrainingStep:
        """Take up to `limit` (at least 1) iterations, never past the end of the epoch.

        Raises DivergedError where the very next iteration's loss is not finite; the run stands before it.
        """
        before = self.tensors()
        started = time.perf_counter()
        losses = self._descend(self._block(limit))
        finite = _leading_finite(losses)
        if finite == len(losses):
            return self._advanced(losses, time.perf_counter() - started)
        self.load(before)
        if finite == 0:
            raise DivergedError(len(self._epochs) + 1, self._iteration + 1, losses[0])
        return self.advance(finite)

    def progress(self) -> Progress:
        """Say how far the run is."""
        return Progress(tuple(self._epochs), self._iteration, self._loss_sum, self._seconds)

    def outcome(self) -> Outcome:
        """Say what came of the run, as far as it went."""
        return Outcome(
            schema=SCHEMA,
            reached=self.reached,
            device=self.recipe.device,
            seed=self.recipe.seed,
            recipe=self.recipe,
            seconds=sum(epoch.seconds for epoch in self._epochs) + self._seconds,
            epochs=tuple(self._epochs),
            parameters=self._parameters(),
        )

    def tensors(self) -> dict[str, Tensor]:
        """Copy all that the next iteration depends on, by name: weights, momentum, random state; on the CPU."""
        named = {name: parameter.detach() for name, parameter in self._model.named_parameters()}
        buffers = zip(named, self._descent.momentum_buffers, strict=True)
        momentum = {_MOMENTUM + name: buffer for name, buffer in buffers if buffer is not None}
        copies = {name: tensor.to("cpu", copy=True) for name, tensor in (named | momentum).items()}
        return copies | {_RANDOM_STATE: self._generator.get_state()}

    @torch.no_grad()
    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Go back to what `tensors()` gave; raise KeyError, RuntimeError or TypeError where it is no such thing."""
        self._generator.set_state(tensors[_RANDOM_STATE])
        for index, (name, parameter) in enumerate(self._model.named_parameters()):
            parameter.copy_(tensors[name])
            buffer = tensors.get(_MOMENTUM + name)
            self._descent.momentum_buffers[index] = None if buffer is None else buffer.to(self._device, copy=True)

    def _block(self, limit: int) -> int:
        affordable = max(1, _SAMPLES_IN_A_BLOCK // self.recipe.batch_size)
        return min(limit, affordable, self.recipe.iterations - self._iteration)

    # Gradient mode belongs to the thread, and between steps it is the caller's: it is set for the block alone.
    @torch.enable_grad()
    def _descend(self, iterations: int) -> list[float]:
        x_block, y_block = draw_examples(self._generator, iterations, self.recipe.batch_size, self._device)
        losses = []
        for x, y in zip(x_block.unbind(), y_block.unbind(), strict=True):
            loss = mean_square_error(y, self._model(x))
            self._descent.step(torch.autograd.grad(loss, self._descent.parameters))
            losses.append(loss.detach())
        values: list[float] = torch.stack(losses).tolist()
        return values

    def _advanced(self, losses: list[float], seconds: float) -> TrainingStep:
        epoch = len(self._epochs) + 1
        self._iteration += len(losses)
        self._seconds += seconds
        # Not sum(): from Python 3.12 on it compensates, and the chapter's loop does not.
        for loss in losses:
            self._loss_sum += loss
        return TrainingStep(
            epoch=epoch,
            iteration=self._iteration,
            losses=tuple(losses),
            parameters=self._parameters(),
            summary=self._end_epoch() if self._iteration == self.recipe.iterations else None,
        )

    def _end_epoch(self) -> Epoch:
        expected, predicted = self._validate()
        average = self._loss_sum / self.recipe.iterations
        epoch = Epoch(len(self._epochs) + 1, number(average), number(expected), number(predicted), self._seconds)
        self._epochs.append(epoch)
        self._iteration, self._loss_sum, self._seconds = 0, 0.0, 0.0
        return epoch

    @torch.no_grad()
    def _validate(self) -> tuple[float, float]:
        x = sample_point(self._device)
        self._model.eval()
        predicted = self._model(x).item()
        self._model.train()
        return ground_truth(x).item(), predicted

    def _parameters(self) -> dict[str, tuple[Number, ...]]:
        named = self._model.named_parameters()
        return {name: tuple(map(number, values.detach().flatten().tolist())) for name, values in named}


def train(recipe: Recipe, *, block: int = BLOCK) -> Iterator[TrainingStep]:
    """Train by `recipe` until an epoch's average loss is below its threshold or its epochs are done.

    Each step holds up to `block` iterations; the numbers do not depend on it. Raises UsageError before the first step
    where torch cannot train by the recipe, DivergedError where the loss is no longer finite. Thread: any one.
    """
    training = Training(recipe)
    while not training.finished:
        yield training.advance(block)


def _usable_device(name: str) -> torch.device:
    if name == "meta":
        raise UsageError("The device 'meta' computes shapes only, so that there is nothing to train. Choose another.")
    return torch.device(check_device(name))


def _usable_rate(recipe: Recipe) -> float:
    largest = torch.finfo(torch.float32).max
    if recipe.learning_rate > largest:
        raise UsageError(f"A learning rate of {recipe.learning_rate:g} is too large for float32 (at most {largest:g}).")
    return recipe.learning_rate


def _leading_finite(losses: list[float]) -> int:
    return next((index for index, loss in enumerate(losses) if not math.isfinite(loss)), len(losses))
