"""What a model answers over a plane of two inputs, in two colours, with the examples on it."""

from html import escape
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.records.record import Number
from desktop.records.training import Predictions, Task
from desktop.views.theme import Theme, mixed, text_font
from desktop.views.training.crosshair import Crosshair
from desktop.views.training.plot_style import dress, new_plot

_SHADES = 64
_SHARE = 0.62
_SYMBOLS = ("o", "s")
_HALF = 0.5


class DecisionMap(QWidget):
    """One map; answers near one end are orange, near the other blue, and what is undecided is pale."""

    left_alone = Signal(bool)
    """True when the whole plane is shown again, False once a person has moved it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = QLabel(title)
        self._title.setFont(text_font(9))
        self.plot = new_plot("", whole=False)
        self._image = pg.ImageItem(axisOrder="row-major")
        self._points = pg.ScatterPlotItem(size=6)
        self._image.setZValue(-2)
        self.plot.addItem(self._image)
        self.plot.addItem(self._points)
        self.plot.getPlotItem().getAxis("left").setWidth(36)
        self._task: Task | None = None
        self._levels = (0.0, 1.0)
        self._area = QRectF(0, 0, 1, 1)
        self._follows = True
        self._crosshair = Crosshair(self.plot, theme, self._reading)
        self.plot.getPlotItem().getViewBox().sigRangeChangedManually.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self.plot, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._theme = theme
        dress(self.plot, theme)
        self._crosshair.set_theme(theme)
        self._image.setLookupTable(_colours(theme))
        self._dress_points()

    def show_title(self, *, shown: bool) -> None:
        """Name the map, where there is another beside it."""
        self._title.setVisible(shown)

    def show_task(self, task: Task) -> None:
        """Draw the examples; the colours' ends are the classes, or the least and the greatest answer."""
        self._task = task
        answers = _numbers(task.answers)
        if task.classes:
            self._levels = (0.0, max(task.classes - 1.0, 1.0))
        elif len(answers):
            self._levels = (float(answers.min()), float(answers.max()))
        self._dress_points()

    def show_answers(self, predictions: Predictions, answers: tuple[Number, ...]) -> None:
        """Draw answers on the grid of the predictions' inputs."""
        columns = predictions.columns
        grid = _numbers(answers).reshape(-1, columns)
        (left, low), (right, high) = (_numbers(predictions.inputs[at]) for at in (0, -1))
        across, down = (right - left) / max(columns - 1, 1), (high - low) / max(len(grid) - 1, 1)
        self._area = QRectF(left - across / 2, low - down / 2, right - left + across, high - low + down)
        self._image.setImage(np.nan_to_num(grid), autoLevels=False, levels=self._levels)
        self._image.setRect(self._area)
        if self._follows:
            self._show_area()
        self._crosshair.refresh()

    def follow(self) -> None:
        """Show the whole plane."""
        self._follows = True
        self._show_area()
        self.left_alone.emit(True)

    def _show_area(self) -> None:
        self.plot.getPlotItem().getViewBox().setRange(self._area, padding=0)

    def _leave(self) -> None:
        self._follows = False
        self.left_alone.emit(False)

    def _reading(self, x: float, y: float) -> list[str]:
        """Give the inputs and the answer at a place of the plane."""
        grid, task = self._image.image, self._task
        if grid is None or task is None or not self._area.contains(x, y):
            return []
        row = int((y - self._area.top()) / self._area.height() * grid.shape[0])
        column = int((x - self._area.left()) / self._area.width() * grid.shape[1])
        answer = grid[min(row, grid.shape[0] - 1), min(column, grid.shape[1] - 1)]
        values = zip((*task.inputs, task.output), (x, y, answer), strict=False)
        return [f"{escape(name)} {value:.3g}" for name, value in values]

    def _dress_points(self) -> None:
        if self._task is None or not self._task.examples:
            self._points.setData([], [])
            return
        places, answers = np.array(self._task.examples, dtype=float), _numbers(self._task.answers)
        low, high = self._levels
        upper = answers > low + _HALF * (high - low)
        brushes = [pg.mkBrush(mixed(_ends(self._theme)[bool(up)], self._theme.text, 0.85)) for up in (False, True)]
        self._points.setData(
            places[:, 0],
            places[:, 1],
            symbol=[_SYMBOLS[int(up)] for up in upper],
            brush=[brushes[int(up)] for up in upper],
            pen=pg.mkPen(self._theme.base, width=1),
        )


def _ends(theme: Theme) -> tuple[str, str]:
    return theme.leaf_border, theme.curve


def _colours(theme: Theme) -> NDArray[np.uint8]:
    """Give the colours from one end over the plot's ground to the other."""
    shades = []
    for step in np.linspace(-1, 1, _SHADES):
        colour = mixed(_ends(theme)[int(step > 0)], theme.base, _SHARE * abs(step))
        shades.append((colour.red(), colour.green(), colour.blue()))
    return np.array(shades, np.uint8)


def _numbers(values: tuple[Number, ...]) -> Any:
    return np.array([float(value) for value in values])
