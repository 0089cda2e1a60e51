"""Elements that change places: what came from a place in x sends its gradient back there."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from desktop.views.formulas.expression import Expression, written
from desktop.views.formulas.function import Strength, Text
from desktop.views.formulas.scene import Array, Shape

NOWHERE = -1
"""The place of an element that was not taken from x."""


def sent_back(text: str | Callable[..., Text], move: Callable[..., Array]) -> Callable[..., Expression]:
    """Give the way back of `move`, as a function of the gradient, the shape of x and the move's further arguments.

    `move` applied to the places of x says where each element of the result came from; what several elements send to
    one place is added up.
    """

    def work(gradient: Array, shape: Shape, *arguments: Any) -> Array:
        places = np.arange(math.prod(shape)).reshape(shape)
        came_from = np.asarray(move(places, *arguments)).ravel()
        weights = np.broadcast_to(gradient, np.shape(move(places, *arguments))).ravel()
        is_real = came_from != NOWHERE
        return np.bincount(came_from[is_real], weights[is_real], math.prod(shape)).reshape(shape)

    return written(text, Strength.SUM, (Strength.FRACTION,), keeps_single=False)(work)


@written("half {2} of {0} along dim {1}", Strength.SUM, (Strength.FRACTION,), keeps_single=False)
def half(x: Array, dim: int, which: int) -> Array:
    """Take the first (0) or second (1) half along a dimension."""
    return np.split(np.asarray(x), 2, axis=dim)[which]


@written("[{0}, {1}] along dim {2}", Strength.SUM, keeps_single=False)
def halves_joined(first: Array, second: Array, dim: int) -> Array:
    """Join two halves along a dimension."""
    return np.concatenate([first, second], axis=dim)
