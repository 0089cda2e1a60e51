"""What cannot be made a tensor, or be taken for one, or be held in memory."""

import ast
import re
from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method
from desktop.engine.findings.module_calls import uncalled_module
from desktop.engine.findings.rule import Rule
from desktop.records.finding import Fix

_UNEVEN = re.compile(r"expected sequence of length (\d+) at dim (\d+) \(got (\d+)\)")
_STRING = re.compile(
    r"too many dimensions 'str'|can't convert np\.ndarray of type numpy\.(str_|object_)|new\(\): invalid data"
)
_STRIDE = "At least one stride in the given numpy array is negative"
_ARGUMENT = re.compile(r"(\w+)\(\): argument '(\w+)' \(position (\d+)\) must be (.+), not ([\w.]+)$", re.MULTILINE)
_OPERANDS = re.compile(r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'")
_INVALID = re.compile(r"(\w+)\(\) received an invalid combination of arguments - got \((.*?)\)")
_PLACES = re.compile(r"^(\w+)\(\) takes \d+ positional arguments? but \d+ were given")
_MEMORY = re.compile(r"can't allocate memory: you tried to allocate (\d+) bytes|CUDA out of memory|out of memory")
_UNITS = (("TB", 1e12), ("GB", 1e9), ("MB", 1e6))


def into_tensor(case: Case) -> Iterator[Remark]:
    """Translate data that is no block of numbers."""
    uneven = _UNEVEN.search(case.message)
    if uneven is not None:
        yield case.told(
            f"A tensor is a full block: its rows must be equally long, and here one has {uneven[1]} and another "
            f"{uneven[3]}. Fill the short ones up, for tensors with nn.utils.rnn.pad_sequence."
        )
    elif _STRING.search(case.message):
        yield case.told(
            "A tensor holds numbers, and here are words or objects. Turn them into numbers first: words into indices "
            "by a dictionary, columns of a table one dtype at a time."
        )
    elif case.message.startswith(_STRIDE):
        yield case.told(
            "A NumPy array that is read backwards ([::-1], flip) cannot share its memory with a tensor. A copy() of it "
            "lies in order.",
            _copied(case),
        )


def _copied(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or len(call.args) < 1:
        return None
    return fix("Give a copy", method(case.syntax, call.args[0], "copy()"))


def not_a_tensor(case: Case) -> Iterator[Remark]:
    """Translate arguments of another kind than an operation takes."""
    if uncalled_module(case) is not None:
        return
    argument, invalid = _ARGUMENT.search(case.message), _INVALID.search(case.message)
    operands = _OPERANDS.search(case.message)
    if argument is not None:
        name, parameter, place, wanted, got = argument.groups()
        yield case.told(
            f"{name} takes {_a(wanted)} as {parameter} (number {place}), and got {_a(got)}. Make a tensor of numbers "
            "with torch.tensor(...), a size of a float with int(...), and check the order of the arguments."
        )
    elif invalid is not None:
        yield case.told(
            f"{invalid[1]} has no form that takes ({invalid[2]}). Sizes are whole numbers, and what is computed on is "
            "a tensor: a division that should give a size is written //."
        )
    elif _PLACES.search(case.message) and isinstance(case.failing, ast.Call) and _is_torchs(case, case.failing):
        yield case.told(
            f"{case.syntax.code(case.failing.func)} takes other arguments than these, in kind or in number. Sizes are "
            "whole numbers: a division that should give one is written //."
        )
    elif operands is not None and "Tensor" in operands.groups() and "NoneType" not in operands.groups():
        other = next((each for each in operands.groups()[1:] if each != "Tensor"), "Tensor")
        yield case.told(
            f"A tensor and {_a(other)} cannot be taken together by {operands[1]}. Turn it into a number or a tensor "
            "first."
        )


def _is_torchs(case: Case, call: ast.Call) -> bool:
    return str(getattr(case.value(call.func), "__module__", None)).startswith(("torch", "None"))


def _a(kind: str) -> str:
    return f"{'an' if kind[:1].lower() in 'aeiou' else 'a'} {kind}" if " " not in kind else kind


def memory(case: Case) -> Iterator[Remark]:
    """Translate memory that is not there."""
    found = _MEMORY.search(case.message)
    if found is not None:
        wanted = f": {_size(int(found[1]))} at once" if found[1] else ""
        yield case.told(
            f"This asks for more memory than there is{wanted}. Take smaller batches or sizes, work without recording "
            "where no gradient is wanted, and look for graphs that are kept (total += loss)."
        )


def _size(count: int) -> str:
    unit, size = next(((unit, size) for unit, size in _UNITS if count >= size), ("MB", 1e6))
    return f"{count / size:,.4g} {unit}"


RULES = (
    Rule("data-conversion", "error", into_tensor),
    Rule("not-a-tensor", "error", not_a_tensor),
    Rule("out-of-memory", "error", memory),
)
