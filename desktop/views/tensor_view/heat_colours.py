"""The heat map's colours: zero is the ground, blue below and orange above, both away from it in lightness as well.

Blue and orange are told apart by every common kind of colour blindness (Okabe and Ito, 2008).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from desktop.views.tensor_view.grid import ABOVE, BELOW, NAN, Grid
from desktop.views.theme import Theme, mixed

_SIDE = 127
"""Colours on either side of zero."""
_STRONG = 0.72
"""How far out the full hue lies; beyond, it goes on towards the colour of text."""
_DECADES = 4.0
"""How many decades below the largest magnitude a logarithmic scale tells apart."""


def heat_image(grid: Grid, limit: float, theme: Theme, *, log: bool) -> QImage:
    """Draw a grid, a pixel for each cell; ±`limit` have the strongest colours."""
    place = np.rint(shares(np.where(grid.marks == 0, grid.values, 0.0), limit, log=log) * _SIDE).astype(np.int64)
    place += _SIDE
    for mark in (NAN, ABOVE, BELOW):
        place[grid.marks == mark] = 2 * _SIDE + mark
    pixels = np.ascontiguousarray(_table(theme)[place])
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def shares(values: NDArray[np.float64], limit: float, *, log: bool) -> NDArray[np.float64]:
    """Say how far from zero towards ±`limit` values are coloured, from -1 to 1."""
    if limit <= 0:
        return np.zeros_like(values)
    with np.errstate(over="ignore"):  # the smallest numbers have no finite reciprocal
        share = np.clip(values / limit, -1.0, 1.0)
    if not log:
        return share
    decades = np.log10(np.maximum(np.abs(share), 10.0**-_DECADES))
    # A jump at the smallest that is told apart, so that what is not zero does not look like it.
    return np.where(share == 0, 0.0, np.sign(share) * (0.08 + 0.92 * (1 + decades / _DECADES)))


def share_colour(share: float, theme: Theme) -> QColor:
    """Give the colour at a share from -1 to 1."""
    hue = theme.leaf_border if share > 0 else theme.operation_border
    size = abs(share)
    if size <= _STRONG:
        return mixed(hue, theme.base, size / _STRONG)
    return mixed(theme.text, hue, 0.55 * (size - _STRONG) / (1 - _STRONG))


def mark_colour(mark: int, theme: Theme) -> QColor:
    """Give the colour of a cell with NaN or an infinity; a sign in it tells the two infinities apart."""
    return QColor(theme.series[3] if mark == NAN else theme.text)


@lru_cache(maxsize=4)
def _table(theme: Theme) -> NDArray[np.uint32]:
    colours = [share_colour(place / _SIDE, theme) for place in range(-_SIDE, _SIDE + 1)]
    colours += [mark_colour(mark, theme) for mark in (NAN, ABOVE, BELOW)]
    return np.array([colour.rgb() for colour in colours], np.uint32)
