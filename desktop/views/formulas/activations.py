"""Activation functions."""

from desktop.views.formulas.expression import Abbreviation, Expression, Named, Sign, setting
from desktop.views.formulas.functions import (
    above,
    at_least,
    at_most,
    below,
    between,
    by_sign,
    exp,
    holds,
    magnitude,
    normal_density,
    normal_share,
    sigmoid,
    softplus,
    tanh,
    within,
)
from desktop.views.formulas.letters import ALPHA
from desktop.views.formulas.moves import half, halves_joined
from desktop.views.formulas.rule import G, Gradient, Rule, rule
from desktop.views.formulas.scene import Scene
from desktop.views.formulas.sums import to_shape_of

x, y, noise = Sign("self"), Sign("result"), Sign("noise")
low, high, bound = Sign("min"), Sign("max"), setting("lambd", "λ")
ROOT_2_OVER_PI = Named("√(2/π)", 0.7978845608028654)


def _one(names: str, gradient: Gradient, why: str) -> Rule:
    return rule(names, why, {"self": gradient}, {"result": "y"})


def _gelu(scene: Scene) -> Expression:
    if scene.setting("approximate") == "none":
        return (normal_share(x) + x * normal_density(x)) * G
    t = Abbreviation("t", tanh(ROOT_2_OVER_PI * (x + 0.044715 * x**3)))
    return ((1 + t) / 2 + x * (1 - t**2) / 2 * ROOT_2_OVER_PI * (1 + 0.134145 * x**2)) * G


def _elu() -> Expression:
    scale, inner = setting("scale", "s"), setting("input_scale", "k")
    return scale * by_sign(x, 1, inner * setting("alpha", ALPHA) * exp(inner * x)) * G


def _elu_of_result() -> Expression:
    """Give the slope by the result, where x itself was overwritten."""
    scale, inner = setting("scale", "s"), setting("input_scale", "k")
    return by_sign(y, scale, inner * (y + scale * setting("alpha", ALPHA))) * G


def _mish() -> Expression:
    t = Abbreviation("t", tanh(softplus(x)))
    return (t + x * sigmoid(x) * (1 - t**2)) * G


_USUAL_THRESHOLD = 20
"""From there on PyTorch takes softplus for a straight line, which it is but for rounding."""


def _softplus(scene: Scene) -> Expression:
    beta = setting("beta", "β")
    if not scene.has("threshold") or scene.setting("threshold") >= _USUAL_THRESHOLD:
        return sigmoid(beta * x) * G
    return by_sign(beta * x - setting("threshold"), 1, sigmoid(beta * x)) * G


def _clamp(scene: Scene) -> Expression:
    if scene.setting("min") is None:
        return at_most(x, setting("max")) * G
    if scene.setting("max") is None:
        return at_least(x, setting("min")) * G
    return within(setting("min"), x, setting("max")) * G


def _rrelu(scene: Scene) -> Expression:
    if scene.setting("training"):
        return noise * G
    return by_sign(x, 1, 0.5 * (setting("lower") + setting("upper"))) * G


def _glu() -> Expression:
    a, b = Abbreviation("a", half(x, setting("dim", "d"), 0)), Abbreviation("b", half(x, setting("dim", "d"), 1))
    return halves_joined(sigmoid(b) * G, a * sigmoid(b) * (1 - sigmoid(b)) * G, setting("dim", "d"))


_CUT = "Between the bounds the slope is 1; beyond them nothing moves, so nothing flows back."


def _is_open(scene: Scene, bound: str, other: str) -> bool:
    """Say whether a clamp has no such bound: of two the record tells both, or neither."""
    return scene.shape(bound) is None and scene.shape(other) is not None


def _clamped(scene: Scene) -> Expression:
    if _is_open(scene, "min", "max"):
        return to_shape_of("self", at_most(x, high) * G)
    if _is_open(scene, "max", "min"):
        return to_shape_of("self", at_least(x, low) * G)
    return to_shape_of("self", within(low, x, high) * G)


def _lower(scene: Scene) -> Expression:
    is_taken = below(x, low) if _is_open(scene, "max", "min") else below(x, low) * below(low, high)
    return to_shape_of("min", is_taken * G)


def _upper(scene: Scene) -> Expression:
    if _is_open(scene, "min", "max"):
        return to_shape_of("max", above(x, high) * G)
    return to_shape_of("max", (1 - (1 - above(x, high)) * (1 - below(high, low))) * G)


