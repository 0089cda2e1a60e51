"""The functions of one variable that formulas are written with."""

import math

import numpy as np

from desktop.views.formulas.expression import written
from desktop.views.formulas.function import Strength
from desktop.views.formulas.scene import Array

exp = written("exp({0})")(np.exp)
log = written("log({0})")(np.log)
sin = written("sin({0})")(np.sin)
cos = written("cos({0})")(np.cos)
sinh = written("sinh({0})")(np.sinh)
cosh = written("cosh({0})")(np.cosh)
tanh = written("tanh({0})")(np.tanh)
sqrt = written("√{0}", Strength.POWER, (Strength.WHOLE,))(np.sqrt)
sign = written("sign({0})")(np.sign)
floor = written("⌊{0}⌋")(np.floor)
truncated = written("trunc({0})")(np.trunc)
greater_of = written("max({0}, {1})")(np.maximum)
clamped = written("clamp({0}, {1}, {2})")(np.clip)
magnitude = written("|{0}|")(np.abs)


@written("σ({0})")
def sigmoid(x: Array) -> Array:
    """Give the logistic function 1/(1 + e⁻ˣ)."""
    return 1 / (1 + np.exp(-np.asarray(x)))


@written("Φ({0})")
def normal_share(x: Array) -> Array:
    """Give the share of a standard normal distribution that lies below x."""
    return np.asarray(np.vectorize(lambda value: 0.5 * math.erfc(-value / math.sqrt(2)))(x))


@written("φ({0})")
def normal_density(x: Array) -> Array:
    """Give the density of a standard normal distribution."""
    return np.exp(-np.square(x) / 2) / math.sqrt(2 * math.pi)


@written("ψ({0})")
def digamma(x: Array) -> Array:
    """Give the derivative of log Γ, by its recurrence up to 6 and the asymptotic series there; mirrored below zero."""
    x = np.asarray(x, float)
    mirrored, x = np.where(x < 0, np.pi / np.tan(np.pi * np.where(x < 0, x, 0.5)), 0), np.where(x < 0, 1 - x, x)
    below = np.zeros_like(x)
    for _ in range(6):
        below, x = np.where(x < 6, below - 1 / x, below), np.where(x < 6, x + 1, x)  # noqa: PLR2004 # as above
    square = 1 / (x * x)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    return below + np.log(x) - 0.5 / x - series - mirrored


@written("1[{0} > {1}]")
def above(x: Array, bound: Array) -> Array:
    """Give 1 where x lies above the bound, 0 elsewhere."""
    return np.greater(x, bound).astype(float)


@written("1[{0} < {1}]")
def below(x: Array, bound: Array) -> Array:
    """Give 1 where x lies below the bound, 0 elsewhere."""
    return np.less(x, bound).astype(float)


@written("1[{0} ≥ {1}]")
def at_least(x: Array, bound: Array) -> Array:
    """Give 1 where x is the bound or more, 0 elsewhere."""
    return np.greater_equal(x, bound).astype(float)


@written("1[{0} ≤ {1}]")
def at_most(x: Array, bound: Array) -> Array:
    """Give 1 where x is the bound or less, 0 elsewhere."""
    return np.less_equal(x, bound).astype(float)


@written("1[{0} = {1}]")
def equals(x: Array, other: Array) -> Array:
    """Give 1 where both are equal, 0 elsewhere."""
    return np.equal(x, other).astype(float)


@written("1[{0} < {1} < {2}]")
def between(low: Array, x: Array, high: Array) -> Array:
    """Give 1 strictly between the bounds, 0 elsewhere."""
    return ((low < x) & (x < high)).astype(float)


@written("1[{0} ≤ {1} ≤ {2}]")
def within(low: Array, x: Array, high: Array) -> Array:
    """Give 1 between the bounds and on them, 0 elsewhere."""
    return ((low <= x) & (x <= high)).astype(float)


@written("1[{0}]", keeps_single=True)
def holds(mask: Array) -> Array:
    """Give 1 where a mask is true, 0 elsewhere."""
    return np.asarray(mask).astype(float)


@written("1[not {0}]")
def fails(mask: Array) -> Array:
    """Give 1 where a mask is false, 0 elsewhere."""
    return 1 - np.asarray(mask).astype(float)


@written("0", keeps_single=False)
def zeros_like(x: Array) -> Array:
    """Zero for every element of x."""
    return np.zeros(np.shape(x))


@written("1[{0} is finite]")
def is_finite(x: Array) -> Array:
    """Give 1 where x is a number, 0 where it is NaN or infinite."""
    return np.isfinite(x).astype(float)


@written("(cos(π·{0}) − sinc({0}))/{0}", Strength.FRACTION, (Strength.WHOLE,))
def sinc_slope(x: Array) -> Array:
    """Give the derivative of sin(πx)/(πx), 0 at 0."""
    safe = np.where(np.asarray(x) == 0, 1, x)
    return np.where(np.asarray(x) == 0, 0, (np.cos(np.pi * safe) - np.sinc(safe)) / safe)


@written("({1} where {0} > 0, else {2})")
def by_sign(x: Array, positive: Array, otherwise: Array) -> Array:
    """One value where x is above zero, another elsewhere."""
    return np.where(np.asarray(x) > 0, positive, otherwise)


@written("softplus({0})")
def softplus(x: Array) -> Array:
    """Give the logarithm of 1 + eˣ."""
    return np.asarray(np.logaddexp(0, x))


@written("1[{0} is a number]")
def holds_number(x: Array) -> Array:
    """Give 1 where x is not NaN."""
    return 1 - np.isnan(x).astype(float)


@written("{0}/{1}", Strength.FRACTION, (Strength.FRACTION, Strength.POWER))
def safe_over(x: Array, y: Array) -> Array:
    """Give the quotient, 0 where the divisor is 0."""
    y = np.asarray(y)
    return np.where(y == 0, 0, x / np.where(y == 0, 1, y))


@written("ψ₁({0})")
def trigamma(x: Array) -> Array:
    """Give the derivative of ψ, by its recurrence up to 6 and the asymptotic series there; mirrored below zero."""
    x = np.asarray(x, float)
    mirrored, sign = np.where(x < 0, (np.pi / np.sin(np.pi * np.where(x < 0, x, 0.5))) ** 2, 0), np.where(x < 0, -1, 1)
    x = np.where(x < 0, 1 - x, x)
    before = np.zeros_like(x)
    for _ in range(6):
        before, x = np.where(x < 6, before + 1 / x**2, before), np.where(x < 6, x + 1, x)  # noqa: PLR2004 # as above
    square = 1 / (x * x)
    series = 1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * 5 / 66)))
    return mirrored + sign * (before + 1 / x + square / 2 + square / x * series)


bessel_0 = written("I₀({0})")(np.i0)


@written("I₁({0})")
def bessel_1(x: Array) -> Array:
    """Give the modified Bessel function of order one, by its power series (exact enough for |x| below 20)."""
    half = np.asarray(x) / 2
    term, result = half, np.zeros_like(half)
    for k in range(1, 60):
        result, term = result + term, term * half * half / (k * (k + 1))
    return result
