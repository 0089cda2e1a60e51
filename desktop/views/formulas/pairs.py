"""Functions of two or three tensors, element by element; where one was broadcast, its gradient is summed back."""

from desktop.views.formulas.expression import Expression, Named, Sign, setting
from desktop.views.formulas.functions import (
    above,
    at_least,
    at_most,
    below,
    equals,
    exp,
    fails,
    floor,
    holds,
    log,
    sign,
    truncated,
    zeros_like,
)
from desktop.views.formulas.letters import ALPHA
from desktop.views.formulas.rule import G, Gradient, Rule, rule
from desktop.views.formulas.scene import Scene
from desktop.views.formulas.sums import to_shape_of, total

a, b, y = Sign("self"), Sign("other"), Sign("result")
FACTOR = setting("alpha", ALPHA)
TWO = Named("2", 2.0)


def _pair(names: str, for_a: Gradient, for_b: Gradient, why: str) -> Rule:
    return rule(names, why, {"self": _back("self", for_a), "other": _back("other", for_b)}, {"result": "y"})


def _back(role: str, gradient: Gradient) -> Gradient:
    """Sum over what was broadcast."""
    return lambda scene: to_shape_of(role, gradient if isinstance(gradient, Expression) else gradient(scene))


def _division(scene: Scene, gradient: Expression) -> Expression:
    """Give zero where the quotient was rounded."""
    return gradient if scene.setting("rounding_mode") is None else zeros_like(G)


def _power(scene: Scene) -> Expression:
    p = setting("exponent", "p")
    known = scene.setting("exponent") if scene.has("exponent") else None
    if known in {0, 1}:
        return G if known else zeros_like(G)
    return p * a ** (p - 1) * G


def _exponent(base: Expression) -> Expression:
    return y * log(base) * G


_TIES = "The one that was taken gets the gradient; where both are equal, each gets half."
_CONDITION = Sign("condition")
_END, _WEIGHT = Sign("end"), Sign("weight")
_T1, _T2, _VALUE = Sign("tensor1"), Sign("tensor2"), setting("value", "value")
_P = Sign("exponent")


def _three(names: str, gradients: dict[str, Expression], why: str, symbols: dict[str, str]) -> Rule:
    return rule(names, why, {role: _back(role, gradient) for role, gradient in gradients.items()}, symbols)


