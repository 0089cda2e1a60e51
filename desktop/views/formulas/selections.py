"""Operations that pick or sort elements by their size, and those that run along a dimension."""

import numpy as np

from desktop.views.formulas.expression import Expression, Sign, setting, shape_of, written
from desktop.views.formulas.function import Strength
from desktop.views.formulas.functions import exp
from desktop.views.formulas.moves import sent_back
from desktop.views.formulas.reductions import extreme_shares
from desktop.views.formulas.rule import G, rule
from desktop.views.formulas.scene import Array, Scene, Shape, UnknownError

x, y, INDICES, DIM = Sign("self"), Sign("result"), Sign("indices"), setting("dim", "d")


def _picked(places: Array, dim: int, indices: Array, like: Shape) -> Array:
    indices = np.asarray(indices)
    if not places.ndim:
        return places.reshape(np.shape(indices))
    kept = indices if indices.ndim == places.ndim else np.expand_dims(indices, dim)
    return np.take_along_axis(places, kept, dim).reshape(like)


_to_picked = sent_back("{0} added at {3} along dim {2}, 0 elsewhere", _picked)
_TO_PICKED = _to_picked(G, shape_of("self"), DIM, INDICES, shape_of("G"))


@written("Σ over all positions from here on along dim {1} of {0}", Strength.SUM, (Strength.FRACTION,))
def sum_from_here(x: Array, dim: int) -> Array:
    """Give the sum of an element and all that follow it."""
    return x if not np.ndim(x) else np.flip(np.cumsum(np.flip(x, dim), dim), dim)


def _through_products(scene: Scene) -> Expression:
    if "self" in scene.values and not np.all(scene.values["self"]):
        raise UnknownError("Where a factor is 0 there is no formula yet.")
    return sum_from_here(y * G, DIM) / x


RULES = (
    rule(
        "Max0 Min0 Median1 Nanmedian1 Kthvalue0 Mode0",
        "Only the element that was taken moves the result, so it alone gets the gradient.",
        {"self": _TO_PICKED},
    ),
    rule(
        "Sort0 Sort1 Topk0",
        "Each result came from one place in x, and its gradient goes back there.",
        {"self": _TO_PICKED},
    ),
    rule(
        "Cummax0 Cummin0",
        "Each result is the greatest (or least) so far, and its gradient goes back to that element.",
        {"self": _TO_PICKED},
    ),
    rule(
        "Aminmax0",
        "Only the least and the greatest element move the results; equal ones share.",
        {"self": extreme_shares},
        {"min": "min", "max": "max"},
    ),
    rule(
        "Cumsum0", "An element is part of its own partial sum and of every later one.", {"self": sum_from_here(G, DIM)}
    ),
    rule(
        "Cumprod0",
        "An element is a factor of its own partial product and of every later one.",
        {"self": _through_products},
    ),
    rule(
        "Logcumsumexp0",
        "An element counts in each later result by its share of that sum.",
        {"self": exp(x) * sum_from_here(exp(-y) * G, DIM)},
    ),
)
