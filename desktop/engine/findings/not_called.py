"""Methods that are named and not called: `loss.backward` without its parentheses does nothing, and says nothing."""

from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.optimizer import keeps_gradients
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.uncalled import called, uncalled

_UNDONE = {
    "zero_grad": "the gradients are not cleared",
    "backward": "no gradient is computed",
    "step": "nothing is moved",
    "eval": "the module stays in train mode",
    "train": "the module stays in the mode it is in",
    "zero_": "nothing is cleared",
    "requires_grad_": "autograd does not follow it",
    "retain_grad": "its gradient is not kept",
}
"""What does not happen where these are not called."""


def not_called(case: Case) -> Iterator[Remark]:
    """Find statements that name a method and do not call it, but for a zero_grad that is told of as missing."""
    for method in uncalled(case, *_UNDONE):
        if method.attr == "zero_grad" and keeps_gradients(case):
            continue
        yield Remark(
            case.syntax.span(method),
            f"{case.syntax.code(method)} is named here and not called.",
            f"Without parentheses a method is only looked up, so {_UNDONE[method.attr]}. Write "
            f"{case.syntax.code(method)}().",
            called(case, method),
        )


RULES = (Rule("not-called", "warning", not_called),)
