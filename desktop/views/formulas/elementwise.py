"""Functions of one tensor, element by element: the local derivative times what comes in."""

import math

from desktop.views.formulas.expression import Expression, Named, Sign, setting
from desktop.views.formulas.functions import (
    bessel_0,
    bessel_1,
    cos,
    cosh,
    digamma,
    exp,
    is_finite,
    log,
    magnitude,
    sign,
    sin,
    sinc_slope,
    sinh,
    sqrt,
    trigamma,
    within,
    zeros_like,
)
from desktop.views.formulas.rule import G, Gradient, Rule, rule
from desktop.views.formulas.scene import Scene

x, y = Sign("self"), Sign("result")
PI = Named("π", math.pi)
TWO = Named("2", 2.0)
TEN = Named("10", 10.0)


def _one(names: str, gradient: Gradient, why: str) -> Rule:
    return rule(names, why, {"self": gradient}, {"result": "y"})


def _logit(scene: Scene) -> Expression:
    slope = 1 / (x * (1 - x)) * G
    if not scene.has("eps") or scene.setting("eps") is None:
        return slope
    eps = setting("eps", "ε")
    return within(eps, x, 1 - eps) * slope


_STEP = "The function is flat wherever it is not jumping, so nothing flows back."
_ONLY_MOVED = "The function shifts x by whole steps: between two jumps it has slope 1."

RULES = (
    _one(
        "SpecialErfcx0",
        (2 * x * y - TWO / sqrt(PI)) * G,
        "The product rule on exp(x²) · erfc(x); the slope of erfc is −2/√π · exp(−x²).",
    ),
    _one("SpecialI0E0", (exp(-magnitude(x)) * bessel_1(x) - sign(x) * y) * G, "The product rule on exp(−|x|) · I₀(x)."),
    _one("SpecialI10", (bessel_0(x) - y / x) * G, "The derivative of I₁ is I₀ less I₁/x."),
    _one(
        "SpecialI1E0",
        (exp(-magnitude(x)) * bessel_0(x) - y * (sign(x) + 1 / x)) * G,
        "The product rule on exp(−|x|) · I₁(x).",
    ),
    _one("Digamma0", trigamma(x) * G, "The derivative of the digamma function ψ is the trigamma function ψ₁."),
    _one("I00", bessel_1(x) * G, "The derivative of the Bessel function I₀ is I₁."),
    _one(
        "Abs0",
        sign(x) * G,
        "|x| rises with slope 1 right of zero and falls with slope 1 left of it; at 0 it is taken as 0.",
    ),
    _one("Acos0", -1 / sqrt(1 - x**2) * G, "The arc cosine falls with slope 1/√(1 − x²)."),
    _one("Acosh0", 1 / sqrt(x**2 - 1) * G, "The area hyperbolic cosine rises with slope 1/√(x² − 1)."),
    _one("Alias0 Clone0", G, "The values pass unchanged, so the gradient does too."),
    _one("Asin0", 1 / sqrt(1 - x**2) * G, "The arc sine rises with slope 1/√(1 − x²)."),
    _one("Asinh0", 1 / sqrt(x**2 + 1) * G, "The area hyperbolic sine rises with slope 1/√(x² + 1)."),
    _one("Atan0", 1 / (x**2 + 1) * G, "The arc tangent rises with slope 1/(x² + 1)."),
    _one("Atanh0", 1 / (1 - x**2) * G, "The area hyperbolic tangent rises with slope 1/(1 − x²)."),
    _one("Ceil0 Floor0 Round0 Round1 Trunc0 Sign0 Sgn0", zeros_like(G), _STEP),
    _one("Cos0", -sin(x) * G, "The derivative of the cosine is minus the sine."),
    _one("Cosh0", sinh(x) * G, "The derivative of the hyperbolic cosine is the hyperbolic sine."),
    _one("Deg2Rad0", PI / 180 * G, "A degree is π/180 of a radian."),
    _one("Rad2Deg0", 180 / PI * G, "A radian is 180/π degrees."),
    _one("Erf0", TWO / sqrt(PI) * exp(-(x**2)) * G, "The error function is the integral of 2/√π · exp(−x²)."),
    _one("Erfc0", -TWO / sqrt(PI) * exp(-(x**2)) * G, "It is one minus the error function."),
    _one(
        "Erfinv0",
        sqrt(PI) / 2 * exp(y**2) * G,
        "The slope of an inverse function is one over the slope of the function, at the result.",
    ),
    _one("Exp0", y * G, "The exponential is its own derivative: it is the result itself."),
    _one("Exp20", log(TWO) * y * G, "2ˣ grows by log 2 times its own value."),
    _one("Expm10", (y + 1) * G, "The derivative of eˣ − 1 is eˣ, the result plus one."),
    _one("Fmod0 Remainder0", G, _ONLY_MOVED),
    _one("Frac0", G, _ONLY_MOVED),
    _one("Lgamma0", digamma(x) * G, "The derivative of log Γ is the digamma function ψ."),
    _one("Log0", 1 / x * G, "The derivative of the logarithm is 1/x."),
    _one("Log100", 1 / (x * log(TEN)) * G, "log₁₀ x is log x divided by log 10."),
    _one("Log1P0", 1 / (x + 1) * G, "The derivative of log(1 + x) is 1/(1 + x)."),
    _one("Log20", 1 / (x * log(TWO)) * G, "log₂ x is log x divided by log 2."),
    _one(
        "Logit0",
        _logit,
        "The logit is log(x/(1 − x)), with slope 1/(x(1 − x)); where x was clamped to ε nothing flows.",
    ),
    _one("NanToNum0", is_finite(x) * G, "Numbers pass; what was replaced by a constant sends nothing back."),
    _one("Neg0", -G, "The sign changes on the way forward, so it changes on the way back."),
    _one("Reciprocal0", -(y**2) * G, "The derivative of 1/x is −1/x², minus the square of the result."),
    _one("Rsqrt0", -(y**3) / 2 * G, "The derivative of 1/√x is −½ x^(−3/2), minus half the cube of the result."),
    _one("Sin0", cos(x) * G, "The derivative of the sine is the cosine."),
    _one("Sinc0", sinc_slope(x) * G, "The slope of sin(πx)/(πx); it is 0 at 0."),
    _one("Sinh0", cosh(x) * G, "The derivative of the hyperbolic sine is the hyperbolic cosine."),
    _one("SpecialEntr0", -(1 + log(x)) * G, "The derivative of −x log x is −(1 + log x)."),
    _one(
        "SpecialLogNdtr0",
        exp(-(y + x**2 / 2)) / sqrt(TWO * PI) * G,
        "The normal density over the share below x, whose logarithm is the result.",
    ),
    _one("SpecialNdtri0", sqrt(TWO * PI) * exp(y**2 / 2) * G, "One over the normal density at the result."),
    _one("Sqrt0", 1 / (2 * y) * G, "The derivative of √x is 1/(2√x): it grows without bound towards 0."),
    _one("Tan0", (1 + y**2) * G, "The derivative of the tangent is 1 + tan² x."),
    _one("ToCopy0", G, "Only the type of the numbers changed; the gradient is turned back to the old one."),
)
