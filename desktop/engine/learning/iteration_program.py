"""The next iteration of a training as a program to read and to run: weights and batch as literals, then the update."""

from collections.abc import Iterator, Mapping
from itertools import chain

import numpy as np
import torch
from torch import Tensor

from desktop.engine.learning.program_text import defining_text
from desktop.engine.learning.threads import is_small
from desktop.engine.training import Training
from desktop.records.files import UsageError
from desktop.records.recipe import Activation, LossName, Mlp, OptimizerName, ProgramModel
from desktop.records.training import Recipe

MOST_NUMBERS = 20_000

_MEMORIES = ("momentum.", "optimizer.")
_CALLS: dict[Activation, str] = {
    "relu": "F.relu(h)",
    "tanh": "torch.tanh(h)",
    "sigmoid": "torch.sigmoid(h)",
    "gelu": "F.gelu(h)",
    "leaky_relu": "F.leaky_relu(h)",
    "elu": "F.elu(h)",
    "silu": "F.silu(h)",
    "identity": "h",
}
_LOSSES: dict[LossName, str] = {
    "mse": "((y - y_hat) ** 2).sum() / y.size(0)",
    "mae": "(y - y_hat).abs().sum() / y.size(0)",
    "huber": "F.huber_loss(y_hat, y)",
    "bce": "F.binary_cross_entropy_with_logits(y_hat, y)",
    "cross_entropy": "F.cross_entropy(y_hat, y[:, 0].long())",
}
_OPTIMIZERS: dict[OptimizerName, str] = {
    "sgd": "SGD",
    "adam": "Adam",
    "adamw": "AdamW",
    "rmsprop": "RMSprop",
    "adagrad": "Adagrad",
}


def iteration_program(training: Training) -> str:
    """Write the next iteration so that running it gives the very loss, gradients and update; nothing is taken.

    Raises UsageError where there are too many numbers to write down.
    """
    x, y = training.next_batch()
    tensors = training.tensors()
    numbers = x.numel() + y.numel() + sum(tensors[name].numel() for name in _told(tensors))
    if numbers > MOST_NUMBERS:
        raise UsageError(
            f"This iteration holds {numbers:,} numbers (weights, what the optimizer remembers, and the batch); at most "
            f"{MOST_NUMBERS:,} can be written into a program. Choose a smaller model or batch to look inside."
        )
    parts = [
        _head(training, len(x)),
        _model(training, tensors),
        _optimizer(training, tensors),
        _batch(x, y),
        _body(training),
    ]
    return "\n".join(chain(*parts, [""]))


def _told(tensors: Mapping[str, Tensor]) -> list[str]:
    return [name for name in tensors if not name.startswith("random_state")]


def _head(training: Training, batch_size: int) -> Iterator[str]:
    progress = training.progress()
    yield f"# Iteration {progress.iteration + 1:,} of epoch {len(progress.epochs) + 1:,} of a training, by itself."
    yield "import torch"
    yield "import torch.nn.functional as F"
    if is_small(training.model.parameters.values(), batch_size):
        yield "\ntorch.set_num_threads(1)  # as a training computes models of this size: the last bits depend on it"


def _model(training: Training, tensors: Mapping[str, Tensor]) -> Iterator[str]:
    yield "\n# The weights before it"
    model = training.recipe.model
    if not isinstance(model, ProgramModel):
        for name in training.model.parameters:
            yield f"{_variable(name)} = {_literal(tensors[name], trained=True)}"
        return
    yield f"{defining_text(model.text)}\n\nmodel = {model.name}({model.arguments})\nwith torch.no_grad():"
    for kind, named in (
        ("parameter", training.model.module.named_parameters()),
        ("buffer", training.model.module.named_buffers()),
    ):
        for name, _tensor in named:
            yield f"    model.get_{kind}({name!r}).copy_({_literal(tensors[name])})"


def _batch(x: Tensor, y: Tensor) -> Iterator[str]:
    yield "\n# Its batch"
    yield f"x = {_literal(x)}"
    yield f"y = {_literal(y)}"


def _body(training: Training) -> Iterator[str]:
    yield "\n# Forward, backward, update"
    yield from _forward(training)
    yield f"loss = {_LOSSES[training.recipe.loss]}"
    yield "loss.backward()"
    yield "optimizer.step()"


def _forward(training: Training) -> Iterator[str]:
    match training.recipe.model:
        case ProgramModel():
            yield f"torch.manual_seed({training.model.coming_seed()})\ny_hat = model(x)"
        case Mlp() as model:
            yield from _layers(model, training.model.coming_factors(training.settings.batch_size))
        case _:
            yield "y_hat = F.linear(x, linear_weight, linear_bias)"


def _layers(model: Mlp, factors: Mapping[str, Tensor]) -> Iterator[str]:
    before = "x"
    for number in range(1, len(model.widths) + 1):
        yield f"h = F.linear({before}, hidden{number}_weight, hidden{number}_bias)"
        if model.batch_norm:
            yield f"h = F.batch_norm(h, None, None, norm{number}_weight, norm{number}_bias, training=True)"
        yield f"h = {_CALLS[model.activation]}"
        if model.dropout:
            yield f"h = h * {_literal(factors[f'dropout{number}'])}"
        before = "h"
    yield f"y_hat = F.linear({before}, output_weight, output_bias)"


def _optimizer(training: Training, tensors: Mapping[str, Tensor]) -> Iterator[str]:
    yield "\n# The optimizer, and what it remembers"
    parameters = {name: _parameter(training.recipe, name) for name in training.model.parameters}
    settings = _settings(training)
    name = _OPTIMIZERS[training.recipe.optimizer]
    yield f"optimizer = torch.optim.{name}([{', '.join(parameters.values())}], {settings})"
    for key, value in tensors.items():
        if key.startswith(_MEMORIES):
            memory, parameter = _memory(key)
            yield f"optimizer.state[{parameters[parameter]}][{memory!r}] = {_literal(value)}"


def _settings(training: Training) -> str:
    recipe = training.settings
    settings = {"lr": training.learning_rate, "weight_decay": recipe.weight_decay}
    if recipe.optimizer in {"sgd", "rmsprop"}:
        settings["momentum"] = recipe.momentum
    if recipe.optimizer == "sgd" and recipe.nesterov:
        settings["nesterov"] = True
    return ", ".join(f"{name}={value!r}" for name, value in settings.items())


def _parameter(recipe: Recipe, name: str) -> str:
    return f"model.get_parameter({name!r})" if isinstance(recipe.model, ProgramModel) else _variable(name)


def _memory(key: str) -> tuple[str, str]:
    """Take "optimizer.exp_avg.linear.weight" apart: what is remembered, and of which parameter."""
    parts = key.split(".")
    if parts[0] == "momentum":
        return "momentum_buffer", key.removeprefix("momentum.")
    return parts[1], ".".join(parts[2:])


def _variable(name: str) -> str:
    return name.replace(".", "_")


def _literal(tensor: Tensor, *, trained: bool = False) -> str:
    dtype = "" if tensor.dtype in {torch.float32, torch.int64, torch.bool} else f", dtype={tensor.dtype}"
    return f"torch.tensor({_numbers(tensor.cpu().tolist())}{dtype}{', requires_grad=True' if trained else ''})"


def _numbers(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_numbers, value))}]"
    return _short(value) if isinstance(value, float) else repr(value)


def _short(value: float) -> str:
    """Write the shortest number that float32 reads as this one."""
    short = str(np.float32(value))
    if float(np.float32(float(short))) == value:
        return short
    return repr(value) if np.isfinite(value) else f"float('{value}')"
