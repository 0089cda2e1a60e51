"""Places on a line, as near to one another as the distances to be kept allow.

The least of Σ weight · |x_one - x_other - apart|, subject to x_right - x_left ≥ least for each pair of neighbours, is a
linear program. It is approached by Chambolle and Pock's primal-dual method (2011) with diagonal steps (Pock and
Chambolle, 2011): some hundred rounds of a few array operations each, where a simplex would walk for seconds.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop.layout.crossings import Integers

Floats = npt.NDArray[np.float64]

_PIXELS_A_STEP = 10.0
"""How prices (which are about 1) and places (which are pixels) are weighed against one another."""


@dataclass(frozen=True)
class Pull:
    """Pairs that are linked: how much each wants `one` to be `apart` pixels to the right of `other`."""

    one: Integers
    other: Integers
    weight: Floats
    apart: Floats


@dataclass(frozen=True)
class Distances:
    """Pairs of neighbours, and how far they are apart at least, in pixels."""

    left: Integers
    right: Integers
    least: Floats

    def chosen(self, index: Integers) -> "Distances":
        """Give only the pairs at these indices."""
        return Distances(self.left[index], self.right[index], self.least[index])


def pulled_together(place: Floats, distances: Distances, pull: Pull, rounds: int) -> Floats:
    """Give places near the optimum, in pixels, starting from `place`; they keep the distances but for some pixels."""
    head, tail = np.concatenate([pull.one, distances.right]), np.concatenate([pull.other, distances.left])
    both = np.concatenate([head, tail])
    least = np.concatenate([pull.apart, distances.least])
    highest = np.concatenate([pull.weight, np.zeros(len(distances.left))])
    lowest = np.concatenate([-pull.weight, np.full(len(distances.left), -np.inf)])
    step = _PIXELS_A_STEP / np.maximum(np.bincount(both, minlength=len(place)), 1)
    price = np.zeros(len(head))
    for _ in range(rounds):
        moved = place - step * np.bincount(both, np.concatenate([price, -price]), len(place))
        ahead = 2 * moved - place
        price += (ahead[head] - ahead[tail] - least) * (0.5 / _PIXELS_A_STEP)
        np.clip(price, lowest, highest, out=price)
        place = moved
    return place
