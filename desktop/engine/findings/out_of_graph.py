"""Gradients that are not there yet, and tensors that autograd keeps from being copied, changed or saved."""

import ast
import re
from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced, within
from desktop.engine.findings.in_place import out_of_place
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.records.finding import Fix

_DEEPCOPY = "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol"
_VIEWS = re.compile(r"Output \d+ of \w+ is a view and (is being modified inplace|its base or another view)")
_INFERENCE = re.compile(r"Inference tensors cannot be saved for backward|Inplace update to inference tensor")


def gradient_is_none(case: Case) -> Iterator[Remark]:
    """Translate the use of a gradient that nobody has computed."""
    if "NoneType" not in case.message:
        return
    reads = [each for each in _reads(case) if case.value(each.value) is not None and case.value(each) is None]
    if reads:
        name = case.syntax.code(reads[0])
        yield case.told(
            f"{name} is None until a backward() has reached this tensor, and after a gradient was set to None. Call "
            "backward() first; does the loss depend on it, and is it a leaf that requires a gradient?",
            _if_there(case, name),
        )


def _reads(case: Case) -> list[ast.Attribute]:
    node: ast.AST | None = case.failing or case.syntax.statement_at(case.place)
    return [each for each in ast.walk(node) if isinstance(each, ast.Attribute) and each.attr == "grad"] if node else []


def _if_there(case: Case, name: str) -> Fix | None:
    """Clear a gradient only where there is one: before the first pass there is none."""
    statement = case.syntax.statement_at(case.place)
    is_clearing = isinstance(statement, ast.Expr) and last_name(getattr(statement.value, "func", statement)) == "zero_"
    if statement is None or not is_clearing:
        return None
    return fix("Clear it if it is there", within(case.syntax, statement, f"if {name} is not None:"))


def deepcopy(case: Case) -> Iterator[Remark]:
    """Translate a deep copy of a computed tensor."""
    if _DEEPCOPY in case.message:
        yield case.told(
            "A computed tensor belongs to its graph, which cannot be copied with it. detach().clone() copies the "
            "values; in a module, keep the computed tensor detached or do not store it.",
            _cloned(case),
        )


def _cloned(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or last_name(call.func) != "deepcopy" or len(call.args) != 1:
        return None
    if not hasattr(case.value(call.args[0]), "grad_fn") or not dotted(call.args[0]):
        return None
    return fix("Copy the values", replaced(case.syntax, call, f"{case.syntax.code(call.args[0])}.detach().clone()"))


def view(case: Case) -> Iterator[Remark]:
    """Translate a change in place of one of several views."""
    if _VIEWS.search(case.message):
        yield case.told(
            "unbind, split, chunk and iterating give several views of one tensor, and autograd cannot follow a change "
            "in place of one of them. Make a new tensor instead, or change the whole tensor by an index: x[0].",
            out_of_place(case, case.place),
        )


def inference(case: Case) -> Iterator[Remark]:
    """Translate the use in training of what inference mode made."""
    if _INFERENCE.search(case.message):
        modes = list(case.syntax.calls("inference_mode"))
        names = [replaced(case.syntax, each.func, f"{_owner(case, each)}no_grad") for each in modes if not each.args]
        yield case.told(
            "Tensors made under inference_mode() cannot be saved for backward: they have no count of versions, which "
            "backward relies on. Make them under no_grad() instead, or take a clone() of them.",
            fix("Make them under no_grad()", *names) if names and len(names) == len(modes) else None,
        )


def _owner(case: Case, call: ast.Call) -> str:
    return case.syntax.code(call.func).removesuffix("inference_mode")


RULES = (
    Rule("gradient-is-none", "error", gradient_is_none),
    Rule("deepcopy-non-leaf", "error", deepcopy),
    Rule("inplace-view", "error", view),
    Rule("inference-tensor", "error", inference),
)
