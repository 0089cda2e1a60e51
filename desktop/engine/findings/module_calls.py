"""Modules that are called with what they do not take, or asked for what they do not have."""

import ast
import difflib
import inspect
import re
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.single_numbers import construction_gets_data, is_construction
from desktop.engine.findings.syntax import dotted, last_name
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span

_ARGUMENTS = re.compile(r"(\w+)\.forward\(\) (missing|takes|got)|^forward\(\) (missing|takes|got)")
_OPERANDS = re.compile(r"unsupported operand type\(s\) for \S+: '(\w+)' and '(\w+)'")
_ARGUMENT = re.compile(r"argument '\w+' \(position \d+\) must be (?:Tensor|tuple of Tensors), not (\w+)$", re.MULTILINE)
_FORWARD = re.compile(r'Module \[(\w+)\] is missing the required "forward" function')
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")


def wrong(case: Case) -> Iterator[Remark]:
    """Translate calls of modules with too few, too many or the wrong arguments."""
    forward = _FORWARD.search(case.message)
    if forward is not None:
        yield _without_forward(case, forward[1])
    elif is_construction(case) and isinstance(case.failing, ast.Call):
        yield _constructed(case, case.failing)
    elif (kind := uncalled_module(case)) is not None:
        yield _uncalled(case, kind)
    elif _ARGUMENTS.search(case.message) and case.raised_in("_call_impl"):
        yield case.told(
            f"Calling a module calls its forward with the same arguments{_taken(case)}. Give exactly these, in their "
            "order."
        )
    elif case.message in ("'list' object is not callable", "'tuple' object is not callable"):
        yield from _sequence(case)


def _taken(case: Case) -> str:
    module = case.value(case.failing.func) if isinstance(case.failing, ast.Call) else None
    if not isinstance(module, nn.Module):
        return ""
    return f", here forward{inspect.signature(module.forward).replace(return_annotation=inspect.Signature.empty)}"


def _without_forward(case: Case, kind: str) -> Remark:
    """Find the method that was perhaps to be called forward."""
    holder = next((each for each in case.syntax.every(ast.ClassDef) if each.name == kind), None)
    methods = [each for each in holder.body if isinstance(each, ast.FunctionDef)] if holder is not None else []
    near = difflib.get_close_matches("forward", [each.name for each in methods], 1, 0.7)
    meant = next((each for each in methods if each.name in near), None)
    nested = any(each.name == "forward" for method in methods for each in ast.walk(method) if each is not method
                 if isinstance(each, ast.FunctionDef))  # fmt: skip
    why = " (it stands inside another function: take its indentation back)" if nested else ""
    return case.told(
        f"Calling a module calls its method forward, and {kind} has none{why}. Define it in the class: "
        "def forward(self, x).",
        _renamed(case, meant) if meant is not None else None,
    )


def _renamed(case: Case, method: ast.FunctionDef) -> Fix | None:
    line = case.syntax.lines[method.lineno - 1]
    column = line.find(method.name, case.syntax.span(method).column + len("def"))
    if column < 0:
        return None
    at = Span(method.lineno, column, method.lineno, column + len(method.name))
    return fix(f"Call {method.name} forward", Edit(at, "forward"))


