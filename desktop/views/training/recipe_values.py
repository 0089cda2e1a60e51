"""A recipe as the flat values of its form, and back; which fields mean something; which values do not go together."""

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop.records.recipe import Formula, Function, LinearModel, Mlp, Model, ProgramModel, Schedule, Table, Target
from desktop.records.training import Recipe

Values = Mapping[str, Any]

_PLAIN = ("loss", "optimizer", "learning_rate", "momentum", "nesterov", "weight_decay")
_LENGTH = ("batch_size", "iterations", "epochs", "threshold", "seed", "device")
_MLP = ("widths", "activation", "dropout", "batch_norm", "initialisation")
_TABLE = ("path", "inputs", "output", "validation", "missing", "scaled")
_CLASSES = ("xor", "moons", "spirals")
_NUMBERS = ("chapter", "sine", "line")
_FIELDS_OF_MODEL = {"linear": (), "mlp": _MLP, "program": ("name", "arguments")}
_FIELDS_OF_TARGET = {"formula": ("formula", "low", "high", "noise"), "table": _TABLE}
_MOMENTUM = ("sgd", "rmsprop")


def recipe_of(values: Values, text: str) -> Recipe:
    """Make a recipe of the form's values; `text` is the program whose class is the model, where one is.

    Raises ValueError with a sentence where they do not go together.
    """
    _, fault = conflict(values)
    if fault:
        raise ValueError(fault)
    shown = meaningful(values)
    plain = {name: values[name] for name in (*_PLAIN, *_LENGTH) if name in shown}
    return Recipe(**plain, model=_model(values, text), target=_target(values), schedule=_schedule(values))


def values_of(recipe: Recipe) -> dict[str, Any]:
    """Spread a recipe over the form's fields; those that have no meaning for it get their first values."""
    values: dict[str, Any] = {name: getattr(recipe, name) for name in (*_PLAIN, *_LENGTH)}
    values |= _fields(Mlp(), _MLP) | _fields(Formula("x1**2"), ("low", "high", "noise")) | {"formula": "x1**2"}
    values |= _fields(Table("", ("",), ""), _TABLE) | {"inputs": (), "name": "", "arguments": ""}
    values |= _fields(recipe.schedule, ("every", "factor")) | {"schedule": recipe.schedule.name}
    return values | _model_values(recipe.model) | _target_values(recipe.target)


def meaningful(values: Values) -> frozenset[str]:
    """Name the fields that mean something beside the choices that were made."""
    target, optimizer = str(values["target"]), values["optimizer"]
    shown = {"model", "target", "loss", "optimizer", "learning_rate", "weight_decay", "schedule", *_LENGTH}
    shown |= set(_FIELDS_OF_MODEL[str(values["model"])]) | set(_FIELDS_OF_TARGET.get(target, ("noise",)))
    if optimizer in _MOMENTUM:
        shown.add("momentum")
    if optimizer == "sgd":
        shown.add("nesterov")
    if values["schedule"] != "constant":
        shown.add("factor")
    if values["schedule"] in ("step", "cosine"):
        shown.add("every")
    return frozenset(shown)


def conflict(values: Values) -> tuple[str, str]:
    """Give the field and a sentence where two values do not go together, or two empty texts."""
    target, loss = values["target"], values["loss"]
    if target in (*_NUMBERS, "formula") and loss in ("bce", "cross_entropy"):
        return "loss", "Cross-entropy is for classes: XOR, two moons, spirals, or a table's. Choose mean square."
    if target == "formula" and not values["low"] < values["high"]:
        return "high", "Inputs must end above where they begin."
    if target == "table" and values["output"] in values["inputs"]:
        return "inputs", "The output cannot be an input as well."
    if values["nesterov"] and values["optimizer"] == "sgd" and values["momentum"] == 0:
        return "nesterov", "Nesterov needs a momentum above 0."
    return "", ""


def _fields(record: msgspec.Struct, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _model(values: Values, text: str) -> Model:
    if values["model"] == "mlp":
        return Mlp(**{name: values[name] for name in _MLP})
    if values["model"] == "program":
        return ProgramModel(text, values["name"], values["arguments"])
    return LinearModel()


def _target(values: Values) -> Target:
    if values["target"] == "formula":
        return Formula(values["formula"], values["low"], values["high"], values["noise"])
    if values["target"] == "table":
        return Table(**{name: values[name] for name in _TABLE})
    return Function(values["target"], values["noise"])


def _schedule(values: Values) -> Schedule:
    if values["schedule"] == "constant":
        return Schedule()
    every = values["every"] if values["schedule"] in ("step", "cosine") else Schedule().every
    return Schedule(values["schedule"], every, values["factor"])


def _model_values(model: Model) -> dict[str, Any]:
    match model:
        case Mlp():
            return {"model": "mlp"} | _fields(model, _MLP)
        case ProgramModel():
            return {"model": "program"} | _fields(model, ("name", "arguments"))
        case _:
            return {"model": "linear"}


def _target_values(target: Target) -> dict[str, Any]:
    match target:
        case Formula():
            return {"target": "formula", "formula": target.text} | _fields(target, ("low", "high", "noise"))
        case Table():
            return {"target": "table"} | _fields(target, _TABLE)
        case _:
            return {"target": target.name, "noise": target.noise}
