"""Saved weights that do not fit the model they are loaded into."""

import ast
import re
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import shape_in, shape_text
from desktop.records.finding import Fix

_KEYS = r'{} key\(s\) in state_dict: ((?:"[^"]*"(?:, )?)+)'
_SIZE = re.compile(
    r"size mismatch for (\S+): copying a param with shape torch\.Size\((\[.*?\])\).*?torch\.Size\((\[.*?\])\)"
)
_PREFIX = "module."
_NAMED = 3


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate names and sizes that differ."""
    if case.message.startswith("Error(s) in loading state_dict for"):
        missing, unexpected = _names(case, "Missing"), _names(case, "Unexpected")
        yield _prefixed(case, missing, unexpected) or _different(case, missing, unexpected)
    elif case.message.startswith("Expected state_dict to be dict-like"):
        yield case.told(
            "load_state_dict takes the dictionary of names and tensors that state_dict() gives, not a model. Call "
            "state_dict() on the model that has the weights.",
            _of_model(case),
        )


def _names(case: Case, kind: str) -> list[str]:
    found = re.search(_KEYS.format(kind), case.message)
    return re.findall(r'"([^"]*)"', found[1]) if found else []


def _prefixed(case: Case, missing: list[str], unexpected: list[str]) -> Remark | None:
    if not unexpected or {each.removeprefix(_PREFIX) for each in unexpected} != set(missing):
        return None
    call, edit = case.failing, None
    if isinstance(call, ast.Call) and call.args:
        given = case.syntax.code(call.args[0])
        names = f'{{name.removeprefix("{_PREFIX}"): value for name, value in {given}.items()}}'
        edit = fix(f'Take "{_PREFIX}" off the names', replaced(case.syntax, call.args[0], names))
    return case.told(
        f'The saved names begin with "{_PREFIX}" because the model was wrapped in DataParallel when it was saved. Take '
        "that off the names, or save model.module.state_dict() next time.",
        edit,
    )


def _different(case: Case, missing: list[str], unexpected: list[str]) -> Remark:
    parts = [
        f"the model has {name} as {shape_text(shape_in(ours))} and the file as {shape_text(shape_in(theirs))}"
        for name, theirs, ours in _SIZE.findall(case.message)[:_NAMED]
    ]
    parts += [f"the file lacks {', '.join(missing[:_NAMED])}"] if missing else []
    parts += [f"the model lacks {', '.join(unexpected[:_NAMED])}"] if unexpected else []
    return case.told(
        f"Weights go into a model built as the one they were saved from, and here {'; '.join(parts)}. Build the same "
        "layers with the same sizes; strict=False loads what has the same name, but no other sizes."
    )


def _of_model(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or not call.args or not isinstance(case.value(call.args[0]), nn.Module):
        return None
    return fix("Give its state_dict()", method(case.syntax, call.args[0], "state_dict()"))


def unsafe(case: Case) -> Iterator[Remark]:
    """Translate a file that holds more than tensors."""
    if "Weights only load failed" in case.message:
        yield case.told(
            "torch.load reads tensors and plain containers, since anything else in a file may run code, and this file "
            "holds more: a whole model, perhaps. Save model.state_dict() and load that into a new model; "
            "weights_only=False is for files you made yourself."
        )


RULES = (
    Rule("state-dict-mismatch", "error", mismatch),
    Rule("unsafe-load", "error", unsafe),
)
