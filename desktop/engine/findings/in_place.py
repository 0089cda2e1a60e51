"""Changes in place that autograd refuses, and those that it cannot see."""

import ast
import re
from collections.abc import Iterator

import torch

from desktop.engine.capture import id_of, walk
from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import atom, fix, line_before, replaced, within
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.engine.summary import is_leaf_tensor
from desktop.engine.watch import maker_of, mark_of
from desktop.records.finding import Fix
from desktop.records.text import Span

_OPERATORS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.MatMult: "@",
}
_CHANGED = re.compile(
    r"modified by an inplace operation: \[\S+ \[([\d, ]*)\]\].*is at version (\d+); expected version (\d+)", re.DOTALL
)


def leaf(case: Case) -> Iterator[Remark]:
    """Translate a change of a leaf while autograd records."""
    if "leaf Variable that requires grad is being used in an in-place operation" not in case.message:
        return
    statement = case.syntax.statement_at(case.place)
    yield Remark(
        case.place,
        case.message,
        "A leaf is where gradients end, so a change of it cannot be recorded: the value before would have no place in "
        "the graph. Change it under torch.no_grad(), as optimizers do.",
        _unrecorded(case, statement) if statement else None,
    )


def _unrecorded(case: Case, statement: ast.stmt) -> Fix | None:
    changed = statement.target if isinstance(statement, ast.AugAssign) else None
    clearing = _cleared(case, statement, dotted(changed)) if changed is not None else ""
    body = f"{case.syntax.code(statement)}{clearing}" if clearing else None
    return fix("Change it without recording", within(case.syntax, statement, "with torch.no_grad():", body))


def _cleared(case: Case, statement: ast.stmt, name: str) -> str:
    """Give the line that clears a gradient which a step in a loop has used, where the program has none."""
    reads = any(isinstance(each, ast.Attribute) and dotted(each) == f"{name}.grad" for each in ast.walk(statement))
    clears = any(
        dotted(each.func).endswith((".grad.zero_", ".grad.data.zero_", ".zero_grad"))
        for each in case.syntax.every(ast.Call)
    ) or any(dotted(target).endswith(".grad") for each in case.syntax.every(ast.Assign) for target in each.targets)
    if not name or not reads or clears or case.syntax.loop(statement) is None:
        return ""
    return f"\n{case.syntax.indent(statement)}{name}.grad = None"


def saved(case: Case) -> Iterator[Remark]:
    """Translate a change of what backward needs, with both places."""
    found = _CHANGED.search(case.message)
    if found is None:
        return
    shape = tuple(int(size) for size in found[1].split(",") if size.strip())
    changed = _changed_at(case, shape, int(found[2]))
    steps = case.log.of("step") if changed is None else []
    changed = steps[-1].span if steps else changed
    advice = (
        "Go back before the step, or compute the loss anew after it."
        if steps
        else "Make a new tensor instead of changing this one, or change a clone()."
    )
    node = _broken_node(case)
    mark = mark_of(node) if node is not None else None
    saved_at = mark.call.span if mark is not None else None
    span = changed or case.place
    identifier = id_of(node) if node is not None else None
    yield Remark(
        span,
        case.message,
        f"{_at(case, saved_at, 'An operation')} saved this tensor for backward, and {_at(case, changed, 'something')} "
        f"changed it afterwards, so the derivative can no longer be computed. {advice}",
        out_of_place(case, changed),
        nodes=(identifier,) if identifier is not None else (),
    )


def _at(case: Case, span: Span | None, otherwise: str) -> str:
    node = case.syntax.at(span)
    if span is None or not isinstance(node, ast.expr | ast.stmt):
        return otherwise
    return f"`{case.syntax.code(node).splitlines()[0][:60]}` (line {span.line})"


def _changed_at(case: Case, shape: tuple[int, ...], version: int) -> Span | None:
    events = [each for each in case.log.of("in place") if each.facts["shape"] == shape]
    exact = [each for each in events if each.facts["version"] == version]
    chosen = exact or events
    return chosen[-1].span if chosen else None


def _broken_node(case: Case) -> torch.autograd.graph.Node | None:
    """Find the node whose saved tensor was changed, from where the pass that failed began."""
    trace = case.error.__traceback__ if case.error is not None else None
    roots: list[torch.Tensor] = []
    while trace is not None:
        given = trace.tb_frame.f_locals.get("outputs")
        if trace.tb_frame.f_code.co_name == "_engine_run_backward" and isinstance(given, tuple | list):
            roots = [each for each in given if isinstance(each, torch.Tensor)]
        trace = trace.tb_next
    nodes, _ = walk([node for each in roots if (node := maker_of(each)) is not None])
    return next((node for node in nodes if _is_broken(node)), None)


def _is_broken(node: torch.autograd.graph.Node) -> bool:
    for name in dir(node):
        if name.startswith("_raw_saved_"):
            try:
                _unpack(getattr(node, name))
                getattr(node, name.replace("_raw", "", 1))
            except RuntimeError as error:
                if "modified by an inplace operation" in str(error):
                    return True
    return False


def _unpack(raw: object) -> None:
    """Read what lies in a saved tensor, unless a hook of the program's would run."""
    for each in raw if isinstance(raw, tuple | list) else (raw,):
        if getattr(each, "unpack_hook", None) is None and each is not None:
            each.data  # noqa: B018 # raises where it was freed


