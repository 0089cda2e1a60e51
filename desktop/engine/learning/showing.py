"""What is shown of a training beside its losses: the task, and the model's answers in train mode and in eval mode."""

import torch
from torch import Tensor

from desktop.engine.learning.examples import Examples
from desktop.engine.learning.losses import answers
from desktop.engine.learning.model import Model
from desktop.engine.learning.places import Places, column, rows
from desktop.records.recipe import LinearModel
from desktop.records.record import Number
from desktop.records.training import Predictions, Recipe, Task

_CURVE, _MAP = 1, 2


def task_of(recipe: Recipe, examples: Examples, model: Model) -> Task:
    """Say what is to be learned by a recipe."""
    x, y = examples.by_seed or examples.sample()
    inputs = len(examples.inputs)
    is_known = isinstance(recipe.model, LinearModel) and not recipe.weight_decay
    return Task(
        inputs=examples.inputs,
        output=examples.output,
        view="curve" if inputs == _CURVE else "map" if inputs == _MAP else "scatter",
        classes=examples.classes,
        examples=rows(examples.read(x)),
        answers=column(y[:, 0]),
        size=model.size,
        known=examples.known if is_known else {},
        notes=examples.notes,
    )


class Display:
    """Asks a model for its answers at the places that suit its inputs; they are chosen when first needed."""

    def __init__(self, recipe: Recipe, examples: Examples, model: Model, device: torch.device) -> None:
        self._loss = recipe.loss
        self._model = model
        self._places = Places(examples, model.size, device)

    def predictions(self, epoch: int, iteration: int) -> Predictions:
        """Give the answers of this moment; nothing that training depends on moves."""
        places = self._places
        evaluated, trained = self._model.evaluated(places.fed), self._trained(places.fed)
        return Predictions(
            epoch=epoch,
            iteration=iteration,
            inputs=places.inputs,
            truth=places.truth,
            evaluated=self._read(evaluated),
            trained=None if trained is None or torch.equal(evaluated, trained) else self._read(trained),
            columns=places.columns,
        )

    def _trained(self, x: Tensor) -> Tensor | None:
        # batch norm cannot train on a single input
        return self._model.trained(x) if self._model.has_modes and len(x) > 1 else None

    def _read(self, outputs: Tensor) -> tuple[Number, ...]:
        return column(answers(self._loss, outputs).cpu())
