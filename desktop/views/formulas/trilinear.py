"""The product of three tensors that `bilinear` is: each is lined up with the others, and dimensions are summed out."""

from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, Sign, setting, written
from desktop.views.formulas.function import Strength, Text, Writable, Writer
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array
from desktop.views.formulas.sums import dims_words


def _as_it_is(writer: Writer, x: Writable, _dims: Writable) -> Text:
    return x.written(writer)


@written(_as_it_is, keeps_single=False)
def lined_up(x: Array, dims: tuple[int, ...]) -> Array:
    """Put dimensions of size one where the other tensors have theirs."""
    return np.expand_dims(x, dims) if dims else x


def _summed_text(writer: Writer, x: Writable, dims: Writable) -> Text:
    return f"Σ over {dims_words(writer, dims)} of {writer.text(x, Strength.FRACTION)}", Strength.SUM


@written(_summed_text, keeps_single=False)
def summed_out(x: Array, dims: Any) -> Array:
    """Sum over dimensions and drop them."""
    return np.sum(x, axis=dims)


_RESULT = lined_up(G, setting("sumdim"))
_ONE, _TWO, _THREE = (lined_up(Sign(f"i{place}"), setting(f"expand{place}")) for place in (1, 2, 3))


def _sent(first: Expression, second: Expression, place: int) -> Expression:
    return summed_out(_RESULT * first * second, setting(f"expand{place}"))


RULES = (
    rule(
        "Trilinear0",
        "The result is linear in each of the three: each gets the gradient times the other two.",
        {"i1": _sent(_TWO, _THREE, 1), "i2": _sent(_ONE, _THREE, 2), "i3": _sent(_ONE, _TWO, 3)},
        {"i1": "a", "i2": "W", "i3": "b"},
    ),
)
