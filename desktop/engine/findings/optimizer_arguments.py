"""What an optimizer cannot be made of."""

import ast
import difflib
import inspect
import re
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span

_KEYWORD = re.compile(r"__init__\(\) got an unexpected keyword argument '(\w+)'")
_ALSO = {"learning_rate": "lr", "alpha": "lr", "eta": "lr", "l2": "weight_decay", "beta": "betas"}


def wrong(case: Case) -> Iterator[Remark]:
    """Translate what optimizers say of their arguments."""
    call = case.failing
    if case.message.endswith(" is not an Optimizer"):
        yield case.told(
            "A schedule changes the learning rate of an optimizer, so it is made of that and not of the model. Give it "
            "the optimizer that moves the model's parameters.",
            _optimizer_instead(case, call),
        )
    if not isinstance(call, ast.Call) or not _makes_optimizer(case, call):
        return
    given = case.value(call.args[0]) if call.args and dotted(call.args[0]) else None
    remark = _empty(case, call) or _no_list(case, call, given) or _keyword(case, call)
    if remark is not None:
        yield remark


def _optimizer_instead(case: Case, call: ast.expr | None) -> Fix | None:
    names = {
        name: None
        for namespace in case.namespaces
        for name, value in namespace.items()
        if isinstance(value, torch.optim.Optimizer) and name.isidentifier()
    }
    if not isinstance(call, ast.Call) or not call.args or len(names) != 1:
        return None
    name = next(iter(names))
    return fix(f"Give it {name}", replaced(case.syntax, call.args[0], name))


def _makes_optimizer(case: Case, call: ast.Call) -> bool:
    kind = case.value(call.func)
    return isinstance(kind, type) and issubclass(kind, torch.optim.Optimizer)


def _empty(case: Case, call: ast.Call) -> Remark | None:
    if "optimizer got an empty parameter list" not in case.message:
        return None
    bound = case.syntax.bindings(dotted(call.args[0])) if call.args and dotted(call.args[0]) else []
    if bound and isinstance(bound[-1].value, ast.Call):
        value = bound[-1].value
        return case.told(
            "What parameters() gives can be gone through once, and that has happened already. Keep them in a list.",
            fix("Keep them in a list", replaced(case.syntax, value, f"list({case.syntax.code(value)})")),
        )
    return case.told(
        "The model has no parameters to move: it has no layer that learns, or they are in a plain list, a dict or "
        "tensors that it does not know. Use nn.ModuleList, nn.ModuleDict and nn.Parameter in the model's __init__."
    )


def _no_list(case: Case, call: ast.Call, given: object) -> Remark | None:
    is_told = re.search(r"params argument given to the optimizer|is not iterable|one of the params is", case.message)
    if is_told is None or not call.args:
        return None
    if isinstance(given, nn.Module):
        mend = fix("Give its parameters()", method(case.syntax, call.args[0], "parameters()"))
    elif isinstance(given, torch.Tensor):
        mend = fix("Put it in a list", replaced(case.syntax, call.args[0], f"[{case.syntax.code(call.args[0])}]"))
    else:
        mend = _called(case, call.args[0])
    return case.told(
        "An optimizer takes a list of tensors, or of groups of them, and got something else. Give it "
        "model.parameters(), or the tensors in brackets: [w, b].",
        mend,
    )


def _called(case: Case, given: ast.expr) -> Fix | None:
    if not isinstance(given, ast.Attribute) or given.attr != "parameters":
        return None
    span = case.syntax.span(given)
    end = Span(span.end_line, span.end_column, span.end_line, span.end_column)
    return fix("Call parameters()", Edit(end, "()"))


def _keyword(case: Case, call: ast.Call) -> Remark | None:
    found = _KEYWORD.search(case.message)
    if found is None:
        return None
    kind = case.value(call.func)
    known = [name for name in inspect.signature(kind).parameters if name != "params"]
    near = _ALSO.get(found[1]) or next(iter(difflib.get_close_matches(found[1], known, 1, 0.5)), "")
    flag = keyword(call, found[1])
    mend = None
    if near in known and flag is not None:
        mend = fix(f"Write {near}", Edit(case.syntax.span(flag), f"{near}={case.syntax.code(flag.value)}"))
    return case.told(
        f"{kind.__name__} has no argument {found[1]}: it takes {', '.join(known[:6])}. The learning rate is called lr.",
        mend,
    )


RULES = (Rule("optimizer-arguments", "error", wrong),)
