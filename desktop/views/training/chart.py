"""A live plot of named curves: it follows a run until a person moves it, and tells the values under the pointer."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.theme import Theme
from desktop.views.training.crosshair import Crosshair
from desktop.views.training.following import Extent, Following
from desktop.views.training.line_names import LineNames
from desktop.views.training.marks import Mark, Marks
from desktop.views.training.plot_style import dress, label_below, new_plot
from desktop.views.training.strokes import Stroke
from desktop.views.training.thinning import Points, thinned

FLOOR = 1e-12
"""The lowest value that a logarithmic axis shows."""

_SYMBOL = 7
_DECADES = 2


@dataclass(frozen=True)
class Curve:
    """One curve of a chart. `counts`: it stretches the axis downwards; `named`: its name stands at its end."""

    name: str
    points: Points
    stroke: Stroke
    counts: bool = True
    named: bool = False


class Chart(QWidget):
    """Draws curves it is given again and again. Thread: GUI."""

    left_alone = Signal(bool)
    """True when the chart follows the run again, False once a person has moved it."""

    def __init__(self, theme: Theme, x_label: str, parent: QWidget | None = None, *, counting: bool = True) -> None:
        """Where x counts something the axis begins at 0 and has whole numbers."""
        super().__init__(parent)
        self._theme = theme
        self._x_label = x_label
        self._counting = counting
        self.plot = new_plot(x_label, whole=counting)
        self.curves: tuple[Curve, ...] = ()
        self._items: list[Any] = []
        self._is_log = False
        self._follows = True
        self._following = Following(grows=counting)
        self.marks = Marks(self.plot, theme)
        self._names = LineNames(self.plot, theme)
        self.crosshair = Crosshair(self.plot, theme, self._reading)
        self.view_box.sigRangeChangedManually.connect(self._leave)
        self.view_box.sigXRangeChanged.connect(self._redraw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot)
        self.set_theme(theme)

    @property
    def view_box(self) -> Any:
        """Pyqtgraph's ViewBox."""
        return self.plot.getPlotItem().getViewBox()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        dress(self.plot, theme)
        for part in (self.marks, self._names, self.crosshair):
            part.set_theme(theme)
        for item, curve in zip(self._items, self.curves, strict=True):
            self._dress(item, curve)

    def set_x_label(self, label: str) -> None:
        """Say what x is."""
        self._x_label = label
        label_below(self.plot, label)

    def set_log(self, *, logarithmic: bool) -> None:
        """Draw values by their powers of ten, or as they are."""
        self._is_log = logarithmic
        self.plot.getPlotItem().getAxis("left").setLogMode(x=False, y=logarithmic)
        self.marks.set_log(logarithmic=logarithmic)
        self.follow()

    def follow(self) -> None:
        """Show the whole run, and go on doing so while it grows."""
        self._follows = True
        self._following.forget()
        self._show_extent()
        self._redraw()
        self.left_alone.emit(True)

    def show_curves(self, curves: Sequence[Curve], marks: Sequence[Mark] = ()) -> None:
        """Draw these curves and marks in the place of those before; the first lies lowest."""
        if [curve.stroke for curve in curves] != [curve.stroke for curve in self.curves]:
            self._renew(curves)
        self.curves = tuple(curves)
        self.marks.show_marks(marks)
        if self._follows:
            self._show_extent()
        self._redraw()
        self.crosshair.refresh()

    def _renew(self, curves: Sequence[Curve]) -> None:
        for item in self._items:
            self.plot.removeItem(item)
        self._items = []
        for curve in curves:
            item = pg.ScatterPlotItem(size=_SYMBOL) if curve.stroke.symbol else pg.PlotCurveItem()
            self.plot.addItem(item)
            self._dress(item, curve)
            self._items.append(item)

    def _dress(self, item: Any, curve: Curve) -> None:
        if curve.stroke.symbol:
            item.setSymbol(curve.stroke.symbol)
            item.setBrush(curve.stroke.colour(self._theme))
            item.setPen(pg.mkPen(self._theme.base))
        else:
            item.setPen(curve.stroke.pen(self._theme))

    def _redraw(self) -> None:
        left, right = self.view_box.viewRange()[0]
        columns = int(self.view_box.width())
        for item, curve in zip(self._items, self.curves, strict=True):
            x, y = thinned(curve.points, left, right, columns)
            item.setData(x, self._scaled(y))
        named = [curve for curve in self.curves if curve.named and len(curve.points[0])]
        self._names.place([(curve.name, curve.stroke, *self._end(curve)) for curve in named])

    def _end(self, curve: Curve) -> tuple[float, float]:
        x, y = curve.points
        return float(x[-1]), float(self._scaled(y[-1:])[0])

    def _scaled(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.log10(np.maximum(y, FLOOR)) if self._is_log else y

    def _leave(self) -> None:
        self._follows = False
        self.left_alone.emit(False)

    def _show_extent(self) -> None:
        extent = self._following.shown(self._extent())
        self.view_box.setRange(xRange=(extent.left, extent.right), yRange=(extent.low, extent.high), padding=0)

    def _extent(self) -> Extent:
        """Give what is worth seeing. Single losses may lie far below their course: they do not stretch the axis."""
        drawn = [curve for curve in self.curves if len(curve.points[0])]
        spans = {curve.name: _span(self._scaled(curve.points[1])) for curve in drawn}
        lows = [spans[curve.name][0] for curve in drawn if curve.counts]
        levels = [level for level in self.marks.levels() if self._is_near(level, lows)]
        lows, highs = lows + levels, [high for _, high in spans.values()] + levels
        left, right = _span(np.array([x for curve in drawn for x in (curve.points[0][0], curve.points[0][-1])]))
        if self._counting:
            left = 0.0
        room = 1 / (1 - self._names.share([curve.name for curve in drawn if curve.named]))
        width = max((right - left) * room, 1.0 if self._counting or not drawn else FLOOR)
        return Extent(left, left + width, *_apart(min(lows, default=0.0), max(highs, default=1.0)))

    def _is_near(self, level: float, lows: list[float]) -> bool:
        """Say whether a level may stretch the axis: one far below everything would press the curves flat."""
        return not self._is_log or not lows or level > min(lows) - _DECADES

    def _reading(self, x: float, _y: float) -> list[str]:
        rows: list[str] = []
        for curve in self.curves:
            near = nearest(curve.points[0], x)
            if near is not None:
                if not rows:
                    rows.append(f"{escape(self._x_label)} {curve.points[0][near]:,.6g}")
                colour = curve.stroke.colour(self._theme).name()
                value = f"{escape(curve.name)} {curve.points[1][near]:.6g}"
                rows.append(f'<span style="color:{colour}">■</span> {value}')
        return rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Thin the curves for as many columns of pixels as there are now."""
        super().resizeEvent(event)
        self._redraw()


def nearest(x: NDArray[np.float64], value: float) -> int | None:
    """Give the index of the number nearest to a value, in ascending numbers; None where there are none."""
    if not len(x):
        return None
    right = min(int(np.searchsorted(x, value)), len(x) - 1)
    left = max(right - 1, 0)
    return left if value - x[left] < x[right] - value else right


def _span(values: NDArray[np.float64]) -> tuple[float, float]:
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)


def _apart(low: float, high: float) -> tuple[float, float]:
    return (low, high) if high > low else (low - 0.5, high + 0.5)
