"""What of a recipe may change while a run goes on, and whether PyTorch can train by it."""

import msgspec
import torch

from desktop.engine.devices import check_device
from desktop.records.files import UsageError
from desktop.records.recipe import Mlp
from desktop.records.training import ChangeName, Recipe, TrainingChange

_WITH_MOMENTUM = frozenset({"sgd", "rmsprop"})


def changed(recipe: Recipe, change: TrainingChange) -> Recipe:
    """Give the recipe a run goes on by after a change; raise UsageError where it cannot."""
    value = float(change.value)
    if change.name == "batch_size":
        if not value.is_integer():
            raise UsageError(f"A batch size is a whole number; {value:g} is none.")
        value = int(value)
    try:
        bounded = msgspec.convert({change.name: value}, Recipe)
    except msgspec.ValidationError as error:
        raise UsageError(f"{_words(change.name)} cannot become {change.value:g}: {error}.") from error
    if change.name == "momentum" and recipe.optimizer not in _WITH_MOMENTUM:
        raise UsageError(f"The optimizer {recipe.optimizer} knows no momentum that could be changed.")
    after = msgspec.structs.replace(recipe, **{change.name: getattr(bounded, change.name)})
    check_settings(after)
    return after


def check_settings(recipe: Recipe) -> None:
    """Raise UsageError where numbers of a recipe do not go together or are too large for PyTorch."""
    largest = torch.finfo(torch.float32).max
    if recipe.learning_rate > largest:
        raise UsageError(f"A learning rate of {recipe.learning_rate:g} is too large for float32 (at most {largest:g}).")
    if recipe.nesterov and recipe.optimizer == "sgd" and recipe.momentum == 0:
        raise UsageError("Nesterov's momentum needs a momentum above 0.")
    if isinstance(recipe.model, Mlp) and recipe.model.batch_norm and recipe.batch_size == 1:
        raise UsageError("Batch norm needs at least 2 inputs in a batch. Choose a larger batch size.")


def usable_device(name: str) -> torch.device:
    """Give the device of a name; raise UsageError where nothing can be trained on it."""
    if name == "meta":
        raise UsageError("The device 'meta' computes shapes only, so that there is nothing to train. Choose another.")
    return torch.device(check_device(name))


def _words(name: ChangeName) -> str:
    return f"The {name.replace('_', ' ')}"
