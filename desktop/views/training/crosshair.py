"""The values under the pointer: a line through a plot, and beside it what each curve says there."""

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel

from desktop.views.theme import Theme, code_font

_GAP = 10
_MOST_ROWS = 12

Reader = Callable[[float, float], Sequence[str]]
"""Gives the rows to write at a place of the plot, as HTML; none where there is nothing."""


class Crosshair(QObject):
    """Follows the pointer over a pyqtgraph plot; hidden while it is elsewhere."""

    def __init__(self, plot: Any, theme: Theme, read: Reader) -> None:
        super().__init__(plot)
        self._plot = plot
        self._read = read
        self._at: QPoint | None = None
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._label = QLabel(plot.viewport())
        self._label.setFont(code_font(8.5))
        self._label.setMargin(6)
        self._label.setAutoFillBackground(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.setZValue(5)
        plot.addItem(self._line, ignoreBounds=True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)
        self.set_theme(theme)
        self._hide()

    @property
    def text(self) -> str:
        """What is written beside the line; "" while it is hidden."""
        return "" if self._label.isHidden() else self._label.text()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._line.setPen(pg.mkPen(theme.muted, width=1))
        colours = self._label.palette()
        colours.setColor(colours.ColorRole.Window, theme.raised)
        colours.setColor(colours.ColorRole.WindowText, theme.text)
        self._label.setPalette(colours)

    def refresh(self) -> None:
        """Tell the values anew: the curves have changed under the pointer."""
        if self._at is not None:
            self._show(self._at)

    def _show(self, at: QPoint) -> None:
        box = self._plot.getPlotItem().getViewBox()
        scene = self._plot.mapToScene(at)
        place = box.mapSceneToView(scene)
        rows = self._read(place.x(), place.y()) if box.sceneBoundingRect().contains(scene) else ()
        if not rows:
            self._hide()
            return
        self._at = at
        self._line.setValue(place.x())
        self._line.show()
        self._label.setText("<br>".join(rows[:_MOST_ROWS]))
        self._label.adjustSize()
        self._label.move(self._beside(at))
        self._label.show()

    def _beside(self, at: QPoint) -> QPoint:
        """Stand at the right of the pointer, or at its left where there is no room; never below the plot."""
        room = self._plot.viewport().size()
        x = at.x() + _GAP
        if x + self._label.width() > room.width():
            x = at.x() - _GAP - self._label.width()
        return QPoint(max(x, 0), max(min(at.y() + _GAP, room.height() - self._label.height()), 0))

    def _hide(self) -> None:
        self._at = None
        self._line.hide()
        self._label.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; the plot gets every event all the same."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._show(event.position().toPoint())
        elif event.type() == QEvent.Type.Leave:
            self._hide()
        return super().eventFilter(watched, event)
