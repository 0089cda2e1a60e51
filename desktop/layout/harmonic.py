"""An order of wide graphs from one smooth picture of the whole.

Each vertex is drawn to the mean of its neighbours while every rank keeps its mean at 0: a power iteration towards the
smoothest function across the ranks. It untangles what sweeps, which see two ranks at a time, leave folded.
"""

import numpy as np

from desktop.layout.crossings import Integers

_ROUNDS = 250
_MOMENTUM = 0.85
_ROUNDS_A_SCALE = 10


def harmonic_rows(rows: list[list[int]], rank: Integers, upper: Integers, lower: Integers) -> list[list[int]]:
    """Reorder rows of vertices by the harmonic picture that grows out of their present order."""
    count = np.bincount(rank)
    place = np.empty(len(rank))
    for row in rows:
        place[row] = np.arange(len(row)) - (len(row) - 1) / 2
    ends, others = np.concatenate([upper, lower]), np.concatenate([lower, upper])
    degree = np.maximum(np.bincount(ends, minlength=len(rank)), 1)
    before = place
    for turn in range(_ROUNDS):
        mean = np.bincount(ends, place[others], len(rank)) / degree
        moved = (place + mean) / 2 + _MOMENTUM * (place - before)
        moved -= (np.bincount(rank, moved) / count)[rank]
        before, place = place, moved
        if turn % _ROUNDS_A_SCALE == 0:
            size = float(np.sqrt((place * place).mean())) or 1.0
            before, place = before / size, place / size
    flat = np.lexsort((place, rank)).tolist()
    stops = np.cumsum(count).tolist()
    return [flat[stop - len(row) : stop] for row, stop in zip(rows, stops, strict=True)]
