"""How every plot of the house is drawn: quiet axes, few lines, the theme's colours."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.views.theme import Theme
from desktop.views.training.axis import Axis


def new_plot(x_label: str) -> Any:
    """Give an empty pyqtgraph PlotWidget that draws a million points in milliseconds; `x_label` may be empty."""
    plot = pg.PlotWidget(axisItems={"bottom": Axis("bottom", whole=True), "left": Axis("left")})
    item = plot.getPlotItem()
    # Given to plot() these are ignored without a word; on the item they hold for every curve.
    item.setDownsampling(auto=True, mode="peak")
    item.setClipToView(True)
    item.setMenuEnabled(False)
    item.hideButtons()
    item.getViewBox().disableAutoRange()
    if x_label:
        item.setLabel("bottom", x_label)
    item.getAxis("left").setWidth(56)
    return plot


def new_curve(plot: Any) -> Any:
    """Give an empty curve of the plot, thinned to its extremes at each pixel."""
    # pyqtgraph's usual five points a pixel take five times as long and look the same.
    return plot.plot(autoDownsampleFactor=1)


def dress(plot: Any, theme: Theme) -> None:
    """Give a plot the colours of a theme."""
    plot.setBackground(QColor(theme.base))
    for side in ("bottom", "left"):
        plot.getPlotItem().getAxis(side).set_theme(theme)


def dashed(colour: str) -> Any:
    """Give a thin dashed pen, for what is aimed at."""
    return pg.mkPen(QColor(colour), width=1, style=Qt.PenStyle.DashLine)