def _constructed(case: Case, call: ast.Call) -> Remark:
    name, kind = case.syntax.code(call.func), case.value(call.func)
    needs = [
        each.name
        for each in inspect.signature(kind).parameters.values()
        if each.default is inspect.Parameter.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    span = case.syntax.span(call.func)
    end = Span(span.end_line, span.end_column, span.end_line, span.end_column)
    return case.told(
        f"{name} is a class: it is made first, with its settings, and the module it gives is called with the data. "
        f"Write {name}({', '.join(needs) or ''})(...) or give the module a name.",
        fix("Make it, then call it", Edit(end, "()")) if not needs else None,
    )


def uncalled_module(case: Case) -> str | None:
    """Give the kind of module that was computed with as if it were what it gives; None for none."""
    operands, argument = _OPERANDS.search(case.message), _ARGUMENT.search(case.message)
    kinds = operands.groups() if operands is not None else argument.groups() if argument is not None else ()
    return next((kind for kind in kinds if _is_module(case, kind)), None)


def _is_module(case: Case, kind: str) -> bool:
    found = getattr(nn, kind, None) or next((space[kind] for space in case.namespaces if kind in space), None)
    return isinstance(found, type) and issubclass(found, nn.Module)


def _uncalled(case: Case, kind: str) -> Remark:
    made = [
        each
        for each in ast.walk(case.failing or ast.Pass())
        if isinstance(each, ast.Call) and last_name(each.func) == kind and construction_gets_data(case, each)
    ]
    if made:
        return _constructed(case, made[0])
    return case.told(
        f"A {kind} is a layer and no tensor: what can be computed with is what it gives for data. Call it first: "
        "layer(x)."
    )


def _sequence(case: Case) -> Iterator[Remark]:
    call = case.failing
    held = case.value(call.func) if isinstance(call, ast.Call) else None
    if not isinstance(held, list | tuple) or not any(isinstance(each, nn.Module) for each in held):
        return
    assert isinstance(call, ast.Call)  # noqa: S101 # its function was just looked up
    bound = case.syntax.bindings(dotted(call.func))
    text = f"nn.Sequential(*{case.syntax.code(bound[-1].value)})" if bound else ""
    yield case.told(
        "A list of layers is no layer. nn.Sequential(*layers) is one that calls them in turn, and has their "
        "parameters.",
        fix("Make it an nn.Sequential", replaced(case.syntax, bound[-1].value, text)) if bound else None,
    )


def missing_attribute(case: Case) -> Iterator[Remark]:
    """Translate a name that a module does not have."""
    found = _ATTRIBUTE.search(case.message)
    if found is None or "_parameters'" in case.message or "_modules'" in case.message:
        return
    owner = _owner(case, found[1], found[2])
    if owner is None:
        return
    names = [
        *owner._modules,
        *owner._parameters,
        *owner._buffers,
        *(each for each in dir(type(owner)) if each[0] != "_"),
    ]
    near = difflib.get_close_matches(found[2], names, 1, 0.6)
    layers = ", ".join([*owner._modules, *owner._parameters][:6]) or "none"
    yield case.told(
        f"{found[1]} has nothing called {found[2]}; its layers and parameters are: {layers}. Is it spelt as in "
        "__init__, and is it set there, on self?",
        _respelt(case, found[2], near[0]) if near else None,
    )


def _owner(case: Case, kind: str, name: str) -> nn.Module | None:
    """Find the module that was asked: in the frames that raised, innermost first."""
    trace = case.error.__traceback__ if isinstance(case.error, AttributeError) else None
    found = getattr(case.error, "obj", None) if trace is not None else None
    if isinstance(found, nn.Module) and type(found).__name__ == kind and "_modules" in vars(found):
        return found
    while trace is not None:
        held = trace.tb_frame.f_locals.get("self")
        is_whole = isinstance(held, nn.Module) and "_modules" in vars(held)
        if is_whole and type(held).__name__ == kind and trace.tb_frame.f_locals.get("name") == name:
            return held
        trace = trace.tb_next
    return None


def _respelt(case: Case, name: str, near: str) -> Fix | None:
    read = case.failing
    nodes = [each for each in ast.walk(read) if isinstance(each, ast.Attribute) and each.attr == name] if read else []
    if len(nodes) != 1:
        return None
    owner = case.syntax.code(nodes[0]).removesuffix(last_name(nodes[0]))
    return fix(f"Write {near}", replaced(case.syntax, nodes[0], f"{owner}{near}"))


RULES = (
    Rule("module-call", "error", wrong),
    Rule("missing-attribute", "error", missing_attribute),
)
