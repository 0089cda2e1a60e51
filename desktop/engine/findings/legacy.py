"""What older books write, and what today's PyTorch makes of it."""

import ast
from collections.abc import Iterator

import torch
from torch.autograd import Variable

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import atom, fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword
from desktop.engine.findings.uninitialized import LEGACY, raw_constructors
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span


def variable(case: Case) -> Iterator[Remark]:
    """Find Variables, which are plain tensors today."""
    for call in _variables(case):
        if call.args:
            yield Remark(
                case.syntax.span(call),
                "Variable is no longer needed: tensors record by themselves.",
                "Since PyTorch 0.4 Variable(x) gives a plain tensor with the same values; requires_grad is the "
                "tensor's own. Leave the wrapper out.",
                _unwrapped(case, call),
            )


def _variables(case: Case) -> list[ast.Call]:
    return [call for call in case.syntax.calls("Variable") if case.value(call.func) is Variable]


def _unwrapped(case: Case, call: ast.Call) -> Fix | None:
    wants = keyword(call, "requires_grad")
    inner = case.syntax.code(call.args[0])
    if wants is not None and isinstance(wants.value, ast.Constant) and wants.value.value is True:
        is_name = bool(dotted(call.args[0]))
        inner = f"{atom(case.syntax, call.args[0])}.{'detach().' if is_name else ''}requires_grad_()"
    elif wants is not None and not isinstance(wants.value, ast.Constant):
        return None
    return fix("Leave Variable out", replaced(case.syntax, call, inner))


def volatile(case: Case) -> Iterator[Remark]:
    """Find `volatile=True`, which does nothing any more."""
    for call in _variables(case):
        flag = keyword(call, "volatile")
        if flag is None:
            continue
        yield Remark(
            case.syntax.span(call),
            "volatile was removed (Variable.volatile is always False).",
            "It has no effect since PyTorch 0.4, so this may record a graph that nobody wants. Where no gradient is "
            "wanted, compute under torch.no_grad().",
            fix("Leave volatile out", _without_keyword(case, call, flag)),
        )


def _without_keyword(case: Case, call: ast.Call, flag: ast.keyword) -> Edit:
    """Take an argument out with the comma before it."""
    span = case.syntax.span(flag)
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    before = [case.syntax.span(each) for each in given if each is not flag]
    ends = [each for each in before if (each.end_line, each.end_column) <= (span.line, span.column)]
    last = max(ends, key=lambda each: (each.end_line, each.end_column))
    return Edit(Span(last.end_line, last.end_column, span.end_line, span.end_column), "")


def data_index(case: Case) -> Iterator[Remark]:
    """Translate `loss.data[0]`."""
    if not case.message.startswith("invalid index of a 0-dim tensor"):
        return
    read = case.failing
    inner = read.value if isinstance(read, ast.Subscript) else None
    if isinstance(inner, ast.Attribute) and inner.attr == "data":
        inner = inner.value
    yield Remark(
        case.place,
        case.message,
        "A loss has no dimension to index: it is a tensor with a single number in it (before PyTorch 0.4 it was a "
        "vector of length 1). item() gives that number.",
        fix("Take the number with item()", replaced(case.syntax, read, f"{atom(case.syntax, inner)}.item()"))
        if read is not None and inner is not None
        else None,
    )


def constructor(case: Case) -> Iterator[Remark]:
    """Find `torch.FloatTensor(...)` and its kin."""
    raw = raw_constructors(case.syntax.tree)
    for call in case.syntax.calls(*LEGACY):
        name = dotted(call.func)
        if name.partition(".")[0] != "torch" or name.count(".") != 1 or case.value(ast.Name("torch")) is not torch:
            continue
        if not call.args:
            continue
        yield Remark(
            case.syntax.span(call),
            f"{name} is a constructor of older PyTorch.",
            "It takes sizes and data alike, and fixes dtype and device by its name. torch.tensor(data) and "
            "torch.empty(sizes) say what is meant.",
            _modern(case, call, is_raw=call in raw),
        )


def _modern(case: Case, call: ast.Call, *, is_raw: bool) -> Fix | None:
    name = dotted(call.func).rpartition(".")[2]
    sizes = all(isinstance(each, ast.Constant) and isinstance(each.value, int) for each in call.args)
    first = call.args[0]
    is_listed = isinstance(first, ast.List | ast.Tuple | ast.ListComp) or isinstance(case.value(first), list | tuple)
    data = len(call.args) == 1 and is_listed and not isinstance(case.value(first), torch.Size)
    if call.keywords or not (data or (is_raw and sizes)):
        return None
    arguments = ", ".join(map(case.syntax.code, call.args))
    made = "tensor" if data else "empty"
    return fix(f"Write torch.{made}", replaced(case.syntax, call, f"torch.{made}({arguments}, dtype={LEGACY[name]})"))


RULES = (
    Rule("legacy-variable", "hint", variable),
    Rule("legacy-volatile", "warning", volatile),
    Rule("legacy-data-index", "error", data_index),
    Rule("legacy-constructor", "hint", constructor),
)
