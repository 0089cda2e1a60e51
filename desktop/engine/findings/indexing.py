"""Indices and class numbers beyond what there is."""

import ast
import re
from collections.abc import Iterator

import torch
from torch import nn

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.constructions import resized
from desktop.engine.findings.edits import fix, replaced
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import here, shape_in, shape_text
from desktop.engine.findings.syntax import dotted
from desktop.records.finding import Fix

_INDEX = re.compile(r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)")
_MANY = re.compile(r"too many indices for tensor of dimension (\d+)")
_MASK = re.compile(
    r"The shape of the mask (\[.*?\]) at index \d+ does not match the shape of the indexed tensor (\[.*?\])"
)
_TARGET = re.compile(r"Target (-?\d+) is out of bounds")


def out_of_range(case: Case) -> Iterator[Remark]:
    """Translate indices that point beyond the end."""
    index, many, mask = (each.search(case.message) for each in (_INDEX, _MANY, _MASK))
    if case.message == "index out of range in self":
        yield _embedding(case)
    elif index is not None:
        size = int(index[3])
        yield case.told(
            f"Dimension {index[2]} has {size}, so its indices go from 0 to {size - 1} (from the end: -{size} to -1), "
            f"and {index[1]} is none of them. Counting begins at 0; of a list of sizes the last index is one less."
        )
    elif many is not None:
        yield case.told(
            f"The tensor has {many[1]} {'dimension' if many[1] == '1' else 'dimensions'}{here(case.shapes[:1])}, and "
            "each index between the brackets takes one. Leave one out, or give the tensor the missing dimension."
        )
    elif mask is not None:
        one, other = (shape_text(shape_in(each)) for each in mask.groups())
        yield case.told(
            f"A mask says for each element whether it is taken, so it must have the tensor's shape: it is {one} and "
            f"the tensor is {other}. Compare the same tensor that you index."
        )
    elif case.message == "selected index k out of range":
        yield case.told(
            f"topk cannot give more than there is in the dimension{here(case.shapes[:1])}. Take the smaller of the "
            "two: min(k, x.size(-1))."
        )


def _embedding(case: Case) -> Remark:
    layer = case.layer if isinstance(case.layer, nn.Embedding | nn.EmbeddingBag) else None
    operands = case.failed_call.operands if case.failed_call is not None else ()
    indices = [each for each in operands if not each.is_floating_point() and each.numel() and not each.is_meta]
    rows = next((len(each) for each in operands if each.is_floating_point()), 0)
    if not indices or not rows:
        return case.told("An index is not below the number of rows. Make the embedding larger, or look at the indices.")
    low, high = int(indices[0].min()), int(indices[0].max())
    return case.told(
        f"An embedding of {rows} rows has the indices 0 to {rows - 1}, and it is given {low} to {high}. Make it as "
        "large as the vocabulary, padding and unknown words included.",
        resized(case, layer, high + 1) if low >= 0 else None,
    )


def target(case: Case) -> Iterator[Remark]:
    """Translate class numbers that have no score."""
    found = _TARGET.search(case.message)
    if found is not None:
        scores = _classes(case)
        yield case.told(
            f"With {scores or 'C'} scores for each example the classes are 0 to {scores - 1 if scores else 'C - 1'}, "
            f"and one target says {found[1]}. Let the last layer give a score for each class, and count classes from "
            "0.",
            _from_zero(case, scores),
        )
    elif "Class values must be smaller than num_classes" in case.message:
        yield case.told(
            "one_hot makes num_classes columns, for the classes 0 to num_classes - 1, and a class number here is "
            "larger. Give it as many as there are, or count classes from 0."
        )


def _classes(case: Case) -> int:
    scores = case.shapes[0] if case.shapes else ()
    return (scores[1] if scores[1:] else scores[0]) if scores else 0


def _from_zero(case: Case, scores: int) -> Fix | None:
    """Count from 0 where the targets are 1 to C."""
    call = case.failing
    if not isinstance(call, ast.Call) or not call.args[1:] or not dotted(call.args[1]):
        return None
    targets = case.value(call.args[1])
    if not isinstance(targets, torch.Tensor) or (int(targets.min()), int(targets.max())) != (1, scores):
        return None
    given = case.syntax.code(call.args[1])
    return fix(f"Count the classes from 0: {given} - 1", replaced(case.syntax, call.args[1], f"{given} - 1"))


RULES = (
    Rule("index-out-of-range", "error", out_of_range),
    Rule("target-out-of-range", "error", target),
)
