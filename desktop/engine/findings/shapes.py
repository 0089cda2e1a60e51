"""Shapes that do not fit, and those that fit by accident."""

import ast
import re
from collections.abc import Iterator, Sequence

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.log import Event
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.syntax import dotted, keyword, last_name
from desktop.records.finding import Fix

_SPREADING = frozenset({"unsqueeze", "view", "reshape", "expand", "expand_as", "broadcast_to"})
_OUTER = frozenset({"mul", "rmul", "multiply"})
"""Of plain data an outer product is more likely meant than not."""

_UNEVEN = re.compile(r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\)|einsum\(\): subscript")
_PRODUCTS = re.compile(
    r"mat1 and mat2 shapes cannot be multiplied|inconsistent tensor size, expected tensor|size mismatch, got input|"
    r"Expected size for first two dimensions of batch2|input\.size\(-1\) must be equal to input_size|"
    r"expected input\[.*\] to have .* channels|mat2 must be a matrix|self must be a matrix"
)


def both_expand(case: Case) -> Iterator[Remark]:
    """Find (N, 1) with (N,), which silently gives (N, N), and losses whose target has another size."""
    for event in case.log.of("broadcast"):
        first, second = event.facts["shapes"]
        if event.facts["loss"]:
            yield _uneven_loss(case, event, first, second)
        elif _both_expand(first, second) and not event.facts["shared"] and not _is_meant(case, event):
            yield Remark(
                event.span,
                f"Shapes {_shape(first)} and {_shape(second)} broadcast to {_shape(_broadcast(first, second))}.",
                f"Both sides are stretched, so each row meets each element:\n{lined_up((first, second))}\nIf they "
                "are to be taken element by element, give both the same shape.",
                _squeezed(case, event),
            )


