"""What a loop carries from round to round, and how to cut off its history."""

import ast

import torch

from desktop.engine.findings.case import Case
from desktop.engine.findings.edits import fix, line_before
from desktop.engine.findings.syntax import dotted
from desktop.engine.watch import maker_of
from desktop.records.finding import Fix

_Loop = ast.For | ast.While


def carried_names(case: Case, loop: _Loop | None) -> list[str]:
    """Give the names that a loop binds to something computed from what they stood for, with its history."""
    names: dict[str, None] = {}
    for statement in ast.walk(loop) if loop is not None else ():
        if isinstance(statement, ast.Assign):
            read = {dotted(each) for each in ast.walk(statement.value)} - {""}
            names |= dict.fromkeys(name for target in statement.targets for name in _bound(target) if name in read)
    return [name for name in names if _has_history(case, loop, name)]


def _bound(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Tuple | ast.List):
        return [name for element in target.elts for name in _bound(element)]
    return [dotted(target)] if dotted(target) else []


def _has_history(case: Case, loop: _Loop | None, name: str) -> bool:
    """Say whether a name stands for computed tensors, and has been a tensor before the loop's first round, too."""
    value = _value(case, loop, name)
    begins = [each.value for each in case.syntax.bindings(name) if loop is not None and each.lineno < loop.lineno]
    parts = value if isinstance(value, tuple) and value else (value,)
    is_computed = all(isinstance(each, torch.Tensor) and maker_of(each) is not None for each in parts)
    return is_computed and not any(isinstance(each, ast.Constant) for each in begins)


def _value(case: Case, loop: _Loop | None, name: str) -> object:
    nodes = ast.walk(loop) if loop is not None else ()
    found = next((node for node in nodes if dotted(node) == name), None)
    return case.value(found) if found is not None else None


def detaching(case: Case, name: str) -> str:
    """Write the line that cuts off a name's history."""
    holds_several = any(isinstance(space.get(name), tuple) for space in case.namespaces)
    return f"{name} = tuple(each.detach() for each in {name})" if holds_several else f"{name} = {name}.detach()"


def cut_off(case: Case, loop: _Loop | None, names: list[str]) -> Fix | None:
    """Cut off the history of what a loop carries where a round begins."""
    if loop is None or not names:
        return None
    lines = f"\n{case.syntax.indent(loop.body[0])}".join(detaching(case, name) for name in names)
    return fix(f"Cut {', '.join(names)} off where a round begins", line_before(case.syntax, loop.body[0], lines))
