"""Thin labelled lines across a plot: a value that is aimed at, an iteration at which something was changed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt

from desktop.views.theme import Theme, code_font
from desktop.views.training.strokes import Role, Stroke

_HEIGHTS = (0.96, 0.89, 0.82)
"""Where the names of upright lines stand, by turns, so that neighbours do not cover one another."""


@dataclass(frozen=True)
class Mark:
    """A line at a value of y, or (`upright`) of x, with a name or none."""

    at: float
    name: str
    role: Role
    upright: bool = False


def nameless(mark: Mark) -> Mark:
    """Give the mark without its name, for where there is little room."""
    return replace(mark, name="")


class Marks:
    """Draws the marks of one plot."""

    def __init__(self, plot: Any, theme: Theme) -> None:
        self._plot = plot
        self._theme = theme
        self._is_log = False
        self.marks: tuple[Mark, ...] = ()
        self._lines: list[Any] = []

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        self._renew()

    def set_log(self, *, logarithmic: bool) -> None:
        """Stand at the powers of ten of values, or at the values."""
        self._is_log = logarithmic
        self._renew()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Draw these marks in the place of those before."""
        if tuple(marks) != self.marks:
            self.marks = tuple(marks)
            self._renew()

    def levels(self) -> tuple[float, ...]:
        """Give where the level lines stand, in the plot's coordinates."""
        return tuple(self._place(mark) for mark in self.marks if not mark.upright and self._can_stand(mark))

    def _can_stand(self, mark: Mark) -> bool:
        return math.isfinite(mark.at) and (mark.upright or not self._is_log or mark.at > 0)

    def _place(self, mark: Mark) -> float:
        return math.log10(mark.at) if self._is_log and not mark.upright else mark.at

    def _renew(self) -> None:
        for line in self._lines:
            self._plot.removeItem(line)
        self._lines = [self._line(turn, mark) for turn, mark in enumerate(self.marks) if self._can_stand(mark)]
        for line in self._lines:
            self._plot.addItem(line, ignoreBounds=True)

    def _line(self, turn: int, mark: Mark) -> Any:
        pen = Stroke(mark.role, Qt.PenStyle.DashLine).pen(self._theme)
        spot = _HEIGHTS[turn % len(_HEIGHTS)] if mark.upright else 0.0
        line = pg.InfiniteLine(
            pos=self._place(mark),
            angle=90 if mark.upright else 0,
            movable=False,
            pen=pen,
            label=mark.name or None,
            labelOpts={"position": spot or 0.02, "color": pen.color(), "anchors": _anchors(upright=mark.upright)},
        )
        line.setZValue(3)
        if mark.name:
            line.label.setFont(code_font(8.5))
        return line


def _anchors(*, upright: bool) -> list[tuple[float, float]]:
    """Say which corner of a name stands at its line: it lies right of an upright one, above a level one."""
    return [(0.0, 0.5), (0.0, 0.5)] if upright else [(0.0, 1.0), (0.0, 1.0)]
