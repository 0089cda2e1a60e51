"""All rules, by autograd's class name."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.views.formulas import elementwise, pairs
from desktop.views.formulas.rule import Rule

_FAMILIES = (elementwise, pairs)

RULES: Mapping[str, Rule] = MappingProxyType(
    {name: rule for family in _FAMILIES for rule in family.RULES for name in rule.names}
)
