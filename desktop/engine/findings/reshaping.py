"""Tensors that cannot take the shape that is wanted of them."""

import ast
import re
from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import count, here, shape_in, shape_text
from desktop.engine.findings.syntax import last_name
from desktop.records.finding import Fix
from desktop.records.text import Edit

_VIEW = re.compile(r"shape '(\[[\d, -]*\])' is invalid for input of size (\d+)")
_STRIDED = "view size is not compatible with input tensor's size and stride"
_EXPAND = re.compile(r"The expanded size of the tensor \((\d+)\) must match the existing size \((\d+)\)")
_SPLIT = re.compile(r"split_with_sizes expects split_sizes to sum exactly to (\d+).*split_sizes=(\[[\d, ]*\])")
_PERMUTE = re.compile(r"number of dimensions in the tensor input does not match.*input\.dim\(\) = (\d+).* = (\d+)")
_RANGE = re.compile(r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)")


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate views, expansions and splits that do not come out even."""
    for pattern, words in ((_VIEW, _viewed), (_EXPAND, _expanded), (_SPLIT, _split), (_PERMUTE, _permuted)):
        found = pattern.search(case.message)
        if found is not None:
            yield case.told(words(case, found))


def _viewed(case: Case, found: re.Match[str]) -> str:
    wanted, size = shape_in(found[1]), int(found[2])
    places = abs(count(wanted))
    have = f"{size} numbers{here(case.shapes[:1])}"
    if -1 in wanted:
        problem = f"-1 stands for what is left over, and {have} cannot be dealt out in parts of {places}"
    else:
        problem = f"{shape_text(wanted)} has {places} places, and there are {have}"
    return (
        f"A view arranges the same numbers anew: {problem}. Choose sizes whose product is {size}, or one of them as "
        "-1, which PyTorch works out."
    )


def _expanded(case: Case, _found: re.Match[str]) -> str:
    return (
        f"expand stretches dimensions of size 1 and no others{here(case.shapes[:1])}. Put in a dimension of 1 with "
        "unsqueeze, or copy with repeat, which takes how many times and not the new size."
    )


def _split(_case: Case, found: re.Match[str]) -> str:
    sizes = shape_in(found[2])
    return (
        f"The parts must add up to the whole: {' + '.join(map(str, sizes))} = {sum(sizes)}, and the dimension has "
        f"{found[1]}. Give all sizes, or one number for parts of that size."
    )


def _permuted(case: Case, found: re.Match[str]) -> str:
    return (
        f"permute wants each dimension named exactly once: the tensor has {found[1]}{here(case.shapes[:1])}, and "
        f"{found[2]} are named. To swap two, transpose is enough."
    )


def strided(case: Case) -> Iterator[Remark]:
    """Translate a view of what does not lie in memory in one piece."""
    if case.message.startswith(_STRIDED):
        yield case.told(
            "view copies nothing, so the numbers must lie in memory in the order they are read in, and after "
            "transpose, permute or a slice they do not. reshape is the same and copies where it must.",
            _reshaped(case),
        )


def _reshaped(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or last_name(call.func) != "view":
        return None
    name = f"{case.syntax.code(call.func).removesuffix('view')}reshape"
    return fix("Write reshape", replaced(case.syntax, call.func, name))


def out_of_range(case: Case) -> Iterator[Remark]:
    """Translate a dimension that the tensor does not have."""
    found = _RANGE.search(case.message)
    if found is None:
        return
    low, high, wanted = map(int, found.groups())
    have = "one dimension, number 0" if high == 0 else f"the dimensions 0 to {high}"
    yield case.told(
        f"The tensor has {have}, counted from the end {low} to -1{here(case.shapes[:1])}, and no dimension {wanted}. "
        "Is the batch dimension missing, or was one squeezed away?",
        _last(case, wanted),
    )


def _last(case: Case, wanted: int) -> Fix | None:
    """Take the last dimension, where the wanted one stands in the text."""
    call = case.failing
    if not isinstance(call, ast.Call):
        return None
    given = [*call.args, *(each.value for each in call.keywords)]
    numbers = [each for each in given if isinstance(each, ast.Constant) and each.value == wanted]
    if len(numbers) != 1 or wanted < 0:
        return None
    return fix("Take the last dimension: -1", Edit(case.syntax.span(numbers[0]), "-1"))


RULES = (
    Rule("reshape-mismatch", "error", mismatch),
    Rule("view-not-contiguous", "error", strided),
    Rule("dimension-out-of-range", "error", out_of_range),
)
