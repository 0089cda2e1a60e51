"""Why a backward pass did not run, or did not reach where it should."""

import ast
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, line_after, method, replaced
from desktop.engine.findings.in_place import rebindings
from desktop.engine.findings.log import Event
from desktop.engine.findings.loop_state import carried_names, cut_off, detaching
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span

_PASSES = ("backward", "grad")
_NAMED = 4
"""How many parameters are named; of the others their count."""


def no_path(case: Case) -> Iterator[Remark]:
    """Translate a backward from something that no operation on a leaf made."""
    if "does not require grad and does not have a grad_fn" in case.message:
        explanation = (
            "Nothing that it was computed from requires a gradient, or what did was cut off on the way: by no_grad(), "
            "detach(), .data, item(), numpy(), or an operation without a derivative (argmax, round to int, ==). Set "
            "requires_grad=True on what is to be learnt, and keep the way from there to here unbroken."
        )
    elif "appears to not have been used in the graph" in case.message:
        explanation = (
            "The output does not depend on this tensor, so there is no gradient of one with respect to the other. Is "
            "it really the tensor that was computed with, or a copy of it (to(), clone(), a new name)?"
        )
    else:
        return
    yield case.told(explanation, _undetached(case))


def _undetached(case: Case) -> Fix | None:
    """Leave out the one detach() that stands between what is learnt and where backward began."""
    call = case.failing
    root = call.func.value if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
    cuts = _detached(case, root, 4) if root is not None else []
    if len(cuts) != 1 or not isinstance(cuts[0].func, ast.Attribute):
        return None
    return fix("Leave detach() out", replaced(case.syntax, cuts[0], case.syntax.code(cuts[0].func.value)))


def _detached(case: Case, node: ast.AST, depth: int) -> list[ast.Call]:
    """Find the calls of detach() that a value was made of, through names."""
    found = [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and not each.args and last_name(each.func) == "detach"
    ]
    for name in {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} if depth else ():
        for bound in case.syntax.bindings(name):
            found += [each for each in _detached(case, bound.value, depth - 1) if each not in found]
    return found


def unused_parameter(case: Case) -> Iterator[Remark]:
    """Find parameters that no pass reached, of modules that passes went through."""
    for name, module in case.roots:
        parameters = [(path, each) for path, each in nn.Module.named_parameters(module) if each.requires_grad]
        reached = [case.log.leaves.was_reached(each) for _, each in parameters]
        if not any(reached):
            continue
        unused = [f"{name}.{path}" for (path, _), was in zip(parameters, reached, strict=True) if not was]
        if unused:
            made = _made_at(case, unused[0])
            listed = ", ".join(unused[:_NAMED]) + (f" and {len(unused) - _NAMED} more" if len(unused) > _NAMED else "")
            yield Remark(
                made,
                f"No backward pass reached {listed}.",
                "The forward pass does not use them, or what it makes of them does not go into the loss. They get no "
                "gradient and stay as they are.",
            )


def _made_at(case: Case, path: str) -> Span | None:
    """Find where a parameter's module, or the parameter itself, is set: `self.name = ...`."""
    parts = [part for part in path.split(".")[1:] if part.isidentifier()]
    for part in parts:
        for each in case.syntax.every(ast.Assign):
            if dotted(each.targets[0]) == f"self.{part}":
                return case.syntax.span(each.value)
    bound = case.syntax.bindings(path.split(".", maxsplit=1)[0])
    return case.syntax.span(bound[0].value) if bound else None


def non_leaf_grad(case: Case) -> Iterator[Remark]:
    """Find reads of a gradient that autograd does not keep."""
    rebound = {name for name, _ in rebindings(case)}
    for event in case.log.of("non-leaf grad"):
        read = case.syntax.expression(event.span)
        name = dotted(read.value) if isinstance(read, ast.Attribute) else ""
        if name in rebound:
            continue  # the leaf is lost, and to keep this one's gradient would not bring it back
        yield Remark(
            event.span,
            "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be "
            "populated during autograd.backward().",
            "Autograd keeps gradients of leaves only; what was computed passes its gradient on and forgets it, so this "
            "is None. Call retain_grad() on it before backward().",
            _retained(case, name, event),
        )


