"""How the shape of a tensor changes from layer to layer, and where two layers do not fit together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from desktop.views.model_layers import Layer

BATCH, SIDE, LENGTH = 4, 28, 8
"""Samples, picture side and sequence length of the input that a model is first called on."""

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Mismatch:
    """Why a layer does not fit what comes to it; `fitting` is the first argument's value that would, if any does."""

    message: str
    fitting: int | None = None


_PICTURE, _SEQUENCE = (4,), (2, 3)
_DIMENSIONS = {
    "Conv2d": _PICTURE,
    "MaxPool2d": _PICTURE,
    "BatchNorm2d": _PICTURE,
    "BatchNorm1d": _SEQUENCE,
    "LSTM": _SEQUENCE,
}
_WANTED = {_PICTURE: "pictures (4 dimensions)", _SEQUENCE: "2 or 3 dimensions"}
_AXIS = {"Linear": -1, "LayerNorm": -1, "LSTM": -1, "Conv2d": 1, "BatchNorm1d": 1, "BatchNorm2d": 1}
_FIRST: dict[str, Callable[[int], Shape]] = {
    "Linear": lambda size: (BATCH, size),
    "LayerNorm": lambda size: (BATCH, size),
    "BatchNorm1d": lambda size: (BATCH, size),
    "LSTM": lambda size: (BATCH, LENGTH, size),
    "Conv2d": lambda size: (BATCH, size, SIDE, SIDE),
    "BatchNorm2d": lambda size: (BATCH, size, SIDE, SIDE),
    "MaxPool2d": lambda _size: (BATCH, 1, SIDE, SIDE),
    "Embedding": lambda _size: (BATCH, LENGTH),
}
_ANY_INPUT = (BATCH, 3)


def input_shape(layers: Sequence[Layer]) -> Shape:
    """Give a shape that suits the first layer which asks for one."""
    asking = next((layer for layer in layers if layer.kind.name in _FIRST), None)
    return _FIRST[asking.kind.name](int(asking.values[0])) if asking else _ANY_INPUT


def takes_whole_numbers(layers: Sequence[Layer]) -> bool:
    """Say whether the model begins with an embedding, which is given whole numbers instead of fractions."""
    return bool(layers) and layers[0].kind.name == "Embedding"


def mismatches(layers: Sequence[Layer]) -> tuple[Mismatch | None, ...]:
    """Give for each layer what is wrong with it. Past a layer whose output cannot be known nothing is said."""
    shape: Shape | None = input_shape(layers)
    found: list[Mismatch | None] = []
    for index, layer in enumerate(layers):
        mismatch = None if shape is None else _mismatch(layer, shape, is_first=index == 0)
        found.append(mismatch)
        unknown = shape is None or (mismatch is not None and mismatch.fitting is None)
        shape = None if unknown or shape is None else after(layer, shape)
    return tuple(found)


def fitted(layer: Layer, before: Sequence[Layer]) -> Layer:
    """Give the layer with its first argument set to what the layers before it give, where that helps."""
    mismatch = mismatches([*before, layer])[-1]
    fits = mismatch is None or mismatch.fitting is None or not before
    return layer if fits or mismatch is None else layer.with_value(0, mismatch.fitting or 0)


def after(layer: Layer, shape: Shape) -> Shape:
    """Give the shape of a layer's output for an input that fits it."""
    name, values = layer.kind.name, [int(value) for value in layer.values]
    if name in ("Linear", "LSTM"):
        return (*shape[:-1], values[1])
    if name == "Embedding":
        return (*shape, values[1])
    if name == "Flatten":
        return (shape[0], prod(shape[1:]))
    if name == "Conv2d":
        _, channels, window, step, border = values
        return (shape[0], channels, *((side + 2 * border - window) // step + 1 for side in shape[2:]))
    if name == "MaxPool2d":
        return (*shape[:2], *(side // values[0] for side in shape[2:]))
    return shape


def _mismatch(layer: Layer, shape: Shape, *, is_first: bool) -> Mismatch | None:
    name = layer.kind.name
    if name == "Embedding" and not is_first:
        return Mismatch("Embedding must come first: it takes whole numbers.")
    wanted = _DIMENSIONS.get(name)
    if wanted and len(shape) not in wanted:
        return Mismatch(f"{name} takes {_WANTED[wanted]}; {_written(shape)} comes to it.")
    if name in _AXIS and shape[_AXIS[name]] != layer.values[0]:
        comes = shape[_AXIS[name]]
        return Mismatch(f"{comes:,} come to it, but it takes {layer.values[0]:,}.", comes)
    if min(after(layer, shape)) < 1:
        return Mismatch(f"Its window is larger than what comes to it: {_written(shape)}.")
    return None


def _written(shape: Shape) -> str:
    return "\N{MULTIPLICATION SIGN}".join(map(str, shape))