RULES = (
    rule(
        "SpecialXlog1Py1",
        "The derivative of a log(1 + b) is a/(1 + b) for b.",
        {"other": setting("self", "a") / (b + 1) * G},
    ),
    rule(
        "SpecialXlog1Py2",
        "The derivative of a log(1 + b) is log(1 + b) for a.",
        {"self": log(setting("other", "b") + 1) * G},
    ),
    rule("Mul1", "A constant factor multiplies the gradient too.", {"self": setting("other", "c") * G}),
    rule("Div1", "A constant divisor divides the gradient too.", {"self": 1 / setting("other", "c") * G}),
    rule(
        "Div3",
        "A rounded quotient is flat wherever it does not jump.",
        {"self": lambda scene: _division(scene, 1 / setting("other", "c") * G)},
    ),
    rule("Copysign1", "The size of x passes, with the sign that it was given.", {"self": sign(a) * sign(y) * G}),
    rule("Xlogy1", "The derivative of a log b is a/b for b.", {"other": setting("self", "a") / b * G}),
    rule("Xlogy2", "The derivative of a log b is log b for a.", {"self": log(setting("other", "b")) * G}),
    _pair("Add0", G, FACTOR * G, "A sum hands its gradient on to each of its terms."),
    _pair(
        "Sub0",
        G,
        -(FACTOR * G),
        "The first term gets the gradient as it is, the one that is taken away with the other sign.",
    ),
    rule("Add1", "A constant was added: the slope stays 1.", {"self": G}),
    rule("Sub1", "A constant was taken away: the slope stays 1.", {"self": G}),
    rule("Rsub1", "It was taken away from a constant, so the sign changes.", {"self": -(FACTOR * G)}),
    _pair("Rsub0", -(FACTOR * G), G, "The first tensor is taken away from the second, so its gradient changes sign."),
    _pair("Mul0", b * G, a * G, "Each factor gets the gradient times the other factor."),
    _pair("Div0", 1 / b * G, -(a / b**2) * G, "The derivative of a/b is 1/b for a, and −a/b² for b."),
    _pair(
        "Div2",
        lambda scene: _division(scene, 1 / b * G),
        lambda scene: _division(scene, -(a / b**2) * G),
        "A rounded quotient is flat wherever it does not jump, so nothing flows back; without rounding it is a/b.",
    ),
    rule("Pow0", "The power rule: bring the exponent down and lower it by one.", {"self": _power}),
    _three(
        "Pow1",
        {"self": _P * a ** (_P - 1) * G, "exponent": _exponent(a)},
        "The power rule for the base; for the exponent, xᵖ grows by log x times its own value.",
        {"self": "x", "exponent": "p", "result": "y"},
    ),
    rule(
        "Pow2",
        "An exponential grows by the logarithm of its base times its own value.",
        {"exponent": _exponent(setting("self", "base"))},
        {"exponent": "p", "result": "y"},
    ),
    _pair(
        "Atan20",
        b / (a**2 + b**2) * G,
        -(a / (a**2 + b**2)) * G,
        "The angle turns by how far a point moves across its direction, over its distance squared.",
    ),
    _pair("Hypot0", a / y * G, b / y * G, "Each leg counts by its share of the hypotenuse, the result."),
    _pair("Fmod1", G, -truncated(a / b) * G, "Between two jumps the remainder is a minus a whole number of b's."),
    _pair("Remainder1", G, -floor(a / b) * G, "Between two jumps the remainder is a minus a whole number of b's."),
    _pair("Maximum0", (above(a, b) + equals(a, b) / 2) * G, (above(b, a) + equals(a, b) / 2) * G, _TIES),
    _pair("Minimum0", (below(a, b) + equals(a, b) / 2) * G, (below(b, a) + equals(a, b) / 2) * G, _TIES),
    _pair("Fmax0", at_least(a, b) * G, above(b, a) * G, "The one that was taken gets the gradient."),
    _pair("Fmin0", at_most(a, b) * G, below(b, a) * G, "The one that was taken gets the gradient."),
    _pair(
        "Copysign0",
        sign(a) * sign(y) * G,
        zeros_like(G),
        "The size of a passes, with the sign that it was given; of b only the sign counts, which is flat.",
    ),
    _pair(
        "Ldexp0",
        TWO**b * G,
        log(TWO) * y * G,
        "The derivative of a · 2ᵇ is 2ᵇ for a, and log 2 times the result for b.",
    ),
    _pair(
        "Logaddexp0",
        1 / (1 + exp(b - a)) * G,
        1 / (1 + exp(a - b)) * G,
        "Each term counts by its share of the sum, as in a softmax of two.",
    ),
    _pair(
        "Logaddexp20",
        1 / (1 + TWO ** (b - a)) * G,
        1 / (1 + TWO ** (a - b)) * G,
        "Each term counts by its share of the sum.",
    ),
    _pair("Xlogy0", log(b) * G, a / b * G, "The derivative of a log b is log b for a, and a/b for b."),
    _pair(
        "SpecialXlog1Py0",
        log(b + 1) * G,
        a / (b + 1) * G,
        "The derivative of a log(1 + b) is log(1 + b) for a, and a/(1 + b) for b.",
    ),
    rule(
        "Lerp0",
        "The two ends share the gradient by the weight.",
        {
            "self": to_shape_of("self", (1 - setting("weight", "w")) * G),
            "end": to_shape_of("end", setting("weight", "w") * G),
        },
    ),
    _three(
        "Lerp1",
        {"self": (1 - _WEIGHT) * G, "end": _WEIGHT * G, "weight": (_END - a) * G},
        "The two ends share the gradient by the weight; the weight moves the result from one end to the other.",
        {"self": "a", "end": "b", "weight": "w"},
    ),
    _three(
        "Addcmul0",
        {"self": G, "tensor1": _VALUE * _T2 * G, "tensor2": _VALUE * _T1 * G},
        "A sum hands its gradient on; of the product each factor gets it times the other.",
        {"self": "x", "tensor1": "a", "tensor2": "b"},
    ),
    _three(
        "Addcdiv0",
        {"self": G, "tensor1": _VALUE / _T2 * G, "tensor2": -(_VALUE * _T1 / _T2**2) * G},
        "A sum hands its gradient on; the derivative of a/b is 1/b for a, and −a/b² for b.",
        {"self": "x", "tensor1": "a", "tensor2": "b"},
    ),
    _pair(
        "Where0",
        holds(_CONDITION) * G,
        fails(_CONDITION) * G,
        "Each element's gradient goes to the side it was taken from.",
    ),
    rule(
        "MaskedFill0",
        "What was overwritten by the constant sends nothing back.",
        {"self": to_shape_of("self", fails(Sign("mask")) * G)},
    ),
    rule(
        "MaskedFill1",
        "What was overwritten sends nothing back; the value that was written gets the sum over all its places.",
        {"self": to_shape_of("self", fails(Sign("mask")) * G), "value": total(holds(Sign("mask")) * G)},
        {"self": "x", "value": "v"},
    ),
)
