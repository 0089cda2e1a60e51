"""The loss while it falls: every iteration, their smoothed course, the epochs' averages, the threshold."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.theme import Theme
from desktop.views.training.loss_history import LossHistory, Points
from desktop.views.training.plot_style import dashed, dress, new_curve, new_plot

_FLOOR = 1e-12
_AIR = 1.03
_DEFAULT_TOP = 1.0


class TrainingPlot(QWidget):
    """A live plot of losses over iterations, with a linear or a logarithmic axis."""

    left_alone = Signal(bool)
    """True when the plot follows the run again, False once a person has moved it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = new_plot("")
        self._raw = new_curve(self._plot)
        self._smooth = new_curve(self._plot)
        self._averages = self._plot.plot(pen=None, symbol="o", symbolSize=7)
        self._threshold = pg.InfiniteLine(angle=0, movable=False)
        self._plot.addItem(self._threshold)
        self._aim = 0.0
        self._is_log = False
        self._follows = True
        self._extent = (0.0, 1.0, _FLOOR, _DEFAULT_TOP)
        self.view_box.sigRangeChangedManually.connect(self._leave)
        self._plot.setToolTip("Drag to move, wheel to zoom; Follow brings the whole run back")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.set_theme(theme)
        self.set_log(logarithmic=True)

    @property
    def view_box(self) -> Any:
        """Pyqtgraph's ViewBox, for a plot beside this one that shows the same iterations."""
        return self._plot.getPlotItem().getViewBox()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        dress(self._plot, theme)
        self._raw.setPen(pg.mkPen(QColor(theme.curve_raw), width=1))
        self._smooth.setPen(pg.mkPen(QColor(theme.curve), width=1))
        self._averages.setSymbolBrush(QColor(theme.leaf_border))
        self._averages.setSymbolPen(QColor(theme.base))
        self._threshold.setPen(dashed(theme.success))

    def set_log(self, *, logarithmic: bool) -> None:
        """Draw the losses on a logarithmic axis, or a linear one."""
        self._is_log = logarithmic
        self._plot.getPlotItem().setLogMode(x=False, y=logarithmic)
        self._place_threshold()
        self.follow()

    def set_threshold(self, threshold: float) -> None:
        """Draw the line below which the average loss is wanted; at 0 there is none."""
        self._aim = threshold
        self._place_threshold()

    def follow(self) -> None:
        """Show the whole run, and go on doing so while it grows."""
        self._follows = True
        self._show_extent()
        self.left_alone.emit(True)

    def show_losses(self, history: LossHistory, averages: Points) -> None:
        """Draw the losses so far, and the epochs' averages at the middle of each."""
        raw, smooth = history.raw(), history.smoothed()
        for curve, (x, y) in ((self._raw, raw), (self._smooth, smooth), (self._averages, averages)):
            curve.setData(x, np.maximum(y, _FLOOR))
        self._extent = _extent(raw, smooth, averages, self._aim)
        if self._follows:
            self._show_extent()

    def _leave(self) -> None:
        self._follows = False
        self.left_alone.emit(False)

    def _place_threshold(self) -> None:
        self._threshold.setVisible(self._aim > 0)
        if self._aim > 0:
            self._threshold.setValue(np.log10(self._aim) if self._is_log else self._aim)

    def _show_extent(self) -> None:
        left, right, low, high = self._extent
        if self._is_log:
            low, high = np.log10(low), np.log10(high)
            margin = 0.04 * (high - low)
        else:
            low, margin = 0.0, 0.04 * high
        self.view_box.setRange(xRange=(left, right), yRange=(low - margin * self._is_log, high + margin), padding=0)


def _extent(raw: Points, smooth: Points, averages: Points, aim: float) -> tuple[float, float, float, float]:
    """Give what is worth seeing. Single losses may lie far below their course: they do not stretch the axis."""
    if not len(raw[0]):
        return 0.0, 1.0, _FLOOR, _DEFAULT_TOP
    high = max(float(raw[1].max()), _FLOOR)
    lowest = [float(curve.min()) for curve in (smooth[1], averages[1]) if len(curve)]
    low = max(min([*lowest, aim or high]) / 3, _FLOOR)
    return 0.0, float(raw[0][-1]) * _AIR, low, max(high, 2 * low)
