"""A recipe for a training run, its steps, and its outcome: `train(Recipe)` is the engine's second verb."""

from typing import Annotated

from msgspec import Meta

from desktop.records.record import Number, Record


class Recipe(Record, frozen=True, forbid_unknown_fields=True):
    """The chapter's regression: f(x1, x2, x3) = 3 x1 + x2 - 2 x3 by one linear layer and SGD.

    Bounds are checked where a recipe is decoded; `msgspec.convert(mapping, Recipe)` checks one built from flags.
    `threshold` ends the run once an epoch's average loss is below it.
    """

    device: str = "cpu"
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0
    learning_rate: Annotated[float, Meta(gt=0)] = 0.0001
    momentum: Annotated[float, Meta(ge=0, lt=1)] = 0.1
    batch_size: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    iterations: Annotated[int, Meta(ge=1)] = 10_000
    epochs: Annotated[int, Meta(ge=1)] = 1_000
    threshold: Annotated[float, Meta(ge=0)] = 0.001


class Epoch(Record, frozen=True):
    """One finished epoch: its average loss, and the model's answer at the sample point beside the truth."""

    epoch: int
    average_loss: Number
    expected: Number
    predicted: Number
    seconds: float


class TrainingStep(Record, frozen=True):
    """Some consecutive iterations of one epoch, as they came.

    `iteration` is the number (from 1, within `epoch`) of the last of `losses`; `parameters` are the weights after it,
    flattened, by name; `summary` is there where the step ends its epoch.
    """

    epoch: int
    iteration: int
    losses: tuple[Number, ...]
    parameters: dict[str, tuple[Number, ...]]
    summary: Epoch | None = None


class Outcome(Record, frozen=True):
    """What came of a training run: what `train --json` prints."""

    schema: int
    reached: bool
    device: str
    seed: int
    recipe: Recipe
    seconds: float
    epochs: tuple[Epoch, ...]
    parameters: dict[str, tuple[Number, ...]]
