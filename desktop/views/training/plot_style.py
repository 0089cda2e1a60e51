"""How every plot of the house is drawn: quiet axes, few lines, the theme's colours."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.views.theme import Theme
from desktop.views.training.axis import Axis

_BELOW = -1_000
"""Below the curves, whose view has -100: pyqtgraph's own place for axes lets the grid cross them."""

_LEFT_WIDTH, _BOTTOM_HEIGHT = 56, 38


def new_plot(x_label: str, *, whole: bool = True) -> Any:
    """Give an empty pyqtgraph PlotWidget; `x_label` may be empty, `whole` writes whole numbers below it."""
    plot = pg.PlotWidget(axisItems={"bottom": Axis("bottom", whole=whole), "left": Axis("left")})
    item = plot.getPlotItem()
    item.setMenuEnabled(False)
    item.hideButtons()
    item.getViewBox().disableAutoRange()
    for side in ("bottom", "left"):
        item.getAxis(side).setZValue(_BELOW)
    item.getAxis("left").setWidth(_LEFT_WIDTH)
    if x_label:
        label_below(plot, x_label)
        item.getAxis("bottom").setHeight(_BOTTOM_HEIGHT)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys are the page's
    return plot


def label_below(plot: Any, label: str) -> None:
    """Write a plot's label below it."""
    plot.getPlotItem().setLabel("bottom", label, **{"font-size": "8.5pt"})


def dress(plot: Any, theme: Theme) -> None:
    """Give a plot the colours of a theme."""
    plot.setBackground(QColor(theme.base))
    for side in ("bottom", "left"):
        plot.getPlotItem().getAxis(side).set_theme(theme)
