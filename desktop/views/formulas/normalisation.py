"""Softmax and the normalisations, where every element takes part in what all are divided by."""

from collections.abc import Callable

import numpy as np

from desktop.views.formulas.expression import Abbreviation, Expression, Fact, Sign, setting, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.functions import exp, sqrt
from desktop.views.formulas.letters import GAMMA
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError
from desktop.views.formulas.sums import mean_along, to_shape_of, total_along

x, y, DIM = Sign("input"), Sign("result"), setting("dim", "d")
MEAN, SCALE, WEIGHT = Sign("result1"), Sign("result2"), Sign("weight")


def _same_text(writer: Writer, part: Writable, *_: Writable) -> Text:
    return part.written(writer)


@written(_same_text, keeps_single=False)
def by_channel(v: Array, x: Array) -> Array:
    """Lay one number for each channel along dimension 1 of x."""
    return np.reshape(v, (1, -1, *(1,) * (np.ndim(x) - 2)))


@written(_same_text, keeps_single=False)
def by_group(v: Array, x: Array) -> Array:
    """Lay one number for each sample and group over the channels of that group."""
    samples, groups = np.shape(v)
    spread = np.repeat(v, np.shape(x)[1] // groups, axis=1)
    return spread.reshape(samples, np.shape(x)[1], *(1,) * (np.ndim(x) - 2))


@written("mean({0} over its group)", keeps_single=False)
def mean_of_group(x: Array, groups: int) -> Array:
    """Average over the channels of each group and all that lies in them."""
    flat = np.reshape(x, (x.shape[0], groups, -1))
    return np.broadcast_to(flat.mean(-1, keepdims=True), flat.shape).reshape(x.shape)


def _weighted(scene: Scene, lay: Callable[..., Expression] | None = None) -> Expression:
    """Give weight ⊙ G under the name g; G itself where there is no weight."""
    if scene.shape("weight") is None:
        return G
    return Abbreviation("g", (lay(WEIGHT, x) if lay else WEIGHT) * G)


def _standardised(
    g: Expression, normal: Expression, scale: Expression, mean: Callable[[Expression], Expression]
) -> Expression:
    return scale * (g - mean(g) - normal * mean(g * normal))


def _last_dims(scene: Scene) -> tuple[int, ...]:
    if scene.has("normalized_shape"):
        return tuple(range(-len(scene.setting("normalized_shape")), 0))
    return tuple(range(-len(scene.known_shape("weight")), 0))


_LAYER_NORMAL = Abbreviation("ẑ", (x - MEAN) * SCALE)


def _layer(scene: Scene) -> Expression:
    dims = Fact(_last_dims, "the last dims")
    return _standardised(_weighted(scene), _LAYER_NORMAL, SCALE, lambda part: mean_along(part, dims))


def _other_dims(scene: Scene) -> tuple[int, ...]:
    return tuple(dim for dim in range(len(scene.known_shape("input"))) if dim != 1)


_OTHER_DIMS = Fact(_other_dims, "all dims but 1")


def _batch_normal(scene: Scene) -> tuple[Expression, Expression]:
    """Give the standardised x and its scale: by the batch when training, by the running statistics when not."""
    if scene.setting("training"):
        scale: Expression = by_channel(SCALE, x)
        return Abbreviation("ẑ", (x - by_channel(MEAN, x)) * scale), scale
    scale = 1 / sqrt(by_channel(Sign("running_var"), x) + setting("eps", "ε"))
    return Abbreviation("ẑ", (x - by_channel(Sign("running_mean"), x)) * scale), scale


def _batch(scene: Scene) -> Expression:
    normal, scale = _batch_normal(scene)
    g = _weighted(scene, by_channel)
    if not scene.setting("training"):
        return scale * g
    return _standardised(g, normal, scale, lambda part: mean_along(part, _OTHER_DIMS))


@written("Σ over {1} of {0}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def per_channel(x: Array, _words: str) -> Array:
    """Sum over everything but the channels (dimension 1)."""
    return np.asarray(np.sum(x, axis=tuple(dim for dim in range(np.ndim(x)) if dim != 1)))


_BUT_CHANNELS = "all dims but 1"


def _batch_weight(scene: Scene) -> Expression:
    return per_channel(_batch_normal(scene)[0] * G, _BUT_CHANNELS)


_GROUP_NORMAL = Abbreviation("ẑ", (x - by_group(MEAN, x)) * by_group(SCALE, x))


def _group(scene: Scene) -> Expression:
    if scene.shape("G1") is not None or scene.shape("G2") is not None:
        raise UnknownError("For what flows into its mean and its scale there is no formula yet.")
    g = _weighted(scene, by_channel)
    return _standardised(
        g, _GROUP_NORMAL, by_group(SCALE, x), lambda part: mean_of_group(part, setting("group", "groups"))
    )


def _but_one(scene: Scene) -> tuple[int, ...]:
    rank, dim = len(scene.known_shape("v")), scene.setting("dim")
    return tuple(each for each in range(rank) if each != dim % rank)


_V, _LENGTH = Sign("v"), Sign("result1")
_ALONG = Abbreviation("s", total_along(_V * G, Fact(_but_one, "all dims but one")))

_SYMBOLS = {
    "input": "x",
    "weight": GAMMA,
    "bias": "β",
    "result1": "μ",
    "result2": "r",
    "running_mean": "μ",
    "running_var": "s²",
}
_STATISTICS = {"result1": "the mean", "result2": "one over the standard deviation"}
_KEPT = {"running_mean": "the running mean", "running_var": "the running variance"}
_WHY = (
    "Shifting or stretching x changes nothing, so what would only do that is taken out of the gradient: the two means."
)

RULES = (
    rule(
        "Softmax0 SafeSoftmax0",
        "The shares sum to one: an element gains only as far as its gradient is above the weighted mean.",
        {"self": y * (G - total_along(y * G, DIM))},
    ),
    rule(
        "LogSoftmax0",
        "Each logarithm rises with its own x and falls with the share, exp(y), of every x.",
        {"self": G - exp(y) * total_along(G, DIM)},
    ),
    rule(
        "NativeLayerNorm0",
        _WHY,
        {"input": _layer, "weight": to_shape_of("weight", _LAYER_NORMAL * G), "bias": to_shape_of("bias", G)},
        _SYMBOLS,
        _STATISTICS | _KEPT,
    ),
    rule(
        "NativeBatchNorm0 NativeBatchNormLegit0",
        _WHY,
        {"input": _batch, "weight": _batch_weight, "bias": per_channel(G, _BUT_CHANNELS)},
        _SYMBOLS,
        _STATISTICS | _KEPT,
    ),
    rule(
        "NativeGroupNorm0",
        _WHY,
        {
            "input": _group,
            "weight": per_channel(_GROUP_NORMAL * G, _BUT_CHANNELS),
            "bias": per_channel(G, _BUT_CHANNELS),
        },
        _SYMBOLS,
        _STATISTICS | _KEPT,
    ),
    rule(
        "WeightNormInterface0",
        "W is g in the direction of v: g gets what of the gradient lies along v, and v what lies across it.",
        {"v": Sign("g") / _LENGTH * (G - _V * _ALONG / _LENGTH**2), "g": _ALONG / _LENGTH},
        {"v": "v", "g": "g", "result1": "‖v‖"},
    ),
)