def _retained(case: Case, name: str, event: Event) -> Fix | None:
    bound = [each for each in case.syntax.bindings(name) if event.span and each.lineno <= event.span.line]
    if not bound:
        return None
    return fix(f"Keep its gradient: {name}.retain_grad()", line_after(case.syntax, bound[-1], f"{name}.retain_grad()"))


def non_scalar(case: Case) -> Iterator[Remark]:
    """Translate a backward from several numbers at once."""
    if case.message != "grad can be implicitly created only for scalar outputs":
        return
    call = case.failing
    started = call.func.value if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else None
    is_method = started is not None and last_name(call.func) == "backward" if isinstance(call, ast.Call) else False
    is_tensor = is_method and dotted(started) not in ("torch.autograd", "autograd") if started is not None else False
    yield Remark(
        case.place,
        case.message,
        "A gradient is that of one number. Make one of them (sum(), mean()), or say with gradient= how much each "
        "element counts.",
        fix("Start from the sum", method(case.syntax, started, "sum()"))
        if is_tensor and started is not None
        else _summed(case, call),
    )


def _summed(case: Case, call: ast.expr | None) -> Fix | None:
    """Take the sum of what `torch.autograd.grad` or `backward` is given first."""
    if not isinstance(call, ast.Call) or not call.args or last_name(call.func) not in _PASSES:
        return None
    first = call.args[0]
    if isinstance(first, ast.List | ast.Tuple):
        if len(first.elts) != 1:
            return None
        first = first.elts[0]
    return fix("Start from the sum", method(case.syntax, first, "sum()"))


def twice(case: Case) -> Iterator[Remark]:
    """Translate a second pass through a graph that the first one freed."""
    if not case.message.startswith("Trying to backward through the graph a second time"):
        return
    earlier = [event for event in case.log.of("pass") if event.span is not None]
    before = [event for event in earlier[:-1] if event.span != case.place]
    loop = case.syntax.loop(node) if (node := case.syntax.at(case.place)) is not None else None
    carried = carried_names(case, loop)
    if before or not earlier:
        yield case.told(
            "The first backward frees what the graph had saved, to give the memory back. Say retain_graph=True there, "
            "or add the losses and go back once.",
            _kept_graph(case, before[-1].span) if before else None,
        )
    elif carried or loop is None:
        yield case.told(
            "Each round of the loop goes back into what the round before computed, and that was freed. Cut it off "
            f"where the round begins: {detaching(case, carried[0]) if carried else 'state = state.detach()'}.",
            cut_off(case, loop, carried),
        )
    else:
        yield case.told(
            "Each round goes back through what was computed once, before the loop, and the first pass has freed that. "
            "Compute it in each round, or keep it with retain_graph=True.",
            _kept_graph(case, case.place),
        )


def _kept_graph(case: Case, span: Span | None) -> Fix | None:
    call = case.syntax.expression(span)
    if not isinstance(call, ast.Call) or last_name(call.func) not in _PASSES or keyword(call, "retain_graph"):
        return None
    at = case.syntax.span(call)
    end = Span(at.end_line, at.end_column - 1, at.end_line, at.end_column - 1)
    text = ", retain_graph=True" if call.args or call.keywords else "retain_graph=True"
    return fix("Keep the graph in the first pass", Edit(end, text))


RULES = (
    Rule("no-gradient-path", "error", no_path),
    Rule("unused-parameter", "hint", unused_parameter),
    Rule("non-leaf-grad", "warning", non_leaf_grad),
    Rule("non-scalar-backward", "error", non_scalar),
    Rule("backward-twice", "error", twice),
)
