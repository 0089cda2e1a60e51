"""One number, or one truth, is wanted of a tensor that has several."""

import ast
import re
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import last_name
from desktop.records.finding import Fix

_NUMBER = re.compile(
    r"a Tensor with (\d+) elements cannot be converted to Scalar|only one element tensors can be converted to Python|"
    r"only integer tensors of a single element can be converted|only one element tensors can be converted to an index"
)
_TRUTH = "Boolean value of Tensor with more than one value is ambiguous"


def wanted(case: Case) -> Iterator[Remark]:
    """Translate `item()`, `float()` and `int()` of several numbers."""
    found = _NUMBER.search(case.message)
    if found is not None:
        several = f"{found[1]} numbers" if found[1] else "several, or is not a whole one"
        yield case.told(
            f"item(), float(), int() and range() take a tensor with one number, and this one has {several}. Make one "
            "of them with sum(), mean() or an index, or take them all with tolist().",
            _all(case),
        )


def _all(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "item":
        return None
    owner = case.syntax.code(call.func).removesuffix("item")
    return fix("Take all the numbers: tolist()", replaced(case.syntax, call.func, f"{owner}tolist"))


def truth(case: Case) -> Iterator[Remark]:
    """Translate a question that has an answer for each element."""
    if case.message.startswith(_TRUTH) and not is_construction(case):
        yield case.told(
            "Comparing tensors gives an answer for each element, and if, while, and, or and not want a single one. Say "
            "any() or all(), compare one number, or join conditions element by element with & and |."
        )


def is_construction(case: Case) -> bool:
    """Say whether a module's class was called with data, as if it were the module."""
    return isinstance(case.failing, ast.Call) and construction_gets_data(case, case.failing)


def construction_gets_data(case: Case, call: ast.Call) -> bool:
    """Say whether a call makes a module and gives it data."""
    if not call.args or last_name(call.func)[:1].islower():
        return False
    kind = case.value(call.func)
    return isinstance(kind, type) and issubclass(kind, nn.Module) and _gets_data(case, call)


def _gets_data(case: Case, call: ast.Call) -> bool:
    """Say whether what a class was given are tensors, as far as their names say."""
    values = [case.value(each) for each in call.args]
    return any(isinstance(each, torch.Tensor) for each in values) or any(
        isinstance(each, ast.Call) for each in call.args
    )


RULES = (
    Rule("one-number-wanted", "error", wanted),
    Rule("ambiguous-truth", "error", truth),
)
