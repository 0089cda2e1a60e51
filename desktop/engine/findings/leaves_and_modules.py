"""Tensors that a module should know of and does not, and memory that nobody has written to."""

import ast
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, line_before, replaced, within
from desktop.engine.findings.log import Event
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.records.finding import Fix
from desktop.records.text import Span

LEGACY = {
    "FloatTensor": "torch.float32",
    "DoubleTensor": "torch.float64",
    "HalfTensor": "torch.float16",
    "LongTensor": "torch.int64",
    "IntTensor": "torch.int32",
    "ShortTensor": "torch.int16",
    "ByteTensor": "torch.uint8",
    "BoolTensor": "torch.bool",
    "Tensor": "torch.float32",
}
_RAW = (
    "This memory holds whatever lay there before, NaN and huge numbers too, and another run finds something else. "
    "Fill it before it is read, or make it with torch.zeros, torch.rand or torch.randn."
)


def raw_constructors(tree: ast.AST) -> list[ast.Call]:
    """Give the calls like `torch.FloatTensor(2, 2)`, whose result is not initialised."""
    return [
        call
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and dotted(call.func).startswith("torch.")
        and last_name(call.func) in LEGACY
        and call.args
        and not any(isinstance(each, ast.List | ast.Tuple | ast.ListComp | ast.Starred) for each in call.args)
    ]


def uninitialized(case: Case) -> Iterator[Remark]:
    """Find memory that was read before it was written."""
    for event in case.log.of("raw read"):
        yield _raw(case, event.span)
    names = frozenset().union(*(event.facts["names"] for event in case.log.of("unknown read")))
    for call in raw_constructors(case.syntax.tree):
        if _bound_to(case, call) in names - {""} and _makes_sizes(case, call):
            yield _raw(case, case.syntax.span(call))


def _raw(case: Case, span: Span | None) -> Remark:
    call = case.syntax.expression(span)
    text = case.syntax.code(call) if call is not None else "A tensor"
    return Remark(span, f"{text} is read before anything was written to it.", _RAW, _filled(case, call))


def _filled(case: Case, call: ast.expr | None) -> Fix | None:
    if not isinstance(call, ast.Call):
        return None
    name = dotted(call.func)
    legacy = last_name(call.func) in LEGACY
    dtype = LEGACY.get(last_name(call.func), "")
    is_whole = (legacy and not dtype.startswith("torch.float")) or keyword(call, "dtype") is not None
    new = {"empty": "zeros" if is_whole else "randn", "empty_like": "zeros_like", "new_empty": "new_zeros"}
    last = name.rpartition(".")[2]
    made = ("zeros" if is_whole else "randn") if legacy else new.get(last, "")
    if not name or not made:
        return None
    owner = name.rpartition(".")[0]
    on_gpu = ', device="cuda"' if owner == "torch.cuda" else ""
    wanted = f"{owner.removesuffix('.cuda')}.{made}" if owner else made
    edits = [replaced(case.syntax, call.func, wanted)]
    if legacy and (is_whole or on_gpu or dtype not in ("torch.float32", "")):
        last_argument = case.syntax.span(call.args[-1])
        end = Span(last_argument.end_line, last_argument.end_column, last_argument.end_line, last_argument.end_column)
        edits.append(type(edits[0])(end, f", dtype={dtype}{on_gpu}"))
    return fix(f"Make it with {wanted}", *edits)


def _bound_to(case: Case, call: ast.Call) -> str:
    statement = case.syntax.statement(call)
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return last_name(targets[0]) if len(targets) == 1 else ""


def _makes_sizes(case: Case, call: ast.Call) -> bool:
    """Say whether the arguments are sizes, as far as their values are known: a list of data is initialised."""
    values = [each.value if isinstance(each, ast.Constant) else case.value(each) for each in call.args]
    return all(isinstance(each, int) or each is None for each in values)


def unregistered_tensor(case: Case) -> Iterator[Remark]:
    """Find tensors that want a gradient and are plain attributes of a module."""
    moved = (
        frozenset().union(*(each.parameters for each in case.log.optimizers)) if case.log.optimizers else frozenset()
    )
    seen = set()
    for name, module in case.modules:
        for attribute, value in vars(module).items():
            if not isinstance(value, torch.Tensor) or isinstance(value, nn.Parameter):
                continue
            if not (value.requires_grad and value.is_leaf) or id(value) in moved or (type(module), attribute) in seen:
                continue
            seen.add((type(module), attribute))
            yield _unregistered(case, name, module, attribute, "parameter")


def unregistered_module(case: Case) -> Iterator[Remark]:
    """Find modules in plain lists, tuples and dicts of a module."""
    seen = set()
    for name, module in case.modules:
        known = set(map(id, module.modules()))
        for attribute, value in vars(module).items():
            if attribute.startswith("_") or (type(module), attribute) in seen:
                continue
            held = list(value.values()) if type(value) is dict else value if type(value) in (list, tuple) else []
            lost = [each for each in held if isinstance(each, nn.Module) and id(each) not in known]
            if any(next(each.parameters(), None) is not None for each in lost):
                seen.add((type(module), attribute))
                yield _unregistered(case, name, module, attribute, type(value).__name__)


def _unregistered(case: Case, name: str, module: nn.Module, attribute: str, kind: str) -> Remark:
    assignment = _assignment(case, module, attribute)
    span = case.syntax.span(assignment.value) if assignment is not None else None
    what = "requires grad, but it" if kind == "parameter" else f"holds modules, but a {kind}"
    return Remark(
        span,
        f"{name}.{attribute} {what} is not registered with the module.",
        "It is not in parameters(), so no optimizer that is given those moves it; nor in state_dict(), so it is not "
        f"saved; nor do to() and cuda() take it along. {_WRAPPED[kind][1]}",
        _wrapped(case, assignment, kind),
    )


_WRAPPED = {
    "parameter": ("Parameter", "Make it an nn.Parameter."),
    "list": ("ModuleList", "Put them into an nn.ModuleList."),
    "tuple": ("ModuleList", "Put them into an nn.ModuleList."),
    "dict": ("ModuleDict", "Put them into an nn.ModuleDict."),
}


def _wrapped(case: Case, assignment: ast.Assign | None, kind: str) -> Fix | None:
    if assignment is None:
        return None
    wrapper = f"{nn_name(case)}.{_WRAPPED[kind][0]}"
    value = assignment.value
    text = case.syntax.code(value)
    if isinstance(value, ast.ListComp | ast.GeneratorExp):
        text = f"[{text[1:-1]}]"
    if kind == "tuple" and isinstance(value, ast.Tuple) and not text.startswith("("):
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
    Rule("uninitialized-tensor", "warning", uninitialized),
    Rule("unregistered-tensor", "warning", unregistered_tensor),
    Rule("unregistered-module", "warning", unregistered_module),
    Rule("missing-super-init", "error", missing_super_init),
    Rule("parameter-overwritten", "warning", parameter_overwritten),
)
