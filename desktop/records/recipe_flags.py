"""A recipe's fields as flags of a command line: their names, their meaning, and how they make up a recipe."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from desktop.records.files import UsageError
from desktop.records.recipe import Activation, FunctionName, Initialisation, LossName, OptimizerName, ScheduleName


class Flag(NamedTuple):
    """One flag: `--name`, the field it fills ("model.widths"), what kind of model or target that speaks of, and how.

    `read` turns its text into the field's value; a flag that has a `constant` instead takes no text.
    """

    name: str
    field: str
    read: Callable[[str], Any]
    summary: str
    kind: str = ""
    choices: tuple[str, ...] | None = None
    constant: Any = None


def names(text: str) -> tuple[str, ...]:
    """Read names between commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def widths(text: str) -> tuple[int, ...]:
    """Read whole numbers between commas; raise ValueError where there are others."""
    return tuple(map(int, names(text)))


RUN_FLAGS = (
    Flag("device", "device", str, "where to train (see `devices`)"),
    Flag("seed", "seed", int, "of the initial weights and the inputs"),
    Flag("learning-rate", "learning_rate", float, "how far one step goes against the gradient"),
    Flag("momentum", "momentum", float, "how much of the step before is kept, from 0 to below 1"),
    Flag("batch-size", "batch_size", int, "inputs in one iteration"),
    Flag("iterations", "iterations", int, "iterations in one epoch"),
    Flag("epochs", "epochs", int, "epochs at most"),
    Flag("threshold", "threshold", float, "the average loss of an epoch that ends the run"),
    Flag("loss", "loss", str, "what is made small", choices=get_args(LossName)),
    Flag("optimizer", "optimizer", str, "how steps are taken", choices=get_args(OptimizerName)),
    Flag("nesterov", "nesterov", bool, "let SGD look ahead by its momentum", constant=True),
    Flag("weight-decay", "weight_decay", float, "how strongly weights are drawn to 0"),
    Flag("schedule", "schedule.name", str, "how the rate goes from epoch to epoch", choices=get_args(ScheduleName)),
    Flag("every", "schedule.every", int, "epochs between two steps, or that a cosine takes"),
    Flag("factor", "schedule.factor", float, "what the schedule multiplies the rate by"),
)

MODEL_FLAGS = (
    Flag("model", "model.kind", str, "what learns", choices=("linear", "mlp", "program")),
    Flag("widths", "model.widths", widths, "of the hidden layers: 16,16", "mlp"),
    Flag("activation", "model.activation", str, "between the layers", "mlp", get_args(Activation)),
    Flag("dropout", "model.dropout", float, "share of values left out in training", "mlp"),
    Flag("batch-norm", "model.batch_norm", bool, "normalise each hidden layer over the batch", "mlp", constant=True),
    Flag("initialisation", "model.initialisation", str, "of the weights", "mlp", get_args(Initialisation)),
    Flag("program", "model.text", str, "a program's file that holds the model's class", "program"),
    Flag("class", "model.name", str, "the class in it", "program"),
    Flag("arguments", "model.arguments", str, 'of its call: "3, 1"', "program"),
)

TARGET_FLAGS = (
    Flag("target", "target.name", str, "what is learned", "function", get_args(FunctionName)),
    Flag("formula", "target.text", str, 'what is learned, as in "sin(3 * x1) + x2"', "formula"),
    Flag("low", "target.low", float, "the least input of a formula", "formula"),
    Flag("high", "target.high", float, "the greatest input of a formula", "formula"),
    Flag("noise", "target.noise", float, "deviation of what is added to a function or a formula"),
    Flag("csv", "target.path", str, "a table with a header to learn from", "table"),
    Flag("inputs", "target.inputs", names, "its columns that go in: a,b", "table"),
    Flag("output", "target.output", str, "its column that comes out", "table"),
    Flag("validation", "target.validation", float, "share of its rows that is not trained on", "table"),
    Flag("missing", "target.missing", str, "what happens to a row without a value", "table", ("drop", "mean")),
    Flag("unscaled", "target.scaled", bool, "leave the inputs as they are in the table", "table", constant=False),
)

FLAGS = RUN_FLAGS + MODEL_FLAGS + TARGET_FLAGS
_FIRST_KIND = {"model": "linear", "target": "function"}


def written(file: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the values of flags, by the flags' names, over a recipe that was read from a file.

    A flag that speaks of another kind of model or target begins that anew. Raises UsageError where two flags speak of
    different kinds.
    """
    recipe = dict(file)
    chosen = [flag for flag in FLAGS if flag.name in given]
    for part in ("model", "target", "schedule"):
        if flags := [flag for flag in chosen if flag.field.startswith(f"{part}.")]:
            recipe[part] = _part(recipe.get(part), part, flags, given)
    return recipe | {flag.field: given[flag.name] for flag in chosen if "." not in flag.field}


def _part(before: Any, part: str, flags: list[Flag], given: Mapping[str, Any]) -> dict[str, Any]:
    laid = {flag.field.partition(".")[2]: given[flag.name] for flag in flags}
    was = before if isinstance(before, dict) else {}
    if part not in _FIRST_KIND:
        return was | laid
    kind = _kind(flags, given) or was.get("kind", _FIRST_KIND[part])
    return (was if was.get("kind") == kind else {}) | laid | {"kind": kind}


def _kind(flags: list[Flag], given: Mapping[str, Any]) -> str:
    kinds = {given[flag.name] if flag.field.endswith(".kind") else flag.kind: flag.name for flag in flags}
    kinds.pop("", None)
    if len(kinds) > 1:
        first, second, *_more = kinds.values()
        raise UsageError(f"--{first} and --{second} do not go together. Leave one of them out.")
    return next(iter(kinds), "")
