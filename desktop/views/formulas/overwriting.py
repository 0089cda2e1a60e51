"""Operations that overwrite a tensor: nothing flows back to what was there before."""

from desktop.views.formulas.functions import zeros_like
from desktop.views.formulas.rule import G, Rule, rule
from desktop.views.formulas.sums import to_shape_of, total

_GONE = "The old values were overwritten, so nothing flows back to them."
_DRAWN = "The numbers were drawn at random, which has no derivative: nothing flows back."

RULES = (
    rule("Fill0 Fill2 Zero0", _GONE, {"self": zeros_like(G)}),
    rule(
        "Fill1 Fill3",
        "The old values were overwritten; the value that was written gets the sum over all its places.",
        {"self": zeros_like(G), "value": total(G)},
        {"self": "x", "value": "v"},
    ),
    Rule(
        ("CopyBackwards",),
        "The old values were overwritten; the gradient goes to what was copied.",
        {"self": zeros_like(G), "src": G},
        {"self": "x", "src": "src"},
    ),
    rule(
        "Bernoulli0 Bernoulli2 Normal0 LogNormal0 Cauchy0 Geometric0 Poisson0 Uniform0 Exponential0",
        _DRAWN,
        {"self": zeros_like(G)},
    ),
    rule("Normal1", _DRAWN, {"mean": zeros_like(G)}),
    rule("Normal2", _DRAWN, {"std": zeros_like(G)}),
    rule("Normal3", _DRAWN, {"mean": to_shape_of("mean", zeros_like(G)), "std": to_shape_of("std", zeros_like(G))}),
)
