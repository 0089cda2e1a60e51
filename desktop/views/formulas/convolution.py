"""Convolutions: the three sums over a sliding kernel, one for each of output, input and weight."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.normalisation import per_channel
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, Shape

Sizes = tuple[int, ...]

x, WEIGHT = Sign("input"), Sign("weight")


def _per_side(name: str) -> Fact:
    """Take a setting that has one number for each side, or a single one for all of them."""

    def find(scene: Scene) -> Any:
        value, shape = scene.setting(name), scene.shape("G")
        return value * (len(shape) - 2) if shape is not None and len(value) == 1 else value

    return Fact(find, name)


_HOW = (_per_side("stride"), _per_side("padding"), _per_side("dilation"), setting("groups"))
_PLAIN = (1, 0, 1, 1)
_WORDS = ("stride", "padding", "dilation", "groups")


def _padded(x: Array, padding: Sizes) -> Array:
    return np.pad(x, [(0, 0), (0, 0), *((each, each) for each in padding)])


def _touched(kernel: Shape, result: Shape, stride: Sizes, dilation: Sizes) -> Iterator[tuple[Sizes, tuple[Any, ...]]]:
    """Give each place in the kernel with the cut of the padded input that it meets, over all results."""
    for at in np.ndindex(*kernel):
        sides = zip(at, result, stride, dilation, strict=True)
        yield at, (..., *(slice(k * d, k * d + s * (size - 1) + 1, s) for k, size, s, d in sides))


def _grouped(x: Array, groups: int) -> Array:
    return x.reshape(x.shape[0], groups, -1, *x.shape[2:])


def _flat(x: Array) -> Array:
    """Lay the places out in one row."""
    return x.reshape(*x.shape[:3], -1)


def _input_gradient(
    g: Array, w: Array, shape: Shape, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int
) -> Array:
    """Give to each element what flows from every result its kernel met: shape (N, C, …) as `shape`."""
    padded: Array = np.zeros((*shape[:2], *(size + 2 * pad for size, pad in zip(shape[2:], padding, strict=True))))
    parts, kernels = _grouped(padded, groups), w.reshape(groups, -1, *w.shape[1:])
    for at, cut in _touched(w.shape[2:], g.shape[2:], stride, dilation):
        parts[cut] += np.einsum("ngo...,goc->ngc...", _grouped(g, groups), kernels[:, :, :, *at])
    inside = tuple(slice(pad, pad + size) for size, pad in zip(shape[2:], padding, strict=True))
    return padded[:, :, *inside]


def _weight_gradient(
    x: Array, g: Array, shape: Shape, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int
) -> Array:
    """Give to each weight the sum over all places of what it met times what flows back there."""
    parts, flowing = _grouped(_padded(x, padding), groups), _flat(_grouped(g, groups))
    result: Array = np.zeros((groups, shape[0] // groups, *shape[1:]))
    for at, cut in _touched(shape[2:], g.shape[2:], stride, dilation):
        result[:, :, :, *at] = np.einsum("ngop,ngcp->goc", flowing, _flat(parts[cut]))
    return result.reshape(shape)


def _output(x: Array, w: Array, result: Shape, stride: Sizes, padding: Sizes, dilation: Sizes, groups: int) -> Array:
    """Slide the kernel over x: shape (N, O, …), its last sizes those of `result`."""
    parts, kernels = _grouped(_padded(x, padding), groups), w.reshape(groups, -1, *w.shape[1:])
    out: Array = np.zeros((x.shape[0], w.shape[0], *result[2:]))
    for at, cut in _touched(w.shape[2:], result[2:], stride, dilation):
        met = np.einsum("ngc...,goc->ngo...", parts[cut], kernels[:, :, :, *at])
        out += met.reshape(out.shape)
    return out


def _how_text(writer: Writer, how: tuple[Writable, ...]) -> str:
    """Name the settings that are not the plain ones."""
    known = [(word, part.constant(writer.scene), plain) for word, part, plain in zip(_WORDS, how, _PLAIN, strict=True)]
    told = [
        f"{word} {_short(value)}" for word, value, plain in known if value is not None and set(_all(value)) != {plain}
    ]
    return "".join(f", {each}" for each in told)


def _all(value: Any) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)


def _short(value: Any) -> str:
    return str(value[0]) if isinstance(value, tuple) and len(set(value)) == 1 else str(value)


def _called(word: str) -> Any:
    def text(writer: Writer, left: Writable, right: Writable, _shape: Writable, *how: Writable) -> Text:
        return f"{word}({writer.text(left)}, {writer.text(right)}{_how_text(writer, how)})", Strength.WHOLE

    return text


def _slid_text(writer: Writer, left: Writable, right: Writable, _shape: Writable, *how: Writable) -> Text:
    words = f"{writer.text(left, Strength.FRACTION)} ⋆ {writer.text(right, Strength.FRACTION)}{_how_text(writer, how)}"
    return words, Strength.SUM


transposed_convolution = written(_called("conv_transpose"), keeps_single=False)(_input_gradient)
convolution = written(_called("conv"), keeps_single=False)(_output)
correlation = written(_slid_text, keeps_single=False)(_weight_gradient)


def _input(scene: Scene) -> Expression:
    if scene.setting("transposed"):
        return convolution(G, WEIGHT, shape_of("input"), *_HOW)
    return transposed_convolution(G, WEIGHT, shape_of("input"), *_HOW)


def _weight(scene: Scene) -> Expression:
    if scene.setting("transposed"):
        return correlation(G, x, shape_of("weight"), *_HOW)
    return correlation(x, G, shape_of("weight"), *_HOW)


_WHY = "Each input gets what flows back from every kernel that met it; each weight the sum (⋆) of what it met times it."

RULES = (
    rule(
        "Convolution0",
        _WHY,
        {"input": _input, "weight": _weight, "bias": per_channel(G, "all dims but 1")},
        {"input": "x", "weight": "W", "bias": "b"},
    ),
)
