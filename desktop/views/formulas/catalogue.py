"""All rules, by autograd's class name."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.views.formulas import (
    activations,
    attention,
    convolution,
    cuts,
    distances,
    elementwise,
    embeddings,
    indexing,
    joins,
    linear_algebra,
    losses,
    matrix_functions,
    normalisation,
    overwriting,
    pairs,
    pooling,
    reductions,
    resampling,
    selections,
    shapes,
    trilinear,
)
from desktop.views.formulas.rule import Rule

_FAMILIES = (
    elementwise,
    pairs,
    activations,
    reductions,
    selections,
    linear_algebra,
    shapes,
    joins,
    indexing,
    normalisation,
    convolution,
    pooling,
    resampling,
    losses,
    attention,
    overwriting,
    distances,
    matrix_functions,
    trilinear,
    cuts,
    embeddings,
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {name: rule for family in _FAMILIES for rule in family.RULES for name in rule.names}
)


def rule_for(name: str) -> Rule | None:
    """Give the rule of an autograd class, also of one that copies instead of making a view ("…_copy")."""
    return RULES.get(name.removesuffix("_copy"))
