"""Tensors of the wrong kind or in the wrong place."""

import ast
import re
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span

_INTEGER = re.compile(r"[Oo]nly Tensors of floating point (and complex )?dtype can require gradients")
_DTYPES = re.compile(
    r"must have the same dtype|to have the same dtype|expected scalar type|Found dtype|expected target dtype|"
    r"tensors used as indices must be|to have one of the following scalar types|"
    r"Input type \([\w. ]+\) and (bias|weight) type|RNN input dtype|can't be cast to the desired output type|"
    r"could not infer output dtype|only applicable to index tensor of type LongTensor|have same dtype, but found"
)
_DEVICES = re.compile(
    r"[Ee]xpected all tensors to be on the same device|is not on the expected device|on the same device"
)


def integer_gradient(case: Case) -> Iterator[Remark]:
    """Translate a gradient wanted of whole numbers."""
    if _INTEGER.search(case.message):
        yield Remark(
            case.place,
            case.message,
            "A derivative says what an ever smaller change does, and whole numbers have no smaller change than 1. "
            "Write the numbers with a point (1.0), or give dtype=torch.float32.",
            _floating(case),
        )


def _floating(case: Case) -> Fix | None:
    call = case.failing
    if isinstance(call, ast.Attribute) and call.attr == "requires_grad":
        return _floating_at_birth(case, dotted(call.value))
    if not isinstance(call, ast.Call):
        return None
    if last_name(call.func) == "Parameter" and call.args:
        return fix("Make it floating point", method(case.syntax, call.args[0], "float()"))
    if last_name(call.func) == "requires_grad_" and isinstance(call.func, ast.Attribute):
        is_plain = fix("Make it floating point", method(case.syntax, call.func.value, "float()"))
        return _floating_at_birth(case, dotted(call.func.value)) if dotted(call.func.value) else is_plain
    return _floating_by_dtype(case, call)


def _floating_by_dtype(case: Case, call: ast.Call) -> Fix | None:
    given = keyword(call, "dtype")
    if given is not None:
        return fix("Make it floating point", replaced(case.syntax, given.value, "torch.float32"))
    at = case.syntax.span(call)
    end = Span(at.end_line, at.end_column - 1, at.end_line, at.end_column - 1)
    return fix("Make it floating point", Edit(end, ", dtype=torch.float32"))


def _floating_at_birth(case: Case, name: str) -> Fix | None:
    bound = case.syntax.bindings(name)
    return fix("Make it floating point", method(case.syntax, bound[-1].value, "float()")) if bound else None


def dtype_mismatch(case: Case) -> Iterator[Remark]:
    """Translate tensors of different dtypes, or of one that the operation does not take."""
    if not _DTYPES.search(case.message):
        return
    call = case.failed_call
    dtypes = ", ".join(dict.fromkeys(_dtype(each) for each in call.operands)) if call is not None else ""
    here = f" (here: {dtypes})" if dtypes else ""
    yield Remark(
        case.place,
        case.message,
        f"Products, layers and losses want one dtype for all{here}, and class numbers and indices want torch.long. "
        "NumPy makes float64, PyTorch float32, and whole numbers are int64: convert with float(), long() or to().",
        _converted(case),
    )


def _dtype(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _converted(case: Case) -> Fix | None:
    """Convert the one operand, named in the failing expression, that differs from what is wanted."""
    wants_long = bool(
        re.search(
            "target dtype to be Long|of type LongTensor|used as indices|following scalar types: Long", case.message
        )
    )
    operands = [each for each in _operands(case.failing) if isinstance(case.value(each), torch.Tensor)]
    if wants_long:
        wrong = [each for each in operands if case.value(each).is_floating_point()]
        chosen, call = wrong[-1:], "long()"
    else:
        wrong = [each for each in operands if case.value(each).dtype is not torch.float32]
        chosen, call = wrong[:1] if len(wrong) == 1 else [], "float()"
    return fix(f"Convert it: {call}", method(case.syntax, chosen[0], call)) if chosen else None


def _operands(node: ast.expr | None) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        given = [node.left, node.right]
    elif isinstance(node, ast.Call):
        owner = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        given = [*owner, *node.args, *(each.value for each in node.keywords)]
    elif isinstance(node, ast.Subscript):
        given = [node.slice]
    else:
        given = []
    return [each for each in given if dotted(each)]


def device_mismatch(case: Case) -> Iterator[Remark]:
    """Translate tensors on different devices."""
    if not _DEVICES.search(case.message):
        return
    call = case.failed_call
    devices = ", ".join(dict.fromkeys(str(each.device) for each in call.operands)) if call is not None else ""
    here = f" (here: {devices})" if devices else ""
    yield Remark(
        case.place,
        case.message,
        f"An operation runs where its tensors are, so all must be on one device{here}. "
        "Move model and data there with to(device); of a tensor, to() gives a moved copy that must be kept: x = "
        "x.to(device).",
        _moved(case),
    )


def _moved(case: Case) -> Fix | None:
    node = case.failing
    if isinstance(node, ast.Call) and isinstance(case.value(node.func), nn.Module) and len(node.args) == 1:
        weight = next(case.value(node.func).parameters(), None)
        if weight is not None and weight.device.type != "meta":
            place = f"next({case.syntax.code(node.func)}.parameters()).device"
            return fix("Move the input to the model", method(case.syntax, node.args[0], f"to({place})"))
    operands = [each for each in _operands(node) if isinstance(case.value(each), torch.Tensor)]
    if not operands[1:] or operands[2:] or any(case.value(each).is_meta for each in operands):
        return None
    first, second = operands
    return fix("Move it to the other", method(case.syntax, second, f"to({case.syntax.code(first)}.device)"))


def numpy_on_gradient(case: Case) -> Iterator[Remark]:
    """Translate an array wanted of a tensor that autograd follows."""
    if not case.message.startswith("Can't call numpy() on Tensor that requires grad"):
        return
    call = case.failing
    inner: ast.expr | None = None
    if isinstance(call, ast.Call):
        is_method = isinstance(call.func, ast.Attribute) and call.func.attr == "numpy"
        inner = call.func.value if is_method and isinstance(call.func, ast.Attribute) else next(iter(call.args), None)
    yield Remark(
        case.place,
        case.message,
        "An array shares the tensor's memory and knows nothing of the graph, so a change of it would go unseen. "
        "detach() gives the same values without the graph, and these may become an array.",
        fix("Detach it first", method(case.syntax, inner, "detach()")) if inner is not None else None,
    )


RULES = (
    Rule("integer-requires-grad", "error", integer_gradient),
    Rule("dtype-mismatch", "error", dtype_mismatch),
    Rule("device-mismatch", "error", device_mismatch),
    Rule("numpy-on-grad", "error", numpy_on_gradient),
)
