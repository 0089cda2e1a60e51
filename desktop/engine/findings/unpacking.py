"""Tensors that are gone through, or taken apart into names, in another number than they have."""

import ast
import re
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import atom, fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import last_name
from desktop.records.finding import Fix

_UNPACKED = re.compile(r"^(too many|not enough) values to unpack \(expected (\d+)")
_SINGLE = ("iteration over a 0-d tensor", "len() of a 0-d tensor")


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate an assignment to more or fewer names than there are values."""
    found = _UNPACKED.search(case.message)
    statement = case.syntax.statement_at(case.place)
    if found is None or not isinstance(statement, ast.Assign):
        return
    names, value = int(found[2]), statement.value
    held = case.value(value)
    if isinstance(held, torch.Tensor):
        yield case.told(
            f"A tensor is taken apart along its first dimension, and {case.syntax.code(value)} of shape "
            f"{list(held.shape)} gives {held.shape[0]} parts for {names} names. unbind(dim) takes it apart along "
            "another dimension.",
            _along_another(case, value, held, names),
        )
    elif (sizes := _sizes(case, value)) is not None:
        yield case.told(
            f"This shape has {len(sizes)} sizes, {list(sizes)}, and there are {names} names for them. Is a dimension "
            "missing that unsqueeze(0) would give, as that of a batch of one?"
        )
    else:
        yield from _of_a_layer(case, statement, names)


def _along_another(case: Case, value: ast.expr, held: torch.Tensor, names: int) -> Fix | None:
    fitting = [dim for dim, size in enumerate(held.shape) if size == names]
    if len(fitting) != 1:
        return None
    call = f"{atom(case.syntax, value)}.unbind({fitting[0]})"
    return fix(f"Take dimension {fitting[0]} apart", replaced(case.syntax, value, call))


def _sizes(case: Case, value: ast.expr) -> torch.Size | None:
    """Give the sizes that `x.shape` or `x.size()` stand for."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "size":
        owner = case.value(value.func.value) if not value.args else None
        return owner.shape if isinstance(owner, torch.Tensor) else None
    held = case.value(value)
    return held if isinstance(held, torch.Size) else None


def _of_a_layer(case: Case, statement: ast.Assign, names: int) -> Iterator[Remark]:
    """Tell what a recurrent layer gives: always two values, and of an LSTM the second is a pair."""
    call = statement.value
    layer = case.value(call.func) if isinstance(call, ast.Call) else None
    if not isinstance(layer, nn.RNNBase):
        return
    is_pair = isinstance(layer, nn.LSTM)
    state = "a pair of its last states (h, c)" if is_pair else "its last state h"
    yield case.told(
        f"{type(layer).__name__} gives two values, the outputs of all steps and {state}, and here are {names} names. "
        f"Write output, {'(h, c)' if is_pair else 'h'} = ...",
        _paired(case, statement) if is_pair and names == 3 else None,  # noqa: PLR2004 # output, h and c
    )


def _paired(case: Case, statement: ast.Assign) -> Fix | None:
    target = statement.targets[0]
    if not isinstance(target, ast.Tuple):
        return None
    output, hidden, cell = map(case.syntax.code, target.elts)
    return fix("Take the pair apart", replaced(case.syntax, target, f"{output}, ({hidden}, {cell})"))


def single(case: Case) -> Iterator[Remark]:
    """Translate going through a tensor that is one number."""
    if case.message not in _SINGLE:
        return
    yield case.told(
        "A tensor without dimensions is a single number, so there is nothing to go through; item() gives the number. "
        "If there were to be several, what made one of them: a sum() or mean() without a dimension, or an index?",
        _with_dimension(case),
    )


def _with_dimension(case: Case) -> Fix | None:
    """Make a list of the one number where `list(x)` was to make one."""
    call = case.failing
    if not isinstance(call, ast.Call) or last_name(call.func) != "list" or len(call.args) != 1:
        return None
    return fix("Make a list of the number", replaced(case.syntax, call, f"[{case.syntax.code(call.args[0])}]"))


RULES = (
    Rule("unpack-mismatch", "error", mismatch),
    Rule("single-number", "error", single),
)
