"""Every formula against `torch.autograd.grad`, in double precision."""

from types import ModuleType

import numpy as np
import pytest

from desktop.views.formulas.catalogue import RULES, rule_for
from desktop.views.formulas.scene import Scene, UnknownError
from desktop.views.formulas.writing import NameWriter

EXACT = 1e-9
IN_SINGLE_PRECISION = 1e-6
ROUNDED = {"HardsigmoidBackward0", "ToCopyBackward0"}
"""PyTorch holds the sixth of the one in single precision whatever x is in; the other is about single precision."""


def test_a_formula_gives_what_autograd_sends(expression: str, oracle: ModuleType) -> None:
    """What is printed and what is worked out are one tree, and it gives each input's gradient, in its shape."""
    operation = oracle.operation(expression)
    rule = rule_for(operation.name)
    assert rule is not None, operation.name
    scene = operation.scene(rule)
    for slot, sent in enumerate(operation.sent()):
        if sent is not None:
            formula = rule.gradient(slot, scene)
            worked = np.asarray(formula.worked(scene))
            assert worked.shape == sent.shape
            tolerance = IN_SINGLE_PRECISION if operation.name in ROUNDED else EXACT
            np.testing.assert_allclose(worked, sent, rtol=tolerance, atol=1e-12)
            assert NameWriter(scene).text(formula)


def test_a_formula_can_be_written_without_settings_and_numbers(expression: str, oracle: ModuleType) -> None:
    """A record may lack them: then symbols stand in their places, or a sentence says what is missing."""
    operation = oracle.operation(expression)
    rule = rule_for(operation.name)
    assert rule is not None
    bare = Scene(operation.scene(rule).names)
    for slot in range(len(operation.node.next_functions)):
        try:
            text = NameWriter(bare).text(rule.gradient(slot, bare))
        except UnknownError as missing:
            text = str(missing)
            assert text.endswith(".")
        assert text
        assert "None" not in text


def test_every_rule_is_exercised(expressions: list[str], oracle: ModuleType) -> None:
    """No entry of the table stands there unchecked."""
    seen = {oracle.operation(expression).name.removesuffix("_copy") for expression in expressions}
    assert set(RULES) == seen


def test_more_than_the_hundred_and_twenty_of_the_goal_are_covered() -> None:
    """Overloads of one operation count once: Add0 and Add1 are both addition."""
    assert len(RULES) >= 250
    assert len({name.rstrip("0123456789") for name in RULES}) >= 220


@pytest.mark.parametrize("rule", {id(rule): rule for rule in RULES.values()}.values(), ids=lambda rule: rule.names[0])
def test_every_rule_has_one_sentence_of_reason(rule: object) -> None:
    """It is a line that ends with a full stop."""
    why = getattr(rule, "why", "")
    assert why.endswith(".")
    assert "\n" not in why
    assert len(why) < 140
