"""Optimizers that hold too little, too early, or are never cleared."""

import ast
from collections.abc import Iterator, Sequence

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, line_after, line_before, method, removed_line, replaced
from desktop.engine.findings.log import Event, Optimizer
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.engine.findings.uncalled import called, uncalled
from desktop.engine.summary import is_leaf_tensor
from desktop.records.finding import Fix
from desktop.records.text import Span

_NAMED = 4
"""How many parameters are named; of the others their count."""


def missing_parameter(case: Case) -> Iterator[Remark]:
    """Find parameters that get a gradient, move with nobody, and have siblings that an optimizer moves."""
    active = [each for each in case.log.optimizers if each.steps]
    moved: frozenset[int] = frozenset().union(*(each.parameters for each in active)) if active else frozenset()
    told: list[tuple[str, torch.Tensor]] = []
    for name, module in case.roots:
        parameters = [(f"{name}.{path}", each) for path, each in nn.Module.named_parameters(module)]
        if any(id(each) in moved for _, each in parameters) or (
            module.training and _is_used_beside(case, parameters, active)
        ):
            told += [(path, each) for path, each in parameters if _is_left_out(case, each, moved)]
    if not told:
        return
    optimizer = active[-1]
    names = ", ".join(path for path, _ in told[:_NAMED]) + (
        f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    )
    yield Remark(
        optimizer.made_at,
        f"No optimizer has {names}.",
        "They get gradients in each backward pass, but no step moves them, and the optimizer's zero_grad() does not "
        "clear them. Give them to the optimizer, or freeze them with requires_grad_(False).",
        _whole_model(case, optimizer) or _also(case, optimizer, told),
    )


def _is_left_out(case: Case, parameter: torch.Tensor, moved: frozenset[int]) -> bool:
    if not parameter.requires_grad or id(parameter) in moved:
        return False
    return case.log.leaves.was_reached(parameter) and not case.log.leaves.was_moved(parameter)


def _is_used_beside(case: Case, parameters: Sequence[tuple[str, torch.Tensor]], active: list[Optimizer]) -> bool:
    """Say whether passes reach this module's parameters always together with those of another that is trained."""
    own = frozenset(id(each) for _, each in parameters)
    modules: frozenset[int] = frozenset(id(each) for _, module in case.roots for each in module.parameters())
    passes = [event.facts["leaves"] for event in case.log.of("pass") if event.facts["accumulates"]]
    trained = frozenset().union(*(each.parameters for each in active)) & modules if active else frozenset()
    with_own = [leaves for leaves in passes if leaves & own]
    return bool(with_own) and len(case.log.optimizers) == 1 and all(leaves & trained for leaves in with_own)


def _whole_model(case: Case, optimizer: Optimizer) -> Fix | None:
    call = case.syntax.expression(optimizer.made_at)
    if not isinstance(call, ast.Call) or not call.args:
        return None
    given = call.args[0]
    if not (
        isinstance(given, ast.Call) and last_name(given.func) == "parameters" and isinstance(given.func, ast.Attribute)
    ):
        return None
    part = dotted(given.func.value)
    root = part.partition(".")[0]
    if not part or root == part or not isinstance(case.value(ast.Name(root)), nn.Module):
        return None
    return fix(f"Give it all of {root}", replaced(case.syntax, given, f"{root}.parameters()"))


def _also(case: Case, optimizer: Optimizer, told: Sequence[tuple[str, torch.Tensor]]) -> Fix | None:
    """Give the optimizer the whole models beside its own that it has nothing of."""
    call = case.syntax.expression(optimizer.made_at)
    if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Call):
        return None
    given = call.args[0]
    missing = {id(each) for _, each in told}
    names = [name for name, module in case.roots if {id(each) for each in module.parameters()} & missing]
    own = dotted(given.func.value) if isinstance(given.func, ast.Attribute) else ""
    is_known = last_name(given.func) == "parameters" and own and own not in names
    if not is_known or not all(_stands_before(case, name, call) for name in names):
        return None
    others = ", ".join(f"*{name}.parameters()" for name in names)
    text = f"[*{case.syntax.code(given)}, {others}]"
    return fix(f"Give it {', '.join(names)}, too", replaced(case.syntax, given, text))


def _stands_before(case: Case, name: str, call: ast.Call) -> bool:
    targets = (
        (each.lineno, target)
        for each in case.syntax.every(ast.Assign)
        for outer in each.targets
        for target in (outer.elts if isinstance(outer, ast.Tuple) else [outer])
    )
    return any(line < call.lineno and dotted(target) == name for line, target in targets)


def non_leaf(case: Case) -> Iterator[Remark]:
    """Translate an optimizer that was given a tensor which something computed."""
    if not case.message.startswith("can't optimize a non-leaf Tensor"):
        return
    yield Remark(
        case.place,
        case.message,
        "An optimizer moves leaves, tensors that were made and not computed, and this one came out of an operation "
        "(to(), cuda(), a product). Ask for the gradient at the end, of the result: detach().requires_grad_().",
        _made_a_leaf(case),
    )


