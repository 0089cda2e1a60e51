"""Shapes that do not fit, and those that fit by accident."""

import ast
import re
from collections.abc import Iterator, Sequence

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.log import Event
from desktop.engine.findings.reshaped import shaped_like
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import count, lined_up, shape_text
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.records.finding import Fix

_SPREADING = frozenset({"unsqueeze", "view", "reshape", "expand", "expand_as", "broadcast_to"})
_OUTER = frozenset({"mul", "rmul", "multiply"})
"""Of plain data an outer product is more likely meant than not."""

_UNEVEN = re.compile(r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)|einsum\(\): subscript")


def both_expand(case: Case) -> Iterator[Remark]:
    """Find (N, 1) with (N,), which silently gives (N, N), and losses whose target has another size."""
    for event in case.log.of("broadcast"):
        first, second = event.facts["shapes"]
        if event.facts["loss"]:
            yield _uneven_loss(case, event, first, second)
        elif expands_both(first, second) and not event.facts["shared"] and not _is_meant(case, event):
            square = shape_text(_broadcast(first, second))
            yield Remark(
                event.span,
                f"Shapes {shape_text(first)} and {shape_text(second)} broadcast to {square}.",
                f"Both sides are stretched, so each row meets each element:\n{lined_up((first, second))}\nIf they "
                "are to be taken element by element, give both the same shape.",
                _squeezed(case, event),
            )


def _uneven_loss(case: Case, event: Event, first: tuple[int, ...], second: tuple[int, ...]) -> Remark:
    whole = _broadcast(first, second)
    harmless = max(count(first), count(second)) == count(whole)
    return Remark(
        event.span,
        f"Using a target size (torch.Size({list(second)})) that is different to the input size "
        f"(torch.Size({list(first)})). This will likely lead to incorrect results due to broadcasting. Please ensure "
        "they have the same size.",
        f"{event.facts['loss']} compares them after broadcasting to {shape_text(whole)}:\n{lined_up((first, second))}\n"
        "Give the target the shape of the input.",
        _target_like_input(case, event),
        severity="hint" if harmless and count(first) == count(second) else None,
    )


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate shapes that do not broadcast."""
    if not _UNEVEN.search(case.message):
        return
    shapes = case.shapes
    yield Remark(
        case.place,
        case.message,
        "Shapes are lined up from the right, and in each column the sizes must be equal or one of them 1"
        + (f":\n{lined_up(shapes)}\n" if len(shapes) > 1 else ". ")
        + "Bring them together with unsqueeze, view, transpose or a slice.",
    )


def single_value(case: Case) -> Iterator[Remark]:
    """Translate batch normalisation over a single value."""
    if not case.message.startswith("Expected more than 1 value per channel when training"):
        return
    yield Remark(
        case.place,
        case.message,
        "In train mode batch normalisation takes each channel's mean and deviation over the batch, and one value has "
        "no deviation. Give it more than one example (drop_last=True leaves out a last batch of one), or call eval().",
        _without_the_last(case),
    )


def _without_the_last(case: Case) -> Fix | None:
    """Let the one DataLoader of the program leave an incomplete batch out."""
    loaders = [each for each in case.syntax.calls("DataLoader") if each.args and keyword(each, "drop_last") is None]
    sizes = [keyword(each, "batch_size") for each in loaders]
    if (
        len(loaders) != 1
        or sizes[0] is None
        or (isinstance(sizes[0].value, ast.Constant) and sizes[0].value.value == 1)
    ):
        return None
    return fix(
        "Leave an incomplete batch out",
        replaced(case.syntax, sizes[0].value, f"{case.syntax.code(sizes[0].value)}, drop_last=True"),
    )


def expands_both(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Say whether a column and a vector as long as it are taken together, which makes a square."""
    long, short = (first, second) if len(first) > len(second) else (second, first)
    match long, short:
        case (rows, 1), (count,):
            return rows == count > 1
    return False


def _is_meant(case: Case, event: Event) -> bool:
    """Say whether the text stretches on purpose: `x[:, None] - y`, or a column that was made by `unsqueeze`."""
    sides = _sides(case, event)
    if any(_spreads(each) for each in sides):
        return True
    if any(event.facts["grads"]) or event.facts["name"].strip("_") in ("eq", "ne"):
        return False
    if event.facts["name"].strip("_") in _OUTER:
        return True
    return any(_spreads(bound.value) for each in sides if dotted(each) for bound in case.syntax.bindings(dotted(each)))


def _spreads(node: ast.AST) -> bool:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and last_name(each.func) in _SPREADING:
            return True
        if isinstance(each, ast.Subscript) and any(
            isinstance(part, ast.Constant) and part.value is None for part in ast.walk(each.slice)
        ):
            return True
    return False


def _sides(case: Case, event: Event) -> list[ast.expr]:
    """Give the two expressions that were taken together."""
    operation = case.syntax.expression(event.span)
    if isinstance(operation, ast.BinOp):
        return [operation.left, operation.right]
    if isinstance(operation, ast.Compare):
        return [operation.left, *operation.comparators]
    if isinstance(operation, ast.Call) and isinstance(operation.func, ast.Attribute):
        owner = [operation.func.value] if dotted(operation.func.value) not in ("torch", "F") else []
        return [*owner, *operation.args]
    return []


def _squeezed(case: Case, event: Event) -> Fix | None:
    sides = _sides(case, event)
    if len(sides) != len(event.facts["shapes"]):
        return None
    first, second = event.facts["shapes"]
    column = sides[0] if len(first) > len(second) else sides[1]
    return fix(
        f"Take the column as a plain row of numbers: {case.syntax.code(column)}.squeeze(1)",
        method(case.syntax, column, "squeeze(1)"),
    )


def _target_like_input(case: Case, event: Event) -> Fix | None:
    call = case.syntax.expression(event.span)
    if not isinstance(call, ast.Call) or not call.args[1:]:
        return None
    first, second = event.facts["shapes"]
    return shaped_like(case, call.args[1], second, call.args[0], first)


def _broadcast(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    length = max(len(first), len(second))
    padded = [(1,) * (length - len(shape)) + tuple(shape) for shape in (first, second)]
    return tuple(max(pair) if 0 not in pair else 0 for pair in zip(*padded, strict=True))


RULES = (
    Rule("broadcast-both-expand", "warning", both_expand),
    Rule("broadcast-mismatch", "error", mismatch),
    Rule("batchnorm-single", "error", single_value),
)
