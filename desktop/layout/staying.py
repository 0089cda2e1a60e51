"""Places that stay what they were in the picture before.

The linear program ends some pixels from its optimum, and not at the same ones after an edit: what came to stand as
good as where it stood before is put exactly there.
"""

import numpy as np

from desktop.layout.crossings import Integers
from desktop.layout.linear_program import Floats, Pull

_WEIGHT = 0.3
"""How much a vertex wants to be where it was, in the measure of the links' weights."""

_AS_GOOD = 10.0
"""In pixels: so near to where it stood a vertex is put back."""

_ALIKE = 0.5
"""In pixels: vertices of one straight line stay only where they stood in one line."""


def anchored(links: Pull, before: Floats) -> Pull:
    """Pull each vertex to where it stood (not NaN), too, measured from one more place that is free."""
    known = np.flatnonzero(~np.isnan(before))
    return Pull(
        np.concatenate([links.one, known]),
        np.concatenate([links.other, np.full(len(known), len(before))]),
        np.concatenate([links.weight, np.full(len(known), _WEIGHT)]),
        np.concatenate([links.apart, before[known]]),
    )


def put_back(place: Floats, strand: Integers, before: Floats) -> Floats:
    """Give the strands' places, those that nearly stand where all their vertices stood exactly there.

    `strand` numbers the strand of each vertex. All may have moved alike, by as much as half of them moved at most.
    """
    known = np.flatnonzero(~np.isnan(before))
    moved = before[known] + np.median(place[strand[known]] - before[known])
    least, most = np.full(len(place), np.inf), np.full(len(place), -np.inf)
    np.minimum.at(least, strand[known], moved)
    np.maximum.at(most, strand[known], moved)
    stays = (most - least < _ALIKE) & (np.abs(place - least) < _AS_GOOD)
    return np.where(stays, least, place)


def movement(place: Floats, before: Floats | None) -> float:
    """Give how far vertices that stood somewhere have moved, in pixels on average, a common move of all set aside."""
    if before is None:
        return 0.0
    moved = (place - before)[~np.isnan(before)]
    return float(np.abs(moved - np.median(moved)).mean())
