"""Tensors and modules that a module should know of and does not."""

import ast
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, line_before, replaced, within
from desktop.engine.findings.log import Event
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.engine.summary import is_leaf_tensor
from desktop.records.finding import Fix
from desktop.records.text import Span


def unregistered_tensor(case: Case) -> Iterator[Remark]:
    """Find tensors that want a gradient and are plain attributes of a module."""
    moved = (
        frozenset().union(*(each.parameters for each in case.log.optimizers)) if case.log.optimizers else frozenset()
    )
    seen = set()
    for name, module in case.modules:
        for attribute, value in vars(module).items():
            kind = _holds_learnt(case, module, value)
            if not kind or (type(module), attribute) in seen or _is_input(case, module, attribute):
                continue
            seen.add((type(module), attribute))
            held = value if isinstance(value, torch.Tensor) else _elements(value)[0]
            if id(held) not in moved:
                yield _unregistered(case, name, module, attribute, kind)


def _holds_learnt(case: Case, module: nn.Module, value: object) -> str:
    """Say how an attribute holds leaves that want a gradient: alone, in a list, in a dict, or ("") not at all."""
    known = set(map(id, nn.Module.parameters(module)))
    if isinstance(value, torch.Tensor):
        is_learnt = value.requires_grad and is_leaf_tensor(value) and id(value) not in known
        return "parameter" if is_learnt else ""
    held = _elements(value)
    is_learnt = bool(held) and all(
        isinstance(each, torch.Tensor) and each.requires_grad and is_leaf_tensor(each) and id(each) not in known
        for each in held
    )
    is_used = is_learnt and all(isinstance(each, nn.Parameter) or case.log.leaves.was_reached(each) for each in held)
    return f"{type(value).__name__} of tensors" if is_used else ""


def _elements(value: Any) -> list[Any]:
    return list(value.values()) if type(value) is dict else list(value) if type(value) in (list, tuple) else []


def _is_input(case: Case, module: nn.Module, attribute: str) -> bool:
    """Say whether an attribute keeps what a method was given: `self.x = x.requires_grad_()` in forward."""
    assignment = _assignment(case, module, attribute)
    method = case.syntax.enclosing(assignment, ast.FunctionDef) if assignment is not None else None
    if assignment is None or method is None or method.name == "__init__":
        return False
    given = {each.arg for each in (*method.args.args, *method.args.kwonlyargs)} - {"self"}
    return any(isinstance(each, ast.Name) and each.id in given for each in ast.walk(assignment.value))


def unregistered_module(case: Case) -> Iterator[Remark]:
    """Find modules in plain lists, tuples and dicts of a module."""
    seen = set()
    for name, module in case.modules:
        known = set(map(id, module.modules()))
        for attribute, value in vars(module).items():
            if attribute.startswith("_") or (type(module), attribute) in seen:
                continue
            held = _elements(value)
            nested = [part for each in held for part in _elements(each)]
            lost = [each for each in (*held, *nested) if isinstance(each, nn.Module) and id(each) not in known]
            if any(next(each.parameters(), None) is not None for each in lost):
                seen.add((type(module), attribute))
                kind = type(value).__name__
                yield _unregistered(case, name, module, attribute, f"{kind} of {kind}s" if nested else kind)


def _unregistered(case: Case, name: str, module: nn.Module, attribute: str, kind: str) -> Remark:
    assignment = _assignment(case, module, attribute)
    span = case.syntax.span(assignment.value) if assignment is not None else None
    holds = f"holds modules, but a {kind.partition(' ')[0]}"
    if kind.endswith("of tensors"):
        holds = f"holds tensors that require grad, but a {kind.partition(' ')[0]}"
    what = "requires grad, but it" if kind == "parameter" else holds
    wrapper, advice = _WRAPPED.get(kind, ("", "Put them into nn.ModuleList or nn.ModuleDict, the inner ones too."))
    return Remark(
        span,
        f"{name}.{attribute} {what} is not registered with the module.",
        "It is not in parameters(), so no optimizer that is given those moves it; nor in state_dict(), so it is not "
        f"saved; nor do to() and cuda() take it along. {advice}",
        _wrapped(case, assignment, wrapper),
    )


_WRAPPED = {
    "parameter": ("Parameter", "Make it an nn.Parameter."),
    "list": ("ModuleList", "Put them into an nn.ModuleList."),
    "tuple": ("ModuleList", "Put them into an nn.ModuleList."),
    "dict": ("ModuleDict", "Put them into an nn.ModuleDict."),
    "list of tensors": ("ParameterList", "Put them into an nn.ParameterList."),
    "tuple of tensors": ("ParameterList", "Put them into an nn.ParameterList."),
    "dict of tensors": ("ParameterDict", "Put them into an nn.ParameterDict."),
}


def _wrapped(case: Case, assignment: ast.Assign | None, kind: str) -> Fix | None:
    if assignment is None or not kind:
        return None
    wrapper = f"{nn_name(case)}.{kind}"
    value = assignment.value
    text = case.syntax.code(value)
    if isinstance(value, ast.ListComp | ast.GeneratorExp):
        text = f"[{text[1:-1]}]"
    if isinstance(value, ast.Tuple) and not text.startswith("("):
        text = f"({text})"
    return fix(f"Wrap it in {wrapper}", replaced(case.syntax, value, f"{wrapper}({text})"))