def out_of_place(case: Case, span: Span | None) -> Fix | None:
    """Let the statement at a span make a new tensor instead of changing one."""
    statement = case.syntax.statement_at(span)
    if isinstance(statement, ast.AugAssign) and dotted(statement.target):
        target, value = case.syntax.code(statement.target), atom(case.syntax, statement.value)
        sign = _OPERATORS.get(type(statement.op))
        return (
            fix("Make a new tensor", replaced(case.syntax, statement, f"{target} = {target} {sign} {value}"))
            if sign
            else None
        )
    if isinstance(statement, ast.Assign | ast.AugAssign) and (whole := _indexed(statement)):
        return fix("Change a copy", line_before(case.syntax, statement, f"{whole} = {whole}.clone()"))
    call = case.syntax.expression(span)
    if not isinstance(call, ast.Call):
        return None
    if (flag := keyword(call, "inplace")) is not None:
        return fix("Make a new tensor", replaced(case.syntax, flag.value, "False"))
    return _method_out_of_place(case, statement, call) or _module_out_of_place(case)


def _indexed(statement: ast.Assign | ast.AugAssign) -> str:
    """Give the name of what a statement changes a part of: `y[0] = 1`."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    return dotted(target.value) if isinstance(target, ast.Subscript) else ""


def _method_out_of_place(case: Case, statement: ast.stmt | None, call: ast.Call) -> Fix | None:
    """Turn the statement `y.add_(1)` into `y = y.add(1)`, and `z = y.add_(1)` into `z = y.add(1)`."""
    name = last_name(call.func)
    if not isinstance(call.func, ast.Attribute) or name[-1:] != "_":
        return None
    if isinstance(statement, ast.Assign) and statement.value is call and hasattr(torch.Tensor, name[:-1]):
        text = case.syntax.code(call.func)[:-1]
        return fix("Make a new tensor", replaced(case.syntax, call.func, text))
    if not isinstance(statement, ast.Expr):
        return None
    owner = dotted(call.func.value)
    if not owner or not hasattr(torch.Tensor, name[:-1]):
        return None
    arguments = case.syntax.code(call)[len(case.syntax.code(call.func)) :]
    return fix("Make a new tensor", replaced(case.syntax, statement, f"{owner} = {owner}.{name[:-1]}{arguments}"))


def _module_out_of_place(case: Case) -> Fix | None:
    """Turn off `inplace=True` where a layer is constructed, if there is one such place."""
    flags = [flag for call in case.syntax.every(ast.Call) if (flag := keyword(call, "inplace")) is not None]
    return fix("Make a new tensor", replaced(case.syntax, flags[0].value, "False")) if len(flags) == 1 else None


def data_bypass(case: Case) -> Iterator[Remark]:
    """Find changes through `.data` between the forward and the backward that needs what was changed."""
    spans = {each.span for event in case.log.of("pass") for each in event.facts["bypasses"]}
    for span in spans:
        yield Remark(
            span,
            "A change through .data after the forward pass: the gradient is computed from the changed values.",
            "Backward needs the values as they were, and a change through .data goes past the count of versions that "
            "would have told, so the gradient is silently wrong. Change them after backward(); without .data, under "
            "no_grad(), autograd would say so.",
        )


def rebound(case: Case) -> Iterator[Remark]:
    """Find `w = w - rate * w.grad`, after which w is another tensor and no leaf."""
    for name, each in rebindings(case):
        yield Remark(
            case.syntax.span(each),
            f"{name} is now another tensor: not the leaf whose gradient was computed.",
            f"The name {name} moves to the result of a computation, which is no leaf and has no .grad; the next step "
            "finds None, and an optimizer or another name keeps the old tensor. Change the leaf itself, in place and "
            "without recording.",
            _updated_in_place(case, each, name),
        )


def rebindings(case: Case) -> Iterator[tuple[str, ast.Assign]]:
    """Give the names that steps of descent move to new tensors, and where."""
    for each in case.syntax.every(ast.Assign):
        if len(each.targets) != 1 or not isinstance(each.value, ast.BinOp) or not (name := dotted(each.targets[0])):
            continue
        if not isinstance(each.value.op, ast.Sub | ast.Add) or dotted(each.value.left) != name:
            continue
        if _reads_gradient(each.value.right, name) and _was_rebound(case, each):
            yield name, each


def _reads_gradient(value: ast.expr, name: str) -> bool:
    return any(
        isinstance(part, ast.Attribute) and dotted(part) in (f"{name}.grad", f"{name}.grad.data")
        for part in ast.walk(value)
    )


def _was_rebound(case: Case, statement: ast.Assign) -> bool:
    value = case.value(statement.targets[0])
    is_leaf = isinstance(value, torch.Tensor) and is_leaf_tensor(value) and value.requires_grad
    ran = any(node.span is not None and node.span == case.syntax.span(statement.value) for node in case.nodes.values())
    return not is_leaf and (ran or isinstance(value, torch.Tensor))


def _updated_in_place(case: Case, statement: ast.Assign, name: str) -> Fix | None:
    value = statement.value
    if not isinstance(value, ast.BinOp):
        return None
    sign = "-=" if isinstance(value.op, ast.Sub) else "+="
    change = f"{name} {sign} {case.syntax.code(value.right)}{_cleared(case, statement, name)}"
    if any(
        isinstance(each, ast.With) and "no_grad" in case.syntax.code(each.items[0].context_expr)
        for each in case.syntax.around(statement)
    ):
        return fix("Change the leaf in place", replaced(case.syntax, statement, change))
    return fix("Change the leaf in place", within(case.syntax, statement, "with torch.no_grad():", change))


RULES = (
    Rule("inplace-leaf", "error", leaf),
    Rule("inplace-saved", "error", saved),
    Rule("data-bypass", "warning", data_bypass),
    Rule("rebound-parameter", "warning", rebound),
)
