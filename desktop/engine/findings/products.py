"""Factors of a matrix product that do not fit, and layers whose weight is one of them."""

import ast
import re
from collections.abc import Iterator

from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.constructions import resized
from desktop.engine.findings.edits import atom, fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import Shape, shape_text
from desktop.engine.findings.syntax import dotted
from desktop.records.finding import Fix

_PRODUCTS = re.compile(
    r"mat1 and mat2 shapes cannot be multiplied|inconsistent tensor size, expected tensor|size mismatch, got input|"
    r"Expected size for first two dimensions of batch2|input\.size\(-1\) must be equal to input_size|"
    r"input has inconsistent input_size|"
    r"expected input\[.*\] to have .* channels|mat2 must be a matrix|self must be a matrix|vector \+ matrix @ vector"
)
_MADE_FOR = re.compile(
    r"to have (\d+) channels, but got (\d+) channels|Expected (\d+), got (\d+)|input_size: got (\d+) expected (\d+)"
)
_LOWEST = 2
"""Dimensions of a matrix."""


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate factors of a matrix product, and inputs of layers, that do not fit."""
    if _PRODUCTS.search(case.message):
        sizes = _sizes(case)
        yield _of_layer(case, case.layer, *sizes) if case.layer is not None and sizes else _of_product(case)


def _sizes(case: Case) -> tuple[int, int] | None:
    """Give how many features or channels the layer was made for, and how many it was given."""
    found = _MADE_FOR.search(case.message)
    if found is not None:
        channels, plain, swapped = found.group(1, 2), found.group(3, 4), found.group(6, 5)
        made, got = next(pair for pair in (channels, plain, swapped) if pair[0] is not None)
        return int(made), int(got)
    if isinstance(case.layer, nn.Linear) and case.shapes and case.shapes[0]:
        return case.layer.in_features, case.shapes[0][-1]
    return None


def _of_layer(case: Case, layer: nn.Module, made: int, got: int) -> Remark:
    what = "channels" if "channels" in case.message else "features"
    of = f" of {shape_text(case.shapes[0])}" if case.shapes else ""
    return case.told(
        f"This {type(layer).__name__} was made for inputs of {made} {what}, and the input{of} has {got}. Make it for "
        "as many as it gets from the layer before it, or bring the input to that shape.",
        resized(case, layer, got),
    )


def _of_product(case: Case) -> Remark:
    if not case.shapes[1:] or () in case.shapes[:2]:
        return case.told(
            "A matrix product takes matrices, or vectors, and here is something else. Is * what was meant?"
        )
    first, second = case.shapes[:2]
    which, inner = ("second to last", second[-2]) if second[1:] else ("only", second[0])
    return case.told(
        f"In the matrix product {shape_text(first)} @ {shape_text(second)} the last size of the left one, {first[-1]}, "
        f"must equal the {which} size of the right one, {inner}. Is one of them to be transposed, or was * meant?",
        _transposed(case, first, second),
    )


def _transposed(case: Case, first: Shape, second: Shape) -> Fix | None:
    """Turn the factor around that fits the other then, where both are matrices."""
    factors = _factors(case)
    if factors is None or min(len(first), len(second)) < _LOWEST or first[:-2] != second[:-2]:
        return None
    turned = 1 if first[-1] == second[-1] else 0 if first[-2] == second[-2] else None
    if turned is None:
        return None
    node = factors[turned]
    call = "T" if len(first) == len(second) == _LOWEST else "transpose(-2, -1)"
    text = f"{atom(case.syntax, node)}.{call}"
    return fix(f"Transpose it: {text}", replaced(case.syntax, node, text)) if dotted(node) else None


def _factors(case: Case) -> tuple[ast.expr, ast.expr] | None:
    node = case.failing
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if not isinstance(node, ast.Call):
        return None
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    is_method = owner is not None and dotted(owner) not in ("torch", "")
    given = [owner, *node.args] if is_method and owner is not None else node.args
    return (given[0], given[1]) if len(given) == len(("left", "right")) else None


RULES = (Rule("matmul-mismatch", "error", mismatch),)
