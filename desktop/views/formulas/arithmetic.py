"""A formula with the recorded numbers filled in, where they are few and really give the recorded gradient."""

import numpy as np

from desktop.records.tensor import Tensor
from desktop.views.formulas.expression import Expression
from desktop.views.formulas.number_words import plain_text
from desktop.views.formulas.operands import array_of
from desktop.views.formulas.scene import Array, Scene, UnknownError
from desktop.views.formulas.writing import NumberWriter

_TOLERANCE = {"float16": 1e-2, "bfloat16": 5e-2, "float64": 1e-9}
_USUAL_TOLERANCE = 1e-4
"""Relative, to the largest number of the gradient: for float32, whose last digits depend on the order of sums."""

_UNFIT = (UnknownError, ArithmeticError, LookupError, TypeError, ValueError)
"""A number that was not kept; or, in a record from a file, numbers that do not fit together."""


def arithmetic(expression: Expression, scene: Scene, sent: Tensor | None) -> str:
    """Write "2 · −4 = −8"; "" where a number was not kept, or where they do not give what was recorded."""
    recorded = array_of(sent)
    if sent is None or recorded is None:
        return ""
    try:
        with np.errstate(all="ignore"):
            worked = expression.worked(scene)
        filled = NumberWriter(scene).text(expression)
    except _UNFIT:
        return ""
    if not _agree(np.asarray(worked), recorded, sent.dtype):
        return ""
    result = plain_text(recorded)
    return result if filled == result else f"{filled} = {result}"


def _agree(worked: Array, recorded: Array, dtype: str) -> bool:
    if worked.shape != recorded.shape:
        return False
    tolerance = _TOLERANCE.get(dtype, _USUAL_TOLERANCE)
    scale = np.max(np.abs(recorded), where=np.isfinite(recorded), initial=0)
    return bool(np.allclose(worked, recorded, rtol=tolerance, atol=tolerance * scale, equal_nan=True))
