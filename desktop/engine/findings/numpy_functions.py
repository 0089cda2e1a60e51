"""NumPy's functions on tensors: some ask the tensor itself, in words that PyTorch does not know."""

import ast
import re
from collections.abc import Iterator

import torch

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.records.finding import Fix

_NUMPYS_WORDS = re.compile(r"got an unexpected keyword argument '(axis|out|dtype|keepdims|ddof|order|where|initial)'")
_METHODS = re.compile(r"^(\w+)\(\) received an invalid combination of arguments")


def on_a_tensor(case: Case) -> Iterator[Remark]:
    """Translate a function of NumPy's that hands its arguments on to a method of the tensor."""
    is_refused = _NUMPYS_WORDS.search(case.message) or _METHODS.search(case.message)
    call = _numpys(case) if is_refused and isinstance(case.error, TypeError) else None
    if call is None:
        return
    name = last_name(call.func)
    has_own = hasattr(torch, name)
    advice = f"Use torch.{name}, which autograd follows" if has_own else "Use a function of torch"
    yield case.told(
        f"{dotted(call.func)} asks the tensor's own {name}(), with arguments that only NumPy's arrays know. {advice}; "
        "NumPy computes with what detach().numpy() gives.",
        _torchs(case, call, name) if has_own else None,
    )


def _numpys(case: Case) -> ast.Call | None:
    """Give the failing call, if it is one of NumPy's functions."""
    calls = [each for each in ast.walk(case.failing) if isinstance(each, ast.Call)] if case.failing is not None else []
    return next((each for each in calls if _module_of(case.value(each.func)).startswith("numpy")), None)


def _module_of(function: object) -> str:
    return str(getattr(function, "__module__", None) or type(function).__module__)


def _torchs(case: Case, call: ast.Call, name: str) -> Fix | None:
    is_plain = len(call.args) == 1 and not call.keywords
    torchs = next((each for space in case.namespaces for each, value in space.items() if value is torch), None)
    if not is_plain or torchs is None:
        return None
    return fix(f"Use torch.{name}", replaced(case.syntax, call.func, f"{torchs}.{name}"))


RULES = (Rule("numpy-function", "error", on_a_tensor),)