def _uneven_loss(case: Case, event: Event, first: tuple[int, ...], second: tuple[int, ...]) -> Remark:
    whole = _broadcast(first, second)
    harmless = max(_count(first), _count(second)) == _count(whole)
    return Remark(
        event.span,
        f"Using a target size (torch.Size({list(second)})) that is different to the input size "
        f"(torch.Size({list(first)})). This will likely lead to incorrect results due to broadcasting. Please ensure "
        "they have the same size.",
        f"{event.facts['loss']} compares them after broadcasting to {_shape(whole)}:\n{lined_up((first, second))}\n"
        "Give the target the shape of the input.",
        _target_like_input(case, event),
        severity="hint" if harmless and _count(first) == _count(second) else None,
    )


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate shapes that do not broadcast."""
    if not _UNEVEN.search(case.message):
        return
    shapes = _operand_shapes(case)
    yield Remark(
        case.failure.span if case.failure else None,
        case.message,
        "Shapes are lined up from the right, and in each column the sizes must be equal or one of them 1"
        + (f":\n{lined_up(shapes)}\n" if len(shapes) > 1 else ". ")
        + "Bring them together with unsqueeze, view, transpose or a slice.",
    )


def product_mismatch(case: Case) -> Iterator[Remark]:
    """Translate factors of a matrix product, and inputs of layers, that do not fit."""
    if not _PRODUCTS.search(case.message):
        return
    shapes = _operand_shapes(case)
    layer = _failing_layer(case)
    yield Remark(
        case.failure.span if case.failure else None,
        case.message,
        "In a matrix product the last size of the left factor must equal the first of the right one (for a layer: its "
        f"number of input features or channels).{_factors(shapes, layer)}",
        _fitting_layer(case, layer, shapes),
    )


def _factors(shapes: list[tuple[int, ...]], layer: nn.Module | None) -> str:
    """Tell what was multiplied; of a layer what it got and how much its weight (outputs first) takes."""
    if not shapes[1:]:
        return ""
    first, second = shapes[:2]
    if layer is not None and second[1:]:
        name = type(layer).__name__
        return f" {name} got {_shape(first)}, and its weight of {_shape(second)} takes {second[1]}."
    return f" Here: {_shape(first)} @ {_shape(second)}."


def single_value(case: Case) -> Iterator[Remark]:
    """Translate batch normalisation over a single value."""
    if not case.message.startswith("Expected more than 1 value per channel when training"):
        return
    yield Remark(
        case.failure.span if case.failure else None,
        case.message,
        "In train mode batch normalisation takes each channel's mean and deviation over the batch, and one value has "
        "no deviation. Give it more than one example (drop_last=True leaves out a last batch of one), or call eval().",
    )


def lined_up(shapes: Sequence[Sequence[int]]) -> str:
    """Write shapes under each other, lined up from the right, with a mark under each column that does not fit."""
    length = max(map(len, shapes))
    rows = [[""] * (length - len(shape)) + [str(size) for size in shape] for shape in shapes]
    columns = list(zip(*rows, strict=True))
    marks = ["^" if len({size for size in column if size not in ("", "1")}) > 1 else "" for column in columns]
    widths = [max(map(len, column)) for column in columns]
    wanted = [*rows, marks] if any(marks) else rows
    return "\n".join(
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in wanted
    )


def _both_expand(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    long, short = (first, second) if len(first) > len(second) else (second, first)
    match long, short:
        case (rows, 1), (count,):
            return rows == count > 1
    return False


def _is_meant(case: Case, event: Event) -> bool:
    """Say whether the text stretches on purpose: `x[:, None] - y`, or a column that was made by `unsqueeze`."""
    operation = case.syntax.expression(event.span)
    sides = [operation.left, operation.right] if isinstance(operation, ast.BinOp) else []
    if isinstance(operation, ast.Compare):
        sides = [operation.left, *operation.comparators]
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


def _squeezed(case: Case, event: Event) -> Fix | None:
    operation = case.syntax.expression(event.span)
    if isinstance(operation, ast.BinOp):
        sides = [operation.left, operation.right]
    elif isinstance(operation, ast.Compare) and len(operation.comparators) == 1:
        sides = [operation.left, operation.comparators[0]]
    else:
        return None
    first, second = event.facts["shapes"]
    column = sides[0] if len(first) > len(second) else sides[1]
    return fix(
        f"Take the column as a plain row of numbers: {case.syntax.code(column)}.squeeze(1)",
        method(case.syntax, column, "squeeze(1)"),
    )


def _target_like_input(case: Case, event: Event) -> Fix | None:
    call = case.syntax.expression(event.span)
    first, second = event.facts["shapes"]
    if not isinstance(call, ast.Call) or not call.args[1:] or _count(first) != _count(second):
        return None
    given, target = call.args[:2]
    return fix(
        "Give the target the shape of the input", method(case.syntax, target, f"view_as({case.syntax.code(given)})")
    )


def _operand_shapes(case: Case) -> list[tuple[int, ...]]:
    call = case.failed_call
    return [tuple(each.shape) for each in call.operands] if call is not None else []


def _failing_layer(case: Case) -> nn.Module | None:
    """Give the layer of torch's own that was running when the exception came, if there was one."""
    trace = case.error.__traceback__ if case.error is not None else None
    found = None
    while trace is not None:
        module = trace.tb_frame.f_locals.get("self")
        if isinstance(module, nn.Module) and type(module).__module__.startswith("torch.nn.modules"):
            found = module
        trace = trace.tb_next
    return found


def _fitting_layer(case: Case, layer: nn.Module | None, shapes: list[tuple[int, ...]]) -> Fix | None:
    """Give a Linear layer the number of features that its input has, where its construction is the only such one."""
    if not isinstance(layer, nn.Linear) or not shapes or not shapes[0]:
        return None
    made = [
        (call, size)
        for call in case.syntax.calls("Linear")
        if (size := _first_size(call)) is not None and size.value == layer.in_features and _out(call, layer)
    ]
    if len(made) != 1:
        return None
    features = shapes[0][-1]
    return fix(
        f"Let the layer take {features} features: its input has as many",
        replaced(case.syntax, made[0][1], str(features)),
    )


def _first_size(call: ast.Call) -> ast.Constant | None:
    named = keyword(call, "in_features")
    size = call.args[0] if call.args else named.value if named is not None else None
    return size if isinstance(size, ast.Constant) and isinstance(size.value, int) else None


def _out(call: ast.Call, layer: nn.Linear) -> bool:
    size = call.args[1] if len(call.args) > 1 else None
    return not isinstance(size, ast.Constant) or size.value == layer.out_features


def _broadcast(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...]:
    length = max(len(first), len(second))
    padded = [(1,) * (length - len(shape)) + tuple(shape) for shape in (first, second)]
    return tuple(max(pair) if 0 not in pair else 0 for pair in zip(*padded, strict=True))


def _count(shape: Sequence[int]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _shape(shape: Sequence[int]) -> str:
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


RULES = (
    Rule("broadcast-both-expand", "warning", both_expand),
    Rule("broadcast-mismatch", "error", mismatch),
    Rule("matmul-mismatch", "error", product_mismatch),
    Rule("batchnorm-single", "error", single_value),
)
