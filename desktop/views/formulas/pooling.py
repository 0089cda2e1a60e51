"""Pooling: an average shares its gradient among the window, a maximum sends it to where it was found."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.moves import sent_back
from desktop.views.formulas.number_words import sizes_text
from desktop.views.formulas.rule import G, Rule, rule
from desktop.views.formulas.scene import Array, Scene, Shape, UnknownError

Window = tuple[int, int, int]
"""Where a window begins and ends along one dimension, and how many elements it counts there, padding included."""

X = shape_of("self")


def _fixed_windows(size: int, count: int, kernel: int, stride: int, padding: int) -> list[Window]:
    starts = [at * stride - padding for at in range(count)]
    return [(max(s, 0), min(s + kernel, size), min(s + kernel, size + padding) - s) for s in starts]


def _adaptive_windows(size: int, count: int) -> list[Window]:
    edges = [(at * size // count, math.ceil((at + 1) * size / count)) for at in range(count)]
    return [(start, stop, stop - start) for start, stop in edges]


def _shared_out(g: Array, shape: Shape, windows: list[list[Window]], divisor: Callable[..., float]) -> Array:
    """Give each element its share of every window that it lies in."""
    result: Array = np.zeros(shape)
    for at in itertools.product(*(range(len(side)) for side in windows)):
        window = [side[place] for side, place in zip(windows, at, strict=True)]
        inside: Any = (..., *(slice(start, stop) for start, stop, _ in window))
        share = g[(..., *at)] / divisor(window)
        result[inside] += share.reshape(*share.shape, *(1,) * len(windows))
    return result


def _averaged_text(writer: Writer, g: Writable, _shape: Writable, kernel: Writable, *_how: Writable) -> Text:
    known = kernel.constant(writer.scene)
    size = f" of {sizes_text(known)}" if known is not None else ""
    return f"{writer.text(g, Strength.FRACTION)} shared out over windows{size}", Strength.SUM


@written(_averaged_text, keeps_single=False)
def averaged_back(
    g: Array, shape: Shape, kernel: Any, stride: Any, padding: Any, counts_padding: Any, divisor: Any
) -> Array:
    """Share each result's gradient equally among the elements of its window."""
    sides = zip(shape[-len(kernel) :], g.shape[-len(kernel) :], kernel, stride or kernel, padding, strict=True)
    windows = [_fixed_windows(*side) for side in sides]

    def count(window: list[Window]) -> float:
        if divisor is not None:
            return float(divisor)
        return math.prod(counted if counts_padding else stop - start for start, stop, counted in window)

    return _shared_out(g, shape, windows, count)


@written("{0} shared out over its windows", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def adapted_back(g: Array, shape: Shape, dims: int) -> Array:
    """Share each result's gradient equally among the elements of its window; windows divide x as evenly as can be."""
    sides = zip(shape[-dims:], g.shape[-dims:], strict=True)
    windows = [_adaptive_windows(*side) for side in sides]
    return _shared_out(g, shape, windows, lambda window: math.prod(counted for *_, counted in window))


def _in_plane(places: Array, indices: Array, dims: int) -> Array:
    """Take by places counted row by row within each plane."""
    planes = places.reshape(*places.shape[:-dims], -1)
    flat = np.asarray(indices).reshape(*indices.shape[:-dims], -1)
    return np.take_along_axis(planes, flat, -1).reshape(indices.shape)


_to_found = sent_back("{0} added where the maximum was found, 0 elsewhere", _in_plane)


@written("{0} at the places {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def found_again(g: Array, indices: Array, dims: int) -> Array:
    """Take from each plane the elements at these places."""
    return _in_plane(np.asarray(g), indices, dims)


def _found(dims: int) -> Expression:
    return _to_found(G, X, Sign("result1"), dims)


def _per_side(name: str, dims: int) -> Fact:
    """Take a setting that has one number for each side, or a single one for all of them."""

    def find(scene: Scene) -> Any:
        value = scene.setting(name)
        return value * dims if len(value) == 1 else value

    return Fact(find, "the kernel")


def _average(dims: int) -> Callable[[Scene], Expression]:
    def gradient(scene: Scene) -> Expression:
        if scene.setting("ceil_mode"):
            raise UnknownError("With ceil_mode there is no formula yet.")
        kernel, stride, padding = (_per_side(name, dims) for name in ("kernel_size", "stride", "padding"))
        how = (stride, padding, setting("count_include_pad"), setting("divisor_override"))
        return averaged_back(G, X, kernel, *how)

    return gradient


def _one(names: str, gradient: Any, why: str) -> Rule:
    return rule(names, why, {"self": gradient})


_AVERAGE = "Each element of a window moves its average by one part of the window's size."
_MAXIMUM = "Only the greatest element of each window moves the result, so it alone gets the gradient."

RULES = (
    _one("AvgPool2D0", _average(2), _AVERAGE),
    _one("AvgPool3D0", _average(3), _AVERAGE),
    _one("AdaptiveAvgPool2D0", adapted_back(G, X, 2), _AVERAGE),
    _one("AdaptiveAvgPool3D0", adapted_back(G, X, 3), _AVERAGE),
    _one("MaxPool2DWithIndices0 AdaptiveMaxPool2D0 FractionalMaxPool2D0", _found(2), _MAXIMUM),
    _one("MaxPool3DWithIndices0 AdaptiveMaxPool3D0 FractionalMaxPool3D0", _found(3), _MAXIMUM),
    _one(
        "MaxUnpool2D0",
        found_again(G, Sign("indices"), 2),
        "Each element was written to one place, and gets the gradient from there.",
    ),
    _one(
        "MaxUnpool3D0",
        found_again(G, Sign("indices"), 3),
        "Each element was written to one place, and gets the gradient from there.",
    ),
)