RULES = (
    rule(
        "NativeDropout0",
        "What was dropped sends nothing back; what was kept was scaled up, and so is its gradient.",
        {"input": holds(Sign("result1")) / (1 - setting("p", "p")) * G},
        {"input": "x", "result1": "kept"},
        {"result1": "1 where an element was kept"},
    ),
    _one("LeakyRelu1", by_sign(y, 1, setting("negative_slope", ALPHA)) * G, "Slope 1 above zero, a small slope below."),
    _one("Elu1", _elu_of_result(), "Above zero a straight line; below it an exponential, told by the result."),
    _one(
        "Celu1", by_sign(y, 1, 1 + y / setting("alpha", ALPHA)) * G, "Slope 1 above zero; below it told by the result."
    ),
    _one(
        "Relu0",
        above(y, 0) * G,
        "Where the unit is on, the gradient passes unchanged; where it is off, nothing passes.",
    ),
    _one("LeakyRelu0", by_sign(x, 1, setting("negative_slope", ALPHA)) * G, "Slope 1 above zero, a small slope below."),
    _one("Elu0", _elu(), "Above zero a straight line, below it an exponential."),
    _one("Celu0", by_sign(x, 1, exp(x / setting("alpha", ALPHA))) * G, "Slope 1 above zero, an exponential below."),
    _one("Gelu0", _gelu, "The product rule on x · Φ(x): the normal share Φ, and x times its density φ."),
    _one(
        "Silu0",
        sigmoid(x) * (1 + x * (1 - sigmoid(x))) * G,
        "The product rule on x · σ(x), with the slope σ(1 − σ) of σ.",
    ),
    _one("Mish0", _mish(), "The product rule on x · tanh(softplus(x)), whose inner slope is σ(x)."),
    _one("Softplus0", _softplus, "The slope of log(1 + exp(βx))/β is the logistic function."),
    _one("LogSigmoid0", sigmoid(-x) * G, "The derivative of log σ(x) is 1 − σ(x), which is σ(−x)."),
    _one(
        "Sigmoid0",
        y * (1 - y) * G,
        "The slope of σ is σ(1 − σ): at most ¼, and almost nothing where the unit is saturated.",
    ),
    _one(
        "Tanh0",
        (1 - y**2) * G,
        "The slope of tanh is 1 − tanh²: 1 at zero, almost nothing where the unit is saturated.",
    ),
    _one("Hardtanh0", between(setting("min_val", "min"), x, setting("max_val", "max")) * G, _CUT),
    _one("Clamp1", _clamp, _CUT),
    _one("ClampMin0", at_least(x, setting("min")) * G, _CUT),
    _one("ClampMax0", at_most(x, setting("max")) * G, _CUT),
    rule(
        "ClampMin1",
        "The greater of the two was taken, and gets the gradient.",
        {"self": to_shape_of("self", at_least(x, low) * G), "min": to_shape_of("min", below(x, low) * G)},
        {"self": "x", "min": "low"},
    ),
    rule(
        "ClampMax1",
        "The lesser of the two was taken, and gets the gradient.",
        {"self": to_shape_of("self", at_most(x, high) * G), "max": to_shape_of("max", above(x, high) * G)},
        {"self": "x", "max": "high"},
    ),
    rule(
        "Clamp0",
        "Whichever of the three was taken gets the gradient.",
        {"self": _clamped, "min": _lower, "max": _upper},
        {"self": "x", "min": "low", "max": "high"},
    ),
    _one(
        "Hardswish0",
        (above(x, 3) + between(-3, x, 3) * (x / 3 + 0.5)) * G,
        "x · (x + 3)/6 in between, x above 3, nothing below −3.",
    ),
    _one("Hardsigmoid0", between(-3, x, 3) / 6 * G, "A straight line of slope 1/6 between −3 and 3, flat beyond."),
    _one(
        "Hardshrink0 Softshrink0",
        above(magnitude(x), bound) * G,
        "What is near zero was set to zero and sends nothing back; the rest has slope 1.",
    ),
    _one(
        "Threshold0 Threshold1",
        above(x, setting("threshold", "θ")) * G,
        "What lies above the threshold passes; the rest was replaced by a constant.",
    ),
    rule(
        "PreluKernel0",
        "Slope 1 above zero, the learned slope below; the slope itself is moved by what lies below.",
        {
            "self": by_sign(x, 1, Sign("weight")) * G,
            "weight": to_shape_of("weight", by_sign(x, 0, x) * G),
        },
        {"self": "x", "weight": "a"},
    ),
    _one(
        "RreluWithNoise0",
        _rrelu,
        "Slope 1 above zero; below it the slope that was drawn, or the middle one when not training.",
    ),
    _one("Glu0", _glu(), "The product rule on a · σ(b), for the two halves a and b of x."),
)
