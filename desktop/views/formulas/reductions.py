"""Sums, means, products, norms and spreads: many numbers into one, so one gradient goes back to many."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Fact, Sign, count_of, setting, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.functions import equals, exp, holds_number, magnitude, safe_over, sign, zeros_like
from desktop.views.formulas.rule import Chooser, G, Gradient, Rule, rule
from desktop.views.formulas.scene import Array, Scene, UnknownError
from desktop.views.formulas.sums import dims_words, mean_along, spread, total, total_along

x, y, other = Sign("self"), Sign("result"), Sign("other")
DIM, KEEP = setting("dim", "d"), setting("keepdim")
ALL = None


def _one(names: str, gradient: Gradient, why: str) -> Rule:
    return rule(names, why, {"self": gradient}, {"result": "y"})


def _back(part: Expression) -> Expression:
    """Expand what was reduced along "dim" to the shape of x."""
    return spread(part, DIM, KEEP, "self")


def _back_from_all(part: Expression) -> Expression:
    return spread(part, ALL, None, "self")


def _count(scene: Scene) -> int:
    """How many elements went into each result."""
    shape, dims = scene.known_shape("self"), scene.setting("dim")
    if dims is None or dims == ():
        return math.prod(shape)
    return math.prod(shape[dim] for dim in (dims if isinstance(dims, tuple) else (dims,)))


def _degrees(scene: Scene) -> float:
    """Give the count less the correction (1 where none was given)."""
    correction = scene.setting("correction")
    return _count(scene) - (1 if correction is None else correction)


N, FREE = Fact(_count, "n"), Fact(_degrees, "(n − 1)")
_CENTRED = x - mean_along(x, DIM)


def _std(result: Sign, gradient: Expression) -> Expression:
    return safe_over(_CENTRED, FREE * _back(result)) * _back(gradient)


def _with_mean(first: Expression) -> Chooser:
    """Add what flows into the mean, the second result, where anything does."""
    mean = 1 / N * _back(Sign("G1"))

    def gradient(scene: Scene) -> Expression:
        if scene.shape("G1") is None:
            return first
        return mean if scene.shape("G") is None else first + mean

    return gradient


def _norm(order: str, x: Expression, back: Callable[[Expression], Expression]) -> Chooser:
    def gradient(scene: Scene) -> Expression:
        p = scene.setting(order)
        result, incoming = back(y), back(G)
        if p is None or p == 2:  # noqa: PLR2004 # the Euclidean norm
            return safe_over(x, result) * incoming
        if p == 1:
            return sign(x) * incoming
        if p == 0:
            return zeros_like(x)
        if math.isinf(p):
            ties = equals(magnitude(x), result)
            return sign(x) * ties / total_along(ties, DIM if scene.has("dim") else ALL) * incoming
        return sign(x) * safe_over(magnitude(x), result) ** (setting(order) - 1) * incoming

    return gradient


def _distance(scene: Scene) -> Expression:
    if scene.shape("self") != scene.shape("other"):
        raise UnknownError("Where one of both is broadcast there is no formula yet.")
    return _norm("p", x - other, _back_from_all)(scene)


def _others(x: Array, dim: Any) -> Array:
    flat = np.moveaxis(x, dim, -1) if dim is not None else x.reshape(-1)
    ones = np.ones((*flat.shape[:-1], 1))
    before = np.cumprod(np.concatenate([ones, flat[..., :-1]], -1), -1)
    after = np.cumprod(np.concatenate([ones, flat[..., :0:-1]], -1), -1)[..., ::-1]
    return (before * after).reshape(x.shape) if dim is None else np.moveaxis(before * after, -1, dim)


def _others_text(writer: Writer, x: Writable, dim: Writable) -> Text:
    words = dims_words(writer, dim)
    return f"Π of the others in {writer.text(x)}{f' along {words}' if words else ''}", Strength.SUM


others = written(_others_text, keeps_single=True)(_others)

_NORM = "A norm grows in the direction of x itself: each element by its share of the length."
_SPREAD = "Each element moves the variance by twice its distance from the mean, over n less the correction."

RULES = (
    _one("Sum0", _back_from_all(G), "Each term moves the sum by as much as itself: all get the same gradient."),
    _one(
        "Sum1", _back(G), "Each term moves its sum by as much as itself: all along the dimension get the same gradient."
    ),
    _one("Nansum0", holds_number(x) * _back(G), "Each term moves the sum by as much as itself; NaN was left out."),
    _one("Mean0", 1 / count_of("self") * _back_from_all(G), "Each of n elements moves the mean by a n-th of itself."),
    _one("Mean1", 1 / N * _back(G), "Each of the n elements along the dimension moves the mean by a n-th of itself."),
    _one("Prod0", others(x, ALL) * _back_from_all(G), "Each factor moves the product by the product of the others."),
    _one("Prod1", others(x, DIM) * _back(G), "Each factor moves the product by the product of the others."),
    _one("Var0", 2 / FREE * _CENTRED * _back(G), _SPREAD),
    _one("VarMean0", _with_mean(2 / FREE * _CENTRED * _back(G)), _SPREAD),
    _one(
        "Std0", _std(y, G), "The square root of the variance: its slope is that of the variance over twice the result."
    ),
    rule(
        "StdMean0",
        "The square root of the variance: its slope is that of the variance over twice the result.",
        {"self": _with_mean(_std(Sign("result0"), G))},
        {"result0": "y"},
    ),
    _one(
        "Logsumexp0",
        exp(x - _back(y)) * _back(G),
        "Each element counts by its share of the sum: this is the softmax of x.",
    ),
    _one("LinalgVectorNorm0", _norm("ord", x, _back), _NORM),
    _one("Norm0", _norm("p", x, _back_from_all), _NORM),
    _one("Norm1", _norm("p", x, _back), _NORM),
    rule(
        "Dist0",
        "A distance grows in the direction of the difference.",
        {"self": _distance, "other": lambda scene: -_distance(scene)},
        {"result": "y"},
    ),
    _one(
        "Max1 Min1 Median0 Nanmedian0",
        equals(x, y) / total(equals(x, y)) * G,
        "Only the element that was taken moves the result; equal ones share.",
    ),
    _one(
        "Amax0 Amin0",
        equals(x, _back(y)) / total_along(equals(x, _back(y)), DIM) * _back(G),
        "Only the element that was taken moves the result; equal ones share.",
    ),
)


def extreme_shares(scene: Scene) -> Expression:
    """Give the least and the greatest element of x what flows into each, where anything does."""
    both = [(role, sign) for role, sign in (("G", "min"), ("G1", "max")) if scene.shape(role) is not None]
    parts = [_shared(Sign(sign), Sign(role)) for role, sign in both] or [_shared(Sign("min"), G)]
    return parts[0] if len(parts) == 1 else parts[0] + parts[1]


def _shared(extreme: Sign, gradient: Sign) -> Expression:
    taken = equals(x, _back(extreme))
    return taken / total_along(taken, DIM) * _back(gradient)
