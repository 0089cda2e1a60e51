"""The strokes of a timeline: one for each moment, or, where moments are closer than pixels, one for each pixel."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.film import Phase
from desktop.views.graph.curves import Levels
from desktop.views.graph.gradient_scale import BROKEN, LEVELS, level_colour, level_share
from desktop.views.player.phase_scale import Band
from desktop.views.player.reel import Reel
from desktop.views.theme import Theme

HIGHEST = 17.0
_LOW, _MIDDLE = 6.0, 11.0
_DIM = 0.4
_GAP = 2.0
_APART = 3.0
"""Pixels from which on there is paper between strokes; denser ones stand side by side on whole pixels."""

Stroke = Callable[[int], tuple[float, QColor]]
"""Gives for a level how high its stroke is, and its colour."""


class Strokes(NamedTuple):
    """The same strokes twice: as they are before their moments, and once these are done."""

    before: QPixmap
    done: QPixmap


class StrokePainter:
    """Paints strokes that stand on the line `floor`, and those of a compared pass that hang from the line `ceiling`."""

    def __init__(self, theme: Theme, reel: Reel, floor: float, ceiling: float) -> None:
        self._theme = theme
        self._reel = reel
        self._floor, self._ceiling = floor, ceiling

    def strokes(self, bands: tuple[Band, ...], blank: Callable[[], QPixmap]) -> Strokes:
        """Paint all strokes twice, on pixmaps that `blank` gives."""
        return Strokes(self._painted(bands, blank(), _DIM), self._painted(bands, blank(), 1.0))

    def _painted(self, bands: tuple[Band, ...], pixmap: QPixmap, opacity: float) -> QPixmap:
        painter = QPainter(pixmap)
        painter.setOpacity(opacity)
        for band in bands:
            self._paint_band(painter, band)
        painter.end()
        return pixmap

    def _paint_band(self, painter: QPainter, band: Band) -> None:
        levels, stroke = self._of_phase(band.phase)
        self._paint_levels(painter, band, levels, stroke, up=True)
        if band.phase.name == "backward" and self._reel.others is not None:
            self._paint_levels(painter, band, self._reel.others, stroke, up=False)

    def _of_phase(self, phase: Phase) -> tuple[Levels, Stroke]:
        """Give the levels of a phase's moments: only gradients differ in size."""
        if phase.name == "backward":
            return self._reel.levels, self._gradient
        name = {"forward": self._theme.input_border, "loss": self._theme.accent, "update": self._theme.leaf_border}
        height = {"forward": _LOW, "loss": HIGHEST, "update": _MIDDLE}[phase.name]
        colour = QColor(name[phase.name])
        return np.zeros(phase.end - phase.start, dtype=np.int64), lambda _: (height, colour)

    def _gradient(self, level: int) -> tuple[float, QColor]:
        return 5.0 + 12.0 * level_share(level), level_colour(level, self._theme)

    def _paint_levels(self, painter: QPainter, band: Band, levels: Levels, stroke: Stroke, *, up: bool) -> None:
        count, room = len(levels), max(band.right - band.left - _GAP, 1.0)
        stride = max(1, round(count / room))
        step = room * stride / count
        dense = step < _APART
        width = step if dense else min(step * 0.55, 4.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not dense)
        for place, level in enumerate(_largest(levels, stride)):
            height, colour = stroke(level)
            x = band.left + _GAP / 2 + (place + 0.5) * step - width / 2
            painter.fillRect(QRectF(x, self._floor - height if up else self._ceiling, width, height), colour)


def _largest(levels: Levels, stride: int) -> list[int]:
    """Give the largest level of each stretch; one that is broken stands out."""
    ranked = np.where(levels == BROKEN, LEVELS, levels)
    found = np.maximum.reduceat(ranked, np.arange(0, len(levels), stride)) if len(levels) else ranked
    largest: list[int] = np.where(found == LEVELS, BROKEN, found).tolist()
    return largest
