"""The names of curves, written at the ends of their lines; where ends are close the names make room for each other."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from desktop.views.theme import Theme, code_font
from desktop.views.training.strokes import Stroke

_POINTS = 8.5
_AIR = 12
_MOST_SHARE = 0.45
_ROW = 15
"""The height of a name in pixels."""

Named = tuple[str, Stroke, float, float]
"""A name, the stroke of its line, and where the line ends in the plot's coordinates."""


class LineNames:
    """Writes names into one plot."""

    def __init__(self, plot: Any, theme: Theme) -> None:
        self._plot = plot
        self._theme = theme
        self._items: list[Any] = []
        self._written: list[tuple[str, Stroke]] = []

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        for item, (_, stroke) in zip(self._items, self._written, strict=True):
            item.setColor(stroke.colour(theme))

    def place(self, names: Sequence[Named]) -> None:
        """Write the names, each beside the end of its line."""
        written = [(name, stroke) for name, stroke, _, _ in names]
        if written != self._written:
            self._renew(written)
        box = self._plot.getPlotItem().getViewBox()
        pixel = box.viewPixelSize()[1] if names else 1.0
        heights = spread([y / pixel for _, _, _, y in names], _ROW)
        for item, (_, _, x, _), height in zip(self._items, names, heights, strict=True):
            item.setPos(x, height * pixel)

    def share(self, names: Sequence[str]) -> float:
        """Say which share of the plot's width these names need at the right."""
        metrics = QFontMetricsF(code_font(_POINTS))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=-float(_AIR)) + _AIR
        return float(min(widest / max(self._plot.getPlotItem().getViewBox().width(), 1.0), _MOST_SHARE))

    def _renew(self, written: list[tuple[str, Stroke]]) -> None:
        for item in self._items:
            self._plot.removeItem(item)
        self._items = []
        self._written = written
        for name, stroke in written:
            item = pg.TextItem(name, color=stroke.colour(self._theme), anchor=(0, 0.5))
            item.setFont(code_font(_POINTS))
            self._plot.addItem(item, ignoreBounds=True)
            self._items.append(item)


def spread(heights: Sequence[float], least: float) -> list[float]:
    """Move heights apart until neighbours differ by `least`: their order and their middle stay."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    shift = (sum(moved) - sum(heights)) / len(heights) if heights else 0.0
    return [height - shift for height in moved]
