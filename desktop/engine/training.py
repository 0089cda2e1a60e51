"""Training by a recipe: `train(Recipe)` is a generator of steps, the engine's second verb.

With equal seeds each epoch's average loss equals that of the chapter's bare loop bit for bit: inputs are drawn for
many iterations in one call (the stream is the same), losses stay tensors until the block ends and are then added in
order as Python floats.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence

import torch
from torch import Tensor

from desktop.engine.learning.examples import Batch
from desktop.engine.learning.losses import LOSSES, answers
from desktop.engine.learning.model import Model, draws
from desktop.engine.learning.optimizers import optimizer_of
from desktop.engine.learning.schedule import multiplier
from desktop.engine.learning.settings import changed, check_settings, usable_device
from desktop.engine.learning.showing import Display, task_of
from desktop.engine.learning.streams import RandomStreams
from desktop.engine.learning.targets import examples_of, is_noisy
from desktop.engine.learning.threads import alone_where_small
from desktop.records.record import Number, Record, number
from desktop.records.tensor import VALUES_KEPT
from desktop.records.training import ChangeName, Epoch, Outcome, Predictions, Recipe, Task, TrainingChange, TrainingStep

SCHEMA = 1
BLOCK = 100
"""Iterations drawn in one call: more gain nothing that can be measured."""

_NUMBERS_IN_A_BLOCK = 2**18


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
    changes: tuple[TrainingChange, ...] = ()


class Training:
    """One run in the making: its model, momentum and random stream, and how far it is. For one thread at a time."""

    def __init__(self, recipe: Recipe, progress: Progress | None = None, *, trusted: bool = False) -> None:
        """Stand before the first iteration, or where `progress` says (`load` brings the tensors that belong there).

        `trusted` is a person's consent to whatever the text of a ProgramModel does. Raises UsageError where torch
        cannot train by the recipe.
        """
        progress = progress or Progress()
        self.recipe = recipe
        self._device = usable_device(recipe.device)
        check_settings(recipe)
        self._streams = RandomStreams(recipe.seed, noise=is_noisy(recipe), model=draws(recipe))
        self._examples = examples_of(recipe)
        self._model = Model(recipe, self._examples, self._streams, self._device, trusted=trusted)
        self._parameters = tuple(self._model.parameters.values())
        self._loss = LOSSES[recipe.loss]
        self._optimizer = optimizer_of(recipe, self._model.parameters)
        self._display: Display | None = None
        self._epochs = list(progress.epochs)
        self._iteration = progress.iteration
        self._loss_sum = progress.loss_sum
        self._seconds = progress.seconds
        self._changes = list(progress.changes)
        self._gradients: Sequence[Tensor | None] = ()
        self._settings = recipe
        for change in self._changes:
            self._settings = changed(self._settings, change)
        self._set_optimizer()

    @property
    def reached(self) -> bool:
        """Whether the last finished epoch's average loss is below the threshold."""
        return bool(self._epochs) and float(self._epochs[-1].average_loss) < self.recipe.threshold

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do: the threshold is reached, or all epochs are done."""
        return self.reached or len(self._epochs) >= self.recipe.epochs

    @property
    def settings(self) -> Recipe:
        """The recipe as a person's changes have left it; a schedule still multiplies its learning rate."""
        return self._settings

    @property
    def learning_rate(self) -> float:
        """What the schedule makes of the learning rate in the epoch under way."""
        return self._settings.learning_rate * multiplier(self.recipe.schedule, len(self._epochs))

    @property
    def model(self) -> Model:
        """The model that is trained."""
        return self._model

    def advance(self, limit: int) -> TrainingStep:
        """Take up to `limit` (at least 1) iterations, never past the end of the epoch.

        Raises DivergedError where the very next iteration's loss is not finite; the run stands before it.
        """
        before = self.tensors()
        started = time.perf_counter()
        with alone_where_small(self._parameters, self._settings.batch_size):
            losses = self._descend(self._block(limit))
        finite = _leading_finite(losses)
        if finite == len(losses):
            return self._advanced(losses, time.perf_counter() - started)
        self.load(before)
        if finite == 0:
            raise DivergedError(len(self._epochs) + 1, self._iteration + 1, losses[0])
        return self.advance(finite)

    def change(self, name: ChangeName, value: float) -> TrainingChange:
        """Go on with another value from the next iteration on; raise UsageError where that cannot be."""
        change = TrainingChange(len(self._epochs) + 1, self._iteration, name, value)
        self._settings = changed(self._settings, change)
        if self._changes and self._changes[-1] == TrainingChange(
            change.epoch, change.iteration, name, self._changes[-1].value
        ):
            self._changes.pop()
        self._changes.append(change)
        self._set_optimizer()
        return change

    def task(self) -> Task:
        """Say what is to be learned."""
        return task_of(self.recipe, self._examples, self._model)

    def predictions(self) -> Predictions:
        """Say what the model answers now; nothing that the next iteration depends on moves."""
        self._display = self._display or Display(self.recipe, self._examples, self._model, self._device)
        return self._display.predictions(len(self._epochs) + 1, self._iteration)

    def next_batch(self) -> Batch:
        """Give the batch of the next iteration, without taking it."""
        before = self._streams.states()
        try:
            (batch,) = self._examples.draw(self._streams, 1, self._settings.batch_size, self._device)
            return batch
        finally:
            self._streams.load(before)

    def progress(self) -> Progress:
        """Say how far the run is."""
        return Progress(tuple(self._epochs), self._iteration, self._loss_sum, self._seconds, tuple(self._changes))

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
            parameters=self._values(),
            changes=tuple(self._changes),
        )

    def tensors(self) -> dict[str, Tensor]:
        """Copy all that the next iteration depends on, by name: weights, momentum, random state; on the CPU."""
        named = self._model.tensors() | self._optimizer.tensors()
        return {name: tensor.to("cpu", copy=True) for name, tensor in named.items()} | self._streams.states()

    def load(self, tensors: Mapping[str, Tensor]) -> None:
        """Go back to what `tensors()` gave; raise KeyError, RuntimeError or TypeError where it is no such thing."""
        self._streams.load(tensors)
        self._model.load(tensors)
        self._optimizer.load(tensors)

    def _set_optimizer(self) -> None:
        self._optimizer.learning_rate = self.learning_rate
        self._optimizer.momentum = self._settings.momentum

    def _block(self, limit: int) -> int:
        affordable = max(1, _NUMBERS_IN_A_BLOCK // (self._settings.batch_size * (len(self._examples.inputs) + 1)))
        return min(limit, affordable, self.recipe.iterations - self._iteration)

    # Gradient mode belongs to the thread, and between steps it is the caller's: it is set for the block alone.
    @torch.enable_grad()
    def _descend(self, iterations: int) -> list[float]:
        batches = self._examples.draw(self._streams, iterations, self._settings.batch_size, self._device)
        answer, loss_of, step = self._model.answer, self._loss, self._optimizer.step
        losses = []
        gradients: Sequence[Tensor] = ()
        with self._model.drawing():
            for x, y in batches:
                loss = loss_of(y, answer(x))
                gradients = torch.autograd.grad(loss, self._parameters, allow_unused=True)
                step(gradients)
                losses.append(loss.detach())
        self._gradients = gradients
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
            parameters=self._values(),
            summary=self._end_epoch() if self._iteration == self.recipe.iterations else None,
            gradients=self._norms(),
        )

    def _end_epoch(self) -> Epoch:
        expected, predicted = self._sample()
        epoch = Epoch(
            epoch=len(self._epochs) + 1,
            average_loss=number(self._loss_sum / self.recipe.iterations),
            expected=number(expected),
            predicted=number(predicted),
            seconds=self._seconds,
            validation=self._validation(),
            learning_rate=self.learning_rate,
        )
        self._epochs.append(epoch)
        self._iteration, self._loss_sum, self._seconds = 0, 0.0, 0.0
        self._set_optimizer()
        return epoch

    def _sample(self) -> tuple[float, float]:
        x, y = self._examples.sample()
        answer = answers(self.recipe.loss, self._model.evaluated(x.to(self._device)))
        return y.item(), answer.item()

    def _validation(self) -> Number | None:
        if self._examples.by_seed is None:
            return None
        x, y = self._examples.by_seed
        return number(self._loss(y.to(self._device), self._model.evaluated(x.to(self._device))).item())

    def _values(self) -> dict[str, tuple[Number, ...]]:
        named = self._model.parameters.items()
        return {name: tuple(map(number, value.detach().flatten()[:VALUES_KEPT].tolist())) for name, value in named}

    def _norms(self) -> dict[str, Number]:
        named = zip(self._model.parameters, self._gradients, strict=True)
        return {name: number(gradient.norm().item()) for name, gradient in named if gradient is not None}


def train(recipe: Recipe, *, block: int = BLOCK) -> Iterator[TrainingStep]:
    """Train by `recipe` until an epoch's average loss is below its threshold or its epochs are done.

    Each step holds up to `block` iterations; the numbers do not depend on it. Raises UsageError before the first step
    where torch cannot train by the recipe, DivergedError where the loss is no longer finite. Thread: any one.
    """
    training = Training(recipe)
    while not training.finished:
        yield training.advance(block)


def _leading_finite(losses: list[float]) -> int:
    return next((index for index, loss in enumerate(losses) if not math.isfinite(loss)), len(losses))
