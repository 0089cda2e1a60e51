"""The parameters on their way, and the truth each is going to."""

import math

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.views.theme import Theme, code_font
from desktop.views.training.loss_plot import TrainingPlot
from desktop.views.training.parameter_history import ParameterHistory
from desktop.views.training.plot_style import dashed, dress, new_curve, new_plot

TRUTH = (3.0, 1.0, -2.0, 0.0)
"""The chapter's function f(x1, x2, x3) = 3 x1 + x2 - 2 x3: three weights and a bias."""

_SHORT = ("w₁", "w₂", "w₃", "b")
_TOP, _BOTTOM = 3.4, -2.4


class ParameterPlot(QWidget):
    """A curve for each parameter, a dashed line where it should arrive, and the values as numbers above."""

    def __init__(self, theme: Theme, losses: TrainingPlot, parent: QWidget | None = None) -> None:
        """Show the iterations that the plot of the losses shows."""
        super().__init__(parent)
        self._theme = theme
        self._plot = new_plot("iteration")
        self._curves = [new_curve(self._plot) for _ in TRUTH]
        self._aims = [pg.InfiniteLine(pos=aim, angle=0, movable=False) for aim in TRUTH]
        self._labels = [QLabel() for _ in TRUTH]
        self._plot.setToolTip("Solid: the parameter after each step. Dashed: its true value")
        self._plot.getPlotItem().getViewBox().setXLink(losses.view_box)
        self._build()
        self.set_theme(theme)
        self.show_parameters(ParameterHistory())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        dress(self._plot, theme)
        parts = zip(self._curves, self._aims, self._labels, theme.series, strict=True)
        for curve, aim, label, colour in parts:
            curve.setPen(pg.mkPen(QColor(colour), width=1))
            aim.setPen(dashed(colour))
            colours = label.palette()
            colours.setColor(colours.ColorRole.WindowText, QColor(colour))
            label.setPalette(colours)

    def show_parameters(self, history: ParameterHistory) -> None:
        """Draw the parameters so far; more than the function has are not its own and are left out."""
        iterations, rows = history.curves()
        for curve, row in zip(self._curves, rows, strict=False):
            curve.setData(iterations, row)
        for curve in self._curves[len(rows) :]:
            curve.setData([], [])
        self._write(history)
        self._fit(history)

    def _write(self, history: ParameterHistory) -> None:
        for number, label in enumerate(self._labels):
            value = f"{history.last[number]:+.4f}" if number < len(history.last) else "–"
            name = history.names[number] if number < len(history.names) else _SHORT[number]
            label.setText(f"{_SHORT[number]} {value}")
            label.setToolTip(f"{name}: {value}, on its way to {TRUTH[number]:g}")

    def _fit(self, history: ParameterHistory) -> None:
        finite = [value for value in history.last if math.isfinite(value)]
        top, bottom = max([_TOP, *finite]), min([_BOTTOM, *finite])
        self._plot.getPlotItem().getViewBox().setYRange(bottom, top, padding=0.02)

    def _build(self) -> None:
        for aim in self._aims:
            self._plot.addItem(aim)
        self._plot.setMouseEnabled(x=False, y=False)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(QLabel("Parameters"))
        row.addStretch(1)
        for label in self._labels:
            label.setFont(code_font(9.5))
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(f"{_SHORT[0]} +0.0000"))
            row.addWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._plot, 1)