def nn_name(case: Case) -> str:
    """Give what the program calls torch.nn."""
    for namespace in case.namespaces:
        name = next((name for name, value in namespace.items() if value is nn), None)
        if name is not None:
            return str(name)
    return "torch.nn"


def _assignment(case: Case, module: nn.Module, attribute: str) -> ast.Assign | None:
    """Find `self.attribute = ...` in the module's class, else `model.attribute = ...`."""
    for each in case.syntax.every(ast.Assign):
        target = each.targets[0]
        if len(each.targets) != 1 or not isinstance(target, ast.Attribute) or target.attr != attribute:
            continue
        if isinstance(each.value, ast.Constant):
            continue
        holder = case.syntax.enclosing(each, ast.ClassDef)
        if dotted(target.value) == "self":
            if holder is not None and any(holder.name == kind.__name__ for kind in type(module).__mro__):
                return each
        elif case.value(target.value) is module:
            return each
    return None


def missing_super_init(case: Case) -> Iterator[Remark]:
    """Translate a module that was used before nn.Module's own construction."""
    forgotten = ("_parameters'", "_modules'", "_backward_hooks'", "_buffers'", "'training'", "_non_persistent")
    is_early = "before Module.__init__() call" in case.message
    if not is_early and not (
        isinstance(case.error, AttributeError) and any(name in case.message for name in forgotten)
    ):
        return
    constructor = _constructor(case)
    if constructor is None:
        return
    first = constructor.body[1:] if ast.get_docstring(constructor) and constructor.body[1:] else constructor.body
    yield Remark(
        case.failure.span if case.failure and is_early else case.syntax.span(constructor.body[0]),
        case.message,
        "nn.Module keeps its parameters and modules in dictionaries that its own __init__ makes. Call "
        "super().__init__() first in yours.",
        fix("Call super().__init__() first", line_before(case.syntax, first[0], "super().__init__()")),
    )


def _constructor(case: Case) -> ast.FunctionDef | None:
    """Find the __init__ that does not call its parent's, of the class that failed."""
    named = case.message.partition("'")[2].partition("'")[0]
    kinds = {named} if case.message.startswith("'") else set()
    for frame in case.namespaces[1:]:
        if isinstance(frame.get("self"), nn.Module):
            kinds |= {kind.__name__ for kind in type(frame["self"]).__mro__}
    for each in case.syntax.every(ast.FunctionDef):
        holder = case.syntax.enclosing(each, ast.ClassDef)
        is_meant = holder is not None and (not kinds or holder.name in kinds)
        if each.name == "__init__" and is_meant and not _constructs_parent(each):
            return each
    return None


def _constructs_parent(constructor: ast.FunctionDef) -> bool:
    calls = (each for each in ast.walk(constructor) if isinstance(each, ast.Call))
    return any(last_name(call.func) == "__init__" for call in calls)


def parameter_overwritten(case: Case) -> Iterator[Remark]:
    """Find a parameter that another took the place of: torch refuses a tensor, and an optimizer keeps the old one."""
    if case.message.startswith("cannot assign") and "(torch.nn.Parameter or None expected)" in case.message:
        yield Remark(
            case.place,
            case.message,
            "Under that name the module has a parameter, and only a parameter may take its place. To give it other "
            "values, copy them into it without recording: with torch.no_grad().",
            _copied(case),
        )
    for event in case.log.of("overwritten"):
        if _is_orphaned(case, event):
            yield Remark(
                event.span,
                f"The parameter {event.facts['name']} was replaced after an optimizer had taken the old one.",
                "The optimizer moves the parameter it was given, which is no longer part of the module; the new one "
                "stays as it is. Copy the values into the parameter, or make the optimizer afterwards.",
                _copied_statement(case, case.syntax.statement_at(event.span)),
            )


def _is_orphaned(case: Case, event: Event) -> bool:
    holders = [each for each in case.log.optimizers if event.facts["old"] in _held(each.of(), each.parameters)]
    return bool(holders) and not any(
        event.facts["new"] in _held(each.of(), each.parameters) for each in case.log.optimizers
    )


def _held(optimizer: torch.optim.Optimizer | None, known: frozenset[int]) -> frozenset[int]:
    if optimizer is None:
        return known
    return known | {id(leaf) for group in optimizer.param_groups for leaf in group["params"]}


def _copied(case: Case) -> Fix | None:
    span = case.place
    inside = [each for each in case.syntax.every(ast.Assign) if span and _covers(case.syntax.span(each), span)]
    return _copied_statement(case, inside[-1] if inside else None)


def _copied_statement(case: Case, statement: ast.stmt | None) -> Fix | None:
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    value = statement.value
    if isinstance(value, ast.Call) and last_name(value.func) == "Parameter" and value.args:
        value = value.args[0]
    target = case.syntax.code(statement.targets[0])
    copy = f"{target}.copy_({case.syntax.code(value)})"
    return fix("Copy the values into the parameter", within(case.syntax, statement, "with torch.no_grad():", copy))


def _covers(outer: Span, inner: Span) -> bool:
    return outer.contains(inner.line, inner.column) and outer.contains(inner.end_line, inner.end_column)


RULES = (
    Rule("unregistered-tensor", "warning", unregistered_tensor),
    Rule("unregistered-module", "warning", unregistered_module),
    Rule("missing-super-init", "error", missing_super_init),
    Rule("parameter-overwritten", "warning", parameter_overwritten),
)
