"""A GPU is wanted where there is none."""

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import atom, fix, replaced, within
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, last_name
from desktop.engine.findings.uninitialized import LEGACY
from desktop.records.finding import Fix

_NONE = re.compile(
    r"Torch not compiled with CUDA enabled|Found no NVIDIA driver|No CUDA GPUs are available|"
    r"Attempting to deserialize object on a CUDA device|CUDA driver initialization failed|"
    r"Cannot initialize CUDA without ATen_cuda|requires CUDA support|has no attribute '_cuda_|"
    r"Cannot access accelerator device when none is available"
)
_NO_SUCH = "invalid device ordinal"
_CHECK = "torch.cuda.is_available()"
_AVAILABLE = f'"cuda" if {_CHECK} else "cpu"'
_TITLE = "Use CUDA only if there is one"


def unavailable(case: Case) -> Iterator[Remark]:
    """Translate a wish for a GPU where there is none, or not so many."""
    if _NONE.search(case.message):
        explanation = (
            f"This PyTorch finds no CUDA device here. Choose the device once, device = torch.device({_AVAILABLE}), and "
            "write to(device) everywhere: then the program runs with and without a GPU."
        )
    elif _NO_SUCH in case.message:
        explanation = (
            "GPUs are numbered from 0, and there are fewer here than that number wants. Without a number, "
            'device = "cuda" takes the first.'
        )
    else:
        return
    yield Remark(case.place, case.message, explanation, _if_available(case))


def _if_available(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call):
        return None
    if last_name(call.func) == "cuda" and isinstance(call.func, ast.Attribute) and dotted(call.func) != "torch.cuda":
        return fix(_TITLE, replaced(case.syntax, call, f"{atom(case.syntax, call.func.value)}.to({_AVAILABLE})"))
    return _modern(case, call) or _conditional(case, call) or _only_there(case, call)


def _modern(case: Case, call: ast.Call) -> Fix | None:
    """Turn `torch.cuda.FloatTensor(2, 3)` into today's constructor, which takes a device; sizes are filled, too."""
    if not _is_type(call.func) or call.keywords or not call.args:
        return None
    dtype = LEGACY[last_name(call.func)]
    if len(call.args) == 1 and isinstance(call.args[0], ast.List | ast.Tuple | ast.ListComp):
        made = "tensor"
    elif all(isinstance(_known(case, each), int) for each in call.args):
        made = "randn" if "float" in dtype else "zeros"
    else:
        return None
    arguments = ", ".join(map(case.syntax.code, call.args))
    text = f"torch.{made}({arguments}, dtype={dtype}, device={_AVAILABLE})"
    return fix(f"Make it with torch.{made}, on the GPU only if there is one", replaced(case.syntax, call, text))


def _known(case: Case, node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else case.value(node)


def _conditional(case: Case, call: ast.Call) -> Fix | None:
    """Make each "cuda", or CUDA tensor type, depend on whether there is one: in the call, or where it comes from."""
    given = [*call.args, *(each.value for each in call.keywords), call.func]
    bound = [each.value for name in given if dotted(name) for each in case.syntax.bindings(dotted(name))]
    for nodes in ([call], bound, [case.syntax.tree]):
        edits = [
            replaced(case.syntax, each, text)
            for node in nodes
            for each in ast.walk(node)
            if isinstance(each, ast.expr) and (text := _depending(each)) and _stands_alone(case, each)
        ]
        if edits:
            return fix(_TITLE, *edits)
    return None


def _depending(node: ast.expr) -> str:
    if _is_cuda(node):
        return _AVAILABLE
    return f"{dotted(node)} if {_CHECK} else torch.{last_name(node)}" if _is_type(node) else ""


def _stands_alone(case: Case, node: ast.expr) -> bool:
    """Say whether a condition may take a node's place as it is: where it is given, bound, or returned."""
    parent = next(iter(case.syntax.around(node)))
    if isinstance(parent, ast.Call):
        return parent.func is not node
    return isinstance(parent, ast.keyword | ast.Assign | ast.AnnAssign | ast.Return | ast.arguments)


def _only_there(case: Case, call: ast.Call) -> Fix | None:
    """Put a statement like `torch.cuda.synchronize()` behind the question whether there is a GPU."""
    statement = case.syntax.statement(call)
    if not dotted(call.func).startswith("torch.cuda.") or not isinstance(statement, ast.Expr):
        return None
    return fix(_TITLE, within(case.syntax, statement, f"if {_CHECK}:"))


def _is_type(node: ast.AST) -> bool:
    owner, _, name = dotted(node).rpartition(".")
    return owner == "torch.cuda" and name in LEGACY


def _is_cuda(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition(":")[0] == "cuda"


RULES = (Rule("cuda-unavailable", "error", unavailable),)