def _made_a_leaf(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or not call.args:
        return None
    edits = []
    for element in ast.walk(call.args[0]):
        value = case.value(element) if dotted(element) else None
        if isinstance(value, torch.Tensor) and not is_leaf_tensor(value):
            bound = [each for line, each in case.syntax.values(dotted(element)) if line < call.lineno]
            if bound:
                edits.append(method(case.syntax, bound[-1], "detach().requires_grad_()"))
    return fix("Make it a leaf: detach().requires_grad_()", *edits) if edits else None


def keeps_gradients(case: Case) -> bool:
    """Say whether gradients go on adding up after a step has used them."""
    passes = any(event.facts["accumulates"] for event in case.log.of("pass"))
    return passes and bool(_dirty(case) or _kept(case))


def _dirty(case: Case) -> list[Event]:
    return [event for event in case.log.of("step") if event.facts["dirty"]]


def _kept(case: Case) -> list[torch.Tensor]:
    return [each for each in case.log.leaves.kept() if not _is_optimized(case, each)]


def missing_zero_grad(case: Case) -> Iterator[Remark]:
    """Find gradients that go on adding up after a step has used them."""
    if not keeps_gradients(case):
        return
    meant = uncalled(case, "zero_grad")
    if meant:
        yield Remark(
            case.syntax.span(meant[0]),
            f"Gradients are added to those of the steps before: {case.syntax.code(meant[0])} is named and not called.",
            "backward() adds to .grad, so what an earlier step has used already is used again. Without parentheses "
            f"nothing is cleared: write {case.syntax.code(meant[0])}().",
            called(case, meant[0]),
        )
        return
    dirty, kept = _dirty(case), _kept(case)
    passes = [event for event in case.log.of("pass") if event.facts["accumulates"]]
    span = next((event.span for event in reversed(passes) if event.span is not None), None)
    if dirty:
        name = case.optimizer_name(dirty[0].facts["optimizer"].of()) or _stepping_name(case, dirty[0].span)
        line = f"{name}.zero_grad()" if name else ""
    else:
        name = case.tensor_name(kept[0])
        line = "; ".join(f"{each}.grad = None" for each in map(case.tensor_name, kept) if each)
    statement = case.syntax.statement_at(span)
    yield Remark(
        span,
        "Gradients are added to those of the steps before: nothing clears them.",
        "backward() adds to .grad, so what an earlier step has used already is used again, and the steps do not follow "
        f"the gradient of the loss. Clear it before each backward(){f': {line}' if line else ''}.",
        fix("Clear the gradients first", line_before(case.syntax, statement, line)) if statement and line else None,
    )


def _is_optimized(case: Case, tensor: torch.Tensor) -> bool:
    return any(id(tensor) in each.parameters for each in case.log.optimizers)


def _stepping_name(case: Case, span: Span | None) -> str:
    call = case.syntax.expression(span)
    return dotted(call.func.value) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""


def early_step(case: Case) -> Iterator[Remark]:
    """Find steps that come when no gradient is there."""
    for each in case.log.optimizers:
        is_early = each.idle_steps and case.log.leaves.reached(each.parameters)
        if is_early:
            yield Remark(
                each.idle_at,
                "This step finds no gradient, so it moves nothing.",
                "An optimizer skips parameters whose .grad is None, as it is before the first backward() and after "
                "zero_grad(). The order is zero_grad(), backward(), step().",
                _in_order(case, each),
            )


def _in_order(case: Case, optimizer: Optimizer) -> Fix | None:
    """Move the step behind the backward of its block, or the zero_grad that stands between them before it."""
    step = case.syntax.statement_at(optimizer.idle_at)
    block = _block(case, step)
    if step is None or block is None:
        return None
    backward = next((each for each in block if isinstance(each, ast.Expr) and _calls(each, "backward")), None)
    if backward is None:
        return None
    syntax = case.syntax
    if backward.lineno > step.lineno:
        return fix("Step after backward()", removed_line(syntax, step), line_after(syntax, backward, syntax.code(step)))
    between = [each for each in block if backward.lineno < each.lineno < step.lineno and _calls(each, "zero_grad")]
    if len(between) != 1:
        return None
    return fix(
        "Clear the gradients before backward()",
        removed_line(syntax, between[0]),
        line_before(syntax, backward, syntax.code(between[0])),
    )


def _block(case: Case, statement: ast.stmt | None) -> list[ast.stmt] | None:
    if statement is None:
        return None
    for parent in case.syntax.around(statement):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(parent, name, None)
            if isinstance(body, list) and statement in body:
                return body
        break
    return None


def _calls(statement: ast.stmt, name: str) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and last_name(statement.value.func) == name
    )


RULES = (
    Rule("optimizer-missing-parameter", "warning", missing_parameter),
    Rule("optimizer-non-leaf", "error", non_leaf),
    Rule("missing-zero-grad", "warning", missing_zero_grad),
    Rule("step-before-backward", "warning", early_step),
)
