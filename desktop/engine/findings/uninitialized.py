"""Memory that is read before anything was written to it."""

import ast
from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
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
    reads = case.log.of("unknown read")
    names = frozenset().union(*(event.facts["names"] for event in reads))
    nameless = [event.span for event in reads if event.span is not None and not event.facts["names"]]
    for call in raw_constructors(case.syntax.tree):
        span = case.syntax.span(call)
        is_read = _bound_to(case, call) in names - {""} or any(_lies_within(span, each) for each in nameless)
        if is_read and _makes_sizes(case, call):
            yield _raw(case, span)


def _lies_within(inner: Span, outer: Span) -> bool:
    """Say whether a part of an expression is what the expression read."""
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return begins and ends and inner != outer


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


RULES = (Rule("uninitialized-tensor", "warning", uninitialized),)
