"""Targets and scores that do not fit the loss they are given to."""

import ast
import re
from collections.abc import Iterator

from desktop.engine.findings.case import Case, Remark
from desktop.engine.findings.edits import fix, method, replaced
from desktop.engine.findings.reshaped import shaped_like
from desktop.engine.findings.rule import Rule
from desktop.engine.findings.shape_words import Shape, here, shape_in, shape_text
from desktop.engine.findings.syntax import last_name
from desktop.records.finding import Fix
from desktop.records.text import Edit

_BATCH = re.compile(r"Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)")
_SEVERAL = re.compile(
    r"target tensor expected, multi-target not supported|floating point type for target with class prob"
)
_SIZE = r"\(torch\.Size\((\[.*?\])\)\)"
_SIZES = re.compile(
    rf"Using a target size {_SIZE} that is different to the input size {_SIZE} is deprecated|"
    rf"Target size {_SIZE} must be the same as input size {_SIZE}"
)
_PROBABILITIES = re.compile(
    r"all elements of (input|target) should be between 0 and 1|"
    r"probability tensor contains either `inf`, `nan` or element < 0|to satisfy the constraint (Simplex|Interval\(.*\))"
)
_MEANT = {
    "input": (
        "This loss takes probabilities",
        "Send scores through sigmoid first, or give them to binary_cross_entropy_with_logits, which is more exact.",
    ),
    "target": ("The targets of this loss are probabilities", "Are the classes counted from 0 to 1?"),
    None: (
        "Chances are drawn from probabilities",
        "Send scores through softmax first; NaN comes from an earlier step, often of too large a learning rate.",
    ),
}
_LOGITS = {"BCELoss": "BCEWithLogitsLoss", "binary_cross_entropy": "binary_cross_entropy_with_logits"}


def mismatch(case: Case) -> Iterator[Remark]:
    """Translate what losses say of targets of another shape than they take."""
    batch = _BATCH.search(case.message)
    if batch is not None:
        yield case.told(
            f"Each example needs its scores and its class: there are scores for {batch[1]} and classes for "
            f"{batch[2]}{here(case.shapes[:2])}. Scores are (batch, classes), targets (batch,): look for a view, or a "
            "flatten, that mixed the batch into another dimension.",
        )
    elif _SEVERAL.search(case.message):
        yield case.told(
            "The loss takes one class number for each example, in a tensor of shape (batch,), and got "
            f"{shape_text(case.shapes[1]) if case.shapes[1:] else 'another shape'}. Drop the dimension of 1 with "
            "squeeze(1), or turn a one-hot row into its number with argmax(1).",
            _class_numbers(case),
        )
    elif (sizes := _SIZES.search(case.message)) is not None:
        target, given = (shape_in(each) for each in sizes.groups() if each is not None)
        yield case.told(
            "This loss compares element by element, so input and target must have one shape, and they have "
            f"{shape_text(given)} and {shape_text(target)}. Give the target the shape of the input, with view_as, "
            "unsqueeze(1) or one_hot(...).float().",
            _like_input(case, target, given),
        )


def _call(case: Case) -> ast.Call | None:
    return case.failing if isinstance(case.failing, ast.Call) and case.failing.args[1:] else None


def _class_numbers(case: Case) -> Fix | None:
    call = _call(case)
    if call is None or not case.shapes[1:]:
        return None
    scores, target = case.shapes[:2]
    if len(target) == len(scores) and target[1] == 1:
        return fix("Drop the dimension of 1", method(case.syntax, call.args[1], "squeeze(1)"))
    if target == scores:
        return fix("Take each row's class number", method(case.syntax, call.args[1], "argmax(1)"))
    return None


def _like_input(case: Case, target: Shape, given: Shape) -> Fix | None:
    call = _call(case)
    return shaped_like(case, call.args[1], target, call.args[0], given) if call is not None else None


def probabilities(case: Case) -> Iterator[Remark]:
    """Translate what was to be a probability and is none."""
    found = _PROBABILITIES.search(case.message)
    if found is None:
        return
    what, way = _MEANT[found[1]]
    yield case.told(f"{what}, numbers from 0 to 1, and there is one that is not. {way}", _logits(case, found[1] or ""))


def _logits(case: Case, what: str) -> Fix | None:
    made = list(case.syntax.calls(*_LOGITS))
    if what != "input" or len(made) != 1:
        return None
    name = last_name(made[0].func)
    owner = case.syntax.code(made[0].func).removesuffix(name)
    return fix(f"Take {_LOGITS[name]}", replaced(case.syntax, made[0].func, f"{owner}{_LOGITS[name]}"))


def gradient_shape(case: Case) -> Iterator[Remark]:
    """Translate gradients that are too few, too many or of another shape."""
    if case.message.startswith("Mismatch in shape: grad_output"):
        yield case.told(
            "The gradient that backward() begins with says how much each element of the output counts, so it has the "
            "output's shape. Give one of that shape, like torch.ones_like(y), or begin at y.sum().",
            _ones_like(case),
        )
    elif "returned an incorrect number of gradients" in case.message:
        yield case.told(
            "A Function's backward gives one gradient for each argument of its forward, ctx aside, in their order. For "
            "arguments that need none, such as numbers and flags, return None."
        )
    elif "returned an invalid gradient at index" in case.message:
        yield case.told(
            "The gradient with respect to an argument has that argument's shape, dtype and device. After a sum or a "
            "broadcast in forward, expand or sum it back in backward."
        )


def _ones_like(case: Case) -> Fix | None:
    call = case.failing
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or len(call.args) != 1:
        return None
    if call.func.attr != "backward" or case.syntax.code(call.func.value) in ("torch.autograd", "autograd"):
        return None
    ones = f"torch.ones_like({case.syntax.code(call.func.value)})"
    return fix("Let each element count once", Edit(case.syntax.span(call.args[0]), ones))


RULES = (
    Rule("target-mismatch", "error", mismatch),
    Rule("not-a-probability", "error", probabilities),
    Rule("gradient-shape", "error", gradient_shape),
)
