"""The operators of arithmetic: +, −, ·, ⊙, /, powers, the product of matrices, the transposed matrix."""

import re
from typing import Any

import numpy as np

from desktop.views.formulas.function import Function, Strength, Text, Writable, Writer

_SUPERSCRIPT = str.maketrans("−0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHOLE_NUMBER = re.compile("−?[0-9]+")
_TRANSPOSED = "ᵀ"


def _plus_text(writer: Writer, left: Writable, right: Writable) -> Text:
    return f"{writer.text(left)} + {_unsigned(writer, right, Strength.SUM)}", Strength.SUM


def _minus_text(writer: Writer, left: Writable, right: Writable) -> Text:
    return f"{writer.text(left)} − {_unsigned(writer, right, Strength.PRODUCT)}", Strength.SUM


def _unsigned(writer: Writer, part: Writable, at_least: Strength) -> str:
    text = writer.text(part, at_least)
    return f"({text})" if text.startswith("−") else text


def _times_text(writer: Writer, left: Writable, right: Writable) -> Text:
    """Leave out a factor of one; write · for a number times something, ⊙ where elements meet elements."""
    if left.constant(writer.scene) == 1:
        return right.written(writer)
    if right.constant(writer.scene) == 1:
        return left.written(writer)
    sign = "·" if left.is_single(writer.scene) or right.is_single(writer.scene) else "⊙"
    return f"{writer.text(left, Strength.PRODUCT)} {sign} {writer.text(right, Strength.PRODUCT)}", Strength.PRODUCT


def _over_text(writer: Writer, above: Writable, below: Writable) -> Text:
    if below.constant(writer.scene) == 1:
        return above.written(writer)
    top = writer.text(above, Strength.FRACTION)
    if top.startswith("(−") and " " not in top:
        top = top[1:-1]  # −2/a needs no brackets
    return f"{top}/{writer.text(below, Strength.POWER)}", Strength.FRACTION


def _power_text(writer: Writer, base: Writable, exponent: Writable) -> Text:
    if exponent.constant(writer.scene) == 1:
        return base.written(writer)
    below, above = writer.text(base, Strength.WHOLE), writer.text(exponent)
    if _WHOLE_NUMBER.fullmatch(above):
        return below + above.translate(_SUPERSCRIPT), Strength.POWER
    return f"{below}^{writer.text(exponent, Strength.WHOLE)}", Strength.POWER


def _negative_text(writer: Writer, part: Writable) -> Text:
    text, strength = part.written(writer)
    return (f"−({text})" if strength < Strength.PRODUCT or text.startswith("−") else f"−{text}"), Strength.PRODUCT


def _transposed_text(writer: Writer, matrix: Writable) -> Text:
    """Write Wᵀ; of a matrix that is called Wᵀ itself, W."""
    text = writer.text(matrix, Strength.WHOLE)
    return (text.removesuffix(_TRANSPOSED) if text.endswith(_TRANSPOSED) else text + _TRANSPOSED), Strength.WHOLE


def _power(base: Any, exponent: Any) -> Any:
    return np.power(np.asarray(base, float), exponent)


def _transposed(matrix: Any) -> Any:
    return np.swapaxes(matrix, -1, -2) if np.ndim(matrix) > 1 else matrix


PLUS = Function(np.add, _plus_text)
MINUS = Function(np.subtract, _minus_text)
NEGATIVE = Function(np.negative, _negative_text)
TIMES = Function(np.multiply, _times_text)
OVER = Function(np.true_divide, _over_text)
POWER = Function(_power, _power_text)
MATRIX_PRODUCT = Function(
    np.matmul, "{0} · {1}", Strength.PRODUCT, (Strength.PRODUCT, Strength.FRACTION), keeps_single=False
)
TRANSPOSED = Function(_transposed, _transposed_text)
