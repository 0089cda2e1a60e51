"""What a recipe is made of: the model that learns, the target it learns, and how its learning rate goes."""

from typing import Annotated, Literal

from msgspec import Meta

from desktop.records.record import Record

Activation = Literal["relu", "tanh", "sigmoid", "gelu", "leaky_relu", "elu", "silu", "identity"]
Initialisation = Literal["default", "xavier", "kaiming", "normal", "zeros"]
FunctionName = Literal["chapter", "sine", "line", "xor", "moons", "spirals"]
LossName = Literal["mse", "mae", "huber", "bce", "cross_entropy"]
OptimizerName = Literal["sgd", "adam", "adamw", "rmsprop", "adagrad"]
ScheduleName = Literal["constant", "step", "exponential", "cosine"]
Width = Annotated[int, Meta(ge=1, le=4_096)]
Share = Annotated[float, Meta(ge=0, lt=1)]


class LinearModel(Record, frozen=True, forbid_unknown_fields=True, tag="linear", tag_field="kind"):
    """The chapter's model: one linear layer from the inputs to the outputs."""


class Mlp(Record, frozen=True, forbid_unknown_fields=True, tag="mlp", tag_field="kind"):
    """Linear layers with an activation between them; batch norm before it and dropout after it, where wanted.

    `widths` are those of the hidden layers, the first one's first; `dropout` is the share of values left out.
    """

    widths: Annotated[tuple[Width, ...], Meta(max_length=16)] = (16, 16)
    activation: Activation = "relu"
    dropout: Share = 0.0
    batch_norm: bool = False
    initialisation: Initialisation = "default"


class ProgramModel(Record, frozen=True, forbid_unknown_fields=True, tag="program", tag_field="kind"):
    """A class of a program's: `arguments` is what stands between the brackets of its call ("3, 1"), literals only.

    Of `text` only imports, functions, classes and assignments without calls are executed. A person's consent is no
    part of a recipe: it would come with a file.
    """

    text: Annotated[str, Meta(max_length=1_000_000)]
    name: str
    arguments: Annotated[str, Meta(max_length=1_000)] = ""


Model = LinearModel | Mlp | ProgramModel


class Function(Record, frozen=True, forbid_unknown_fields=True, tag="function", tag_field="kind"):
    """A function that we bring; `noise` is the deviation of what is added to its values (or to its points).

    "chapter" has three inputs, "sine" and "line" one; the others have two and say of a point which of two classes it
    belongs to: 0 or 1.
    """

    name: FunctionName = "chapter"
    noise: Annotated[float, Meta(ge=0, le=10)] = 0.0


class Formula(Record, frozen=True, forbid_unknown_fields=True, tag="formula", tag_field="kind"):
    """A person's own function of x1, x2, …, as they wrote it; inputs are drawn evenly from `low` to `high`."""

    text: Annotated[str, Meta(max_length=1_000)]
    low: Annotated[float, Meta(ge=-1e6, le=1e6)] = -1.0
    high: Annotated[float, Meta(ge=-1e6, le=1e6)] = 1.0
    noise: Annotated[float, Meta(ge=0, le=10)] = 0.0


class Table(Record, frozen=True, forbid_unknown_fields=True, tag="table", tag_field="kind"):
    """Rows of a CSV file with a header: which columns go in, which comes out, which share is for validation.

    `missing` says what happens to a row that lacks a value: it is left out, or each column's mean stands in.
    `scaled` gives each input column the mean 0 and the deviation 1. Which rows are for validation is drawn by the seed,
    and each iteration draws its rows anew from the others, so that a row may come twice.
    """

    path: str
    inputs: Annotated[tuple[str, ...], Meta(max_length=64)]
    output: str
    validation: Share = 0.2
    missing: Literal["drop", "mean"] = "drop"
    scaled: bool = True


Target = Function | Formula | Table


class Schedule(Record, frozen=True, forbid_unknown_fields=True):
    """How the learning rate goes on from epoch to epoch.

    "step" multiplies it by `factor` every `every` epochs, "exponential" by `factor` each epoch, "cosine" takes it
    down to `factor` of its first value over `every` epochs.
    """

    name: ScheduleName = "constant"
    every: Annotated[int, Meta(ge=1)] = 10
    factor: Annotated[float, Meta(gt=0, le=1)] = 0.1
