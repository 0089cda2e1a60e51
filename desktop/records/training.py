"""A recipe for a training run, its steps, and its outcome: `train(Recipe)` is the engine's second verb."""

from typing import Annotated, Literal

from msgspec import Meta, field

from desktop.records.recipe import Function, LinearModel, LossName, Model, OptimizerName, Schedule, Target
from desktop.records.record import Number, Record


class Recipe(Record, frozen=True, forbid_unknown_fields=True):
    """How a model is to be trained; the defaults are the chapter's regression.

    That is f(x1, x2, x3) = 3 x1 + x2 - 2 x3 by one linear layer and SGD. `threshold` ends the run once an epoch's
    average loss is below it. `momentum` is SGD's and RMSprop's, `nesterov` SGD's alone. Bounds are checked where a
    recipe is decoded; `msgspec.convert(mapping, Recipe)` checks one built from flags.
    """

    device: str = "cpu"
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0
    learning_rate: Annotated[float, Meta(gt=0)] = 0.0001
    momentum: Annotated[float, Meta(ge=0, lt=1)] = 0.1
    batch_size: Annotated[int, Meta(ge=1, le=1_000_000)] = 1
    iterations: Annotated[int, Meta(ge=1)] = 10_000
    epochs: Annotated[int, Meta(ge=1)] = 1_000
    threshold: Annotated[float, Meta(ge=0)] = 0.001
    model: Model = LinearModel()
    target: Target = Function()
    loss: LossName = "mse"
    optimizer: OptimizerName = "sgd"
    nesterov: bool = False
    weight_decay: Annotated[float, Meta(ge=0)] = 0.0
    schedule: Schedule = Schedule()


ChangeName = Literal["learning_rate", "momentum", "batch_size"]


class TrainingChange(Record, frozen=True):
    """What a person changed while a run went on: from the iteration after `iteration` of `epoch` on it is `value`.

    `iteration` is 0 before the first of an epoch. A changed learning rate is the one that a schedule then multiplies.
    """

    epoch: int
    iteration: int
    name: ChangeName
    value: float


class Epoch(Record, frozen=True):
    """One finished epoch: its average loss, and the model's answer at the sample point beside the truth.

    `validation` is the loss in eval mode on examples that were not trained on, where there are some. The sample point
    is the chapter's, or else the first of those examples. `learning_rate` is what the schedule had made of it.
    """

    epoch: int
    average_loss: Number
    expected: Number
    predicted: Number
    seconds: float
    validation: Number | None = None
    learning_rate: float | None = None


class TrainingStep(Record, frozen=True):
    """Some consecutive iterations of one epoch, as they came.

    `iteration` is the number (from 1, within `epoch`) of the last of `losses`; `parameters` are the weights after it,
    flattened, by name (of a large model the first VALUES_KEPT of each); `gradients` the norm of each parameter's
    gradient in the last iteration; `summary` is there where the step ends its epoch.
    """

    epoch: int
    iteration: int
    losses: tuple[Number, ...]
    parameters: dict[str, tuple[Number, ...]]
    summary: Epoch | None = None
    gradients: dict[str, Number] = field(default_factory=dict)


class Task(Record, frozen=True):
    """What is to be learned, as a page shows it; it stands once a run has begun.

    `view` suits the inputs: one gives a "curve", two a "map", more a "scatter" of answers against the truth. `classes`
    is 0 where a number is learned. `examples` and their `answers` are points to draw: not trained on, where there are
    such. `known` holds the parameters that would be right, where that is known, by name. `size` counts the numbers that
    are trained. `notes` are sentences on what was done with a table.
    """

    inputs: tuple[str, ...]
    output: str
    view: Literal["curve", "map", "scatter"]
    classes: int
    examples: tuple[tuple[Number, ...], ...]
    answers: tuple[Number, ...]
    size: int
    known: dict[str, tuple[Number, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Predictions(Record, frozen=True):
    """What the model answers at a moment of a run: `inputs` has n columns, the others a number for each row.

    Of a "curve" the inputs ascend; of a "map" they are a grid of `columns` columns, its first input growing along a
    row, its second from row to row; of a "scatter" they are the task's examples. `truth` is None where it is not known.
    `evaluated` are answers in eval mode, `trained` in train mode (None where they are the same). Where a classification
    is trained by "bce" or "cross_entropy" the answers are probabilities of the second of two classes, or else the
    number of the most probable class.
    """

    epoch: int
    iteration: int
    inputs: tuple[tuple[Number, ...], ...]
    truth: tuple[Number, ...] | None
    evaluated: tuple[Number, ...]
    trained: tuple[Number, ...] | None = None
    columns: int = 0


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
    changes: tuple[TrainingChange, ...] = ()
