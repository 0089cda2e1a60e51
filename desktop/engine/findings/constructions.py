"""Where in the text a layer was made, and with which number."""

import ast
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.syntax import keyword
from desktop.records.finding import Fix

_SIZES: dict[str, str] = {
    "Linear": "in_features",
    "BatchNorm1d": "num_features",
    "BatchNorm2d": "num_features",
    "BatchNorm3d": "num_features",
    "LayerNorm": "normalized_shape",
    "LSTM": "input_size",
    "GRU": "input_size",
    "RNN": "input_size",
    "LSTMCell": "input_size",
    "GRUCell": "input_size",
    "RNNCell": "input_size",
    "Conv1d": "in_channels",
    "Conv2d": "in_channels",
    "Conv3d": "in_channels",
    "ConvTranspose1d": "in_channels",
    "ConvTranspose2d": "in_channels",
    "Embedding": "num_embeddings",
}
"""What each kind of layer calls the first number it is made with."""


def resized(case: Case, layer: nn.Module | None, size: int) -> Fix | None:
    """Let a layer be made for another size, where one place in the text can have made it."""
    kind = type(layer).__name__
    name = _SIZES.get(kind)
    if layer is None or name is None or getattr(layer, "groups", 1) != 1:
        return None
    is_size = getattr(layer, name)
    made = [each for each in _first_numbers(case, kind, name) if each.value in (is_size, *_alone(is_size))]
    if len(made) != 1:
        return None
    return fix(f"Make the {kind} for {size}, as its input is", replaced(case.syntax, made[0], str(size)))


def _alone(size: object) -> tuple[object, ...]:
    return (size[0],) if isinstance(size, tuple) and len(size) == 1 else ()


def _first_numbers(case: Case, kind: str, name: str) -> Iterator[ast.Constant]:
    for call in case.syntax.calls(kind):
        named = keyword(call, name)
        size = call.args[0] if call.args else named.value if named is not None else None
        if isinstance(size, ast.Constant) and isinstance(size.value, int):
            yield size
