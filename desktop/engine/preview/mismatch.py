"""Remarks that follow from shapes: which operands do not fit, lined up, and which fit by accident."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.engine.preview.marking import Place
from desktop.engine.preview.observer import Look
from desktop.records.finding import Finding
from desktop.records.preview import Shape, TensorShape, broadcast, lined_up
from desktop.records.text import Span

_ARITHMETIC = {"Add", "Sub", "Mult", "Div", "FloorDiv", "Mod", "Pow", "Compare"}
_METHODS = {"add": 2, "sub": 2, "mul": 2, "div": 2, "add_": 2, "sub_": 2, "mul_": 2, "div_": 2, "pow": 2}
_PRODUCTS = {"MatMult", "matmul", "mm", "bmm", "mv", "dot"}
_SIGNS = {"Add": "+", "Sub": "−", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@"}
_OUTER = {"Mult", "mul", "mul_"}
_COLUMN = 2
"""Dimensions of a column."""

Looks = Mapping[int, Look]


def broadcast_operands(place: Place, looks: Looks) -> tuple[Shape, ...]:
    """Give the two shapes that a place's arithmetic lines up, or nothing."""
    if place.operation not in _ARITHMETIC and place.operation not in _METHODS:
        return ()
    shapes = [tensor.shape for tensor in _operands(place, looks)]
    return tuple(shapes) if len(shapes) == 2 else ()  # noqa: PLR2004 # two operands


def mismatch(places: Sequence[Place], looks: Looks, span: Span, message: str) -> Finding | None:
    """Say which shapes do not fit in the expression at `span` that raised `message`; None where it is not that."""
    for place in places:
        if place.span == span and (found := _misfit(place, looks, message)) is not None:
            return found
    return None


def accidents(places: Sequence[Place], looks: Looks) -> Iterator[Finding]:
    """Yield where a column and a vector of the same size made a square, unless one was stretched for that."""
    for place in places:
        shapes = broadcast_operands(place, looks)
        if shapes and not _is_meant(place, looks) and _is_column_and_vector(*shapes):
            yield _accident(place, shapes)


def _is_meant(place: Place, looks: Looks) -> bool:
    """Say whether a square is wanted: one side was stretched for it, or it is the outer product of plain data."""
    has_gradient = any(tensor.requires_grad for tensor in _operands(place, looks))
    return place.is_stretched or (place.operation in _OUTER and not has_gradient)


def _misfit(place: Place, looks: Looks, message: str) -> Finding | None:
    shapes = broadcast_operands(place, looks)
    if shapes:
        return None if broadcast(*shapes) is not None else _no_broadcast(place.span, shapes)
    tensors = _operands(place, looks)
    if place.operation in _PRODUCTS and len(tensors) == 2:  # noqa: PLR2004 # two operands
        return _no_product(place.span, tensors[0].shape, tensors[1].shape, message)
    return None


def _operands(place: Place, looks: Looks) -> list[TensorShape]:
    found = [looks[number].tensors for number in place.operands if number in looks]
    return [tensors[0] for tensors in found if len(tensors) == 1]


def _no_broadcast(span: Span, shapes: tuple[Shape, ...]) -> Finding:
    first, second = shapes
    dimension, (a, b) = _first_misfit(first, second)
    message = f"The size of tensor a ({a}) must match the size of tensor b ({b}) at non-singleton dimension {dimension}"
    explanation = (
        "Lined up from the right, two sizes must be equal or one of them must be 1 "
        f"({a} and {b} are neither):\n{_rows(*shapes)}"
    )
    return Finding("broadcast-mismatch", "error", message, explanation, span)


def _no_product(span: Span, first: Shape, second: Shape, message: str) -> Finding | None:
    if not first or not second:
        return Finding("matmul-mismatch", "error", message, "A scalar has no rows to multiply: use * instead.", span)
    inner, outer = first[-1], second[-2] if len(second) > 1 else second[0]
    if inner == outer:
        return None
    if len(first) == len(second) == 2:  # noqa: PLR2004 # matrices
        a, b = ("x".join(map(str, shape)) for shape in (first, second))
        message = f"mat1 and mat2 shapes cannot be multiplied ({a} and {b})"
    explanation = (
        f"The last size of the left one ({inner}) must equal the "
        f"{'second to last' if len(second) > 1 else 'only'} size of the right one ({outer}):\n{_rows(first, second)}"
    )
    return Finding("matmul-mismatch", "error", message, explanation, span)


def _accident(place: Place, shapes: tuple[Shape, ...]) -> Finding:
    together = broadcast(*shapes) or ()
    size = "×".join(map(str, together))
    sign = _SIGNS.get(place.operation, place.operation)
    message = f"{_words(shapes[0])} {sign} {_words(shapes[1])} gives {size}: both were expanded"
    explanation = (
        "A column and a vector of the same length are not taken element by element: every element meets every other. "
        f"If that is not what you want, give both the same shape, with squeeze or unsqueeze.\n{_rows(*shapes)}"
    )
    return Finding("broadcast-both-expand", "warning", message, explanation, place.span)


def _is_column_and_vector(first: Shape, second: Shape) -> bool:
    column, vector = sorted((first, second), key=len, reverse=True)
    sizes = len(column) == _COLUMN and len(vector) == 1
    return sizes and column[1] == 1 and column[0] == vector[0] > 1


def _first_misfit(first: Shape, second: Shape) -> tuple[int, tuple[int, int]]:
    """Give the rightmost dimension, as PyTorch counts it in the longer shape, whose sizes do not fit."""
    pairs = list(zip(reversed(first), reversed(second), strict=False))
    place = next(number for number, (a, b) in enumerate(pairs) if a != b and 1 not in (a, b))
    return max(len(first), len(second)) - 1 - place, pairs[place]


def _rows(*shapes: Shape) -> str:
    return "\n".join(f"    {row}" for row in lined_up(*shapes))


def _words(shape: Shape) -> str:
    return "×".join(map(str, shape)) or "scalar"
