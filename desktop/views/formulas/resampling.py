"""Up-sampling and sliding windows as matrices along each dimension: the gradient takes the transposed matrix."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, setting, shape_of, written
from desktop.views.formulas.function import Strength
from desktop.views.formulas.moves import NOWHERE, sent_back
from desktop.views.formulas.rule import G, Rule, rule
from desktop.views.formulas.scene import Array, Shape

_CUBIC = -0.75
"""PyTorch's coefficient of the cubic kernel (aten/src/ATen/native/UpSample.h)."""

Step = Callable[[int, int, float | None, Any], Array]
X = shape_of("self")


def _steps(size: int, count: int, scale: float | None, aligned: Any) -> float:
    """How far apart the results' places lie in x."""
    if aligned:
        return (size - 1) / (count - 1) if count > 1 else 0.0
    return 1 / scale if scale else size / count


def _nearest(size: int, count: int, scale: float | None, exact: Any) -> Array:
    places = np.floor((np.arange(count) + (0.5 if exact else 0)) * _steps(size, count, scale, aligned=False))
    return np.eye(size)[np.minimum(places.astype(int), size - 1)]


def _linear(size: int, count: int, scale: float | None, aligned: Any) -> Array:
    step = _steps(size, count, scale, aligned)
    places = np.arange(count) * step if aligned else np.maximum((np.arange(count) + 0.5) * step - 0.5, 0)
    left = np.minimum(places.astype(int), size - 1)
    share = (places - left)[:, None]
    return np.eye(size)[left] * (1 - share) + np.eye(size)[np.minimum(left + 1, size - 1)] * share


def _cubic(size: int, count: int, scale: float | None, aligned: Any) -> Array:
    step = _steps(size, count, scale, aligned)
    places = np.arange(count) * step if aligned else (np.arange(count) + 0.5) * step - 0.5
    left = np.floor(places).astype(int)
    matrix = np.zeros((count, size))
    for offset in (-1, 0, 1, 2):
        at = np.clip(left + offset, 0, size - 1)
        np.add.at(matrix, (np.arange(count), at), _cubic_share(np.abs(places - left - offset)))
    return matrix


def _cubic_share(d: Array) -> Array:
    near = ((_CUBIC + 2) * d - (_CUBIC + 3)) * d * d + 1
    far = ((_CUBIC * d - 5 * _CUBIC) * d + 8 * _CUBIC) * d - 4 * _CUBIC
    return np.where(d <= 1, near, far)


def _resampled_back(step: Step) -> Callable[..., Expression]:
    def work(g: Array, shape: Shape, flag: Any, *scales: float | None) -> Array:
        for dim, scale in zip(range(-len(scales), 0), scales, strict=True):
            matrix = step(shape[dim], g.shape[dim], scale, flag)
            g = np.moveaxis(np.tensordot(g, matrix, axes=(dim, 0)), -1, dim)
        return g

    text = "{0} gathered back by the weights of the up-sampling"
    return written(text, Strength.SUM, (Strength.FRACTION,), keeps_single=False)(work)


_SCALES = {1: ("scales",), 2: ("scales_h", "scales_w"), 3: ("scales_d", "scales_h", "scales_w")}


def _upsampled(names: str, dims: int, step: Step, flag: Any, why: str) -> Rule:
    scales = (setting(name) for name in _SCALES[dims])
    return rule(names, why, {"self": _resampled_back(step)(G, X, flag, *scales)})


def _blocks(places: Array, kernel: Any, dilation: Any, padding: Any, stride: Any) -> Array:
    """Lay each block that the kernel meets out as a column, as `unfold` does."""
    padded = np.pad(places, [*[(0, 0)] * (places.ndim - 2), *((p, p) for p in padding)], constant_values=NOWHERE)
    sides = zip(padded.shape[-2:], kernel, dilation, stride, strict=True)
    counts = [(size - d * (k - 1) - 1) // s + 1 for size, k, d, s in sides]
    rows: list[Array] = []
    for at in itertools.product(*map(range, kernel)):
        cut: Any = tuple(
            slice(k * d, k * d + s * (n - 1) + 1, s) for k, d, s, n in zip(at, dilation, stride, counts, strict=True)
        )
        rows.append(padded[(..., *cut)].reshape(*places.shape[:-2], 1, -1))
    stacked = np.concatenate(rows, axis=-2)
    return stacked.reshape(*places.shape[:-3], -1, stacked.shape[-1])


_BLOCKS = tuple(setting(name) for name in ("kernel_size", "dilation", "padding", "stride"))
_folded = sent_back("fold({0}, {2})", _blocks)
_unfolded = written("unfold({0}, {1})", keeps_single=False)(_blocks)
_WEIGHED = "Each result is a weighted mean of its neighbours in x, and sends its gradient back by the same weights."
_COPIED = "Each element was copied to several places, and gets the sum of their gradients."


RULES = (
    _upsampled("UpsampleNearest1D0", 1, _nearest, False, _COPIED),
    _upsampled("UpsampleNearest2D0", 2, _nearest, False, _COPIED),
    _upsampled("UpsampleNearest3D0", 3, _nearest, False, _COPIED),
    _upsampled("UpsampleNearestExact1D0", 1, _nearest, True, _COPIED),
    _upsampled("UpsampleNearestExact2D0", 2, _nearest, True, _COPIED),
    _upsampled("UpsampleNearestExact3D0", 3, _nearest, True, _COPIED),
    _upsampled("UpsampleLinear1D0", 1, _linear, setting("align_corners"), _WEIGHED),
    _upsampled("UpsampleBilinear2D0", 2, _linear, setting("align_corners"), _WEIGHED),
    _upsampled("UpsampleTrilinear3D0", 3, _linear, setting("align_corners"), _WEIGHED),
    _upsampled("UpsampleBicubic2D0", 2, _cubic, setting("align_corners"), _WEIGHED),
    rule("Im2Col0", "An element gets the gradients of all blocks that it lies in.", {"self": _folded(G, X, *_BLOCKS)}),
    rule(
        "Col2Im0",
        "Blocks were added up into an image: each gets the gradient of its place.",
        {"self": _unfolded(G, *_BLOCKS)},
    ),
)
