"""The bar chart: a row for each parameter in layer order, the thresholds as lines that can be dragged."""

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.views.health.bar_painter import BarPainter
from desktop.views.health.bar_rows import HEAD, BarRows, Measure, rows_of
from desktop.views.health.health import Health
from desktop.views.health.verdict import Thresholds
from desktop.views.health.words import bar_text
from desktop.views.theme import Theme

Line = Literal["vanishing", "exploding"]
_CATCH = 5.0
"""How near to a line the mouse takes hold of it, in pixels."""
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class BarChart(QWidget):
    """Draws a Health by gradient norm or by its ratio to the weights. Thread: the GUI's."""

    node_requested = Signal(str)
    row_reached = Signal(int, int)
    """The top and the bottom of a row that the keyboard reached, in pixels: it wants to be seen."""
    line_dragged = Signal(str, float)
    """"vanishing" or "exploding", and the number it was drawn to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = BarPainter(theme)
        self._health = Health(Thresholds())
        self._measure: Measure = "norm"
        self._log = True
        self._chosen = ""
        self._held: Line | None = None
        self._rows = self._lay_out()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gradients by parameter, in layer order")

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._painter.set_theme(theme)
        self.update()

    def set_health(self, health: Health) -> None:
        """Draw another pass, or the same judged by other thresholds."""
        self._health = health
        self._refresh()

    def set_measure(self, measure: Measure) -> None:
        """Draw gradient norms, or how large gradients are beside the weights."""
        self._measure = measure
        self._refresh()

    def set_log(self, *, log: bool) -> None:
        """Draw on a logarithmic axis, or a linear one."""
        self._log = log
        self._refresh()

    def select(self, node: str) -> None:
        """Show which parameter is selected, "" or another node: none."""
        self._chosen = node
        self.update()

    def rows(self) -> BarRows:
        """Give where everything is drawn."""
        return self._rows

    def _lay_out(self) -> BarRows:
        area = (self.width(), self.height())
        return rows_of(self._health, self._measure, area, self._painter.label_width(self._health), log=self._log)

    def _refresh(self) -> None:
        self.setMinimumHeight(BarRows.least_height(len(self._health.bars)))
        self._rows = self._lay_out()
        self.update()

    def _line_at(self, x: float) -> Line | None:
        near = [
            (abs(self._rows.x(value) - x), name)
            for name, value in self._rows.lines.items()
            if self._rows.scale.holds(value)
        ]
        distance, name = min(near, default=(_CATCH + 1, None))
        return name if distance <= _CATCH else None

    def _bar_at(self, place: QPointF) -> int | None:
        """Give the row at a point that the axis does not cover."""
        return self._rows.row(place.y()) if place.y() >= self._seen()[0] + HEAD else None

    def _seen(self) -> tuple[float, float]:
        """Give the part in sight, from its top to its bottom, however the chart is scrolled."""
        seen = self.visibleRegion().boundingRect()
        return float(seen.top()), float(seen.bottom() + 1)

    def _walk(self, by: int) -> None:
        bars = self._health.bars
        if not bars:
            return
        places = {bar.node: place for place, bar in enumerate(bars)}
        start = places.get(self._chosen, -1 if by > 0 else len(bars))
        place = min(max(start + by, 0), len(bars) - 1)
        self._choose(place)
        top = self._rows.top(place)
        self.row_reached.emit(int(top), int(top + self._rows.height))

    def _choose(self, place: int) -> None:
        self.select(self._health.bars[place].node)
        self.node_requested.emit(self._chosen)

    def sizeHint(self) -> QSize:
        """Ask for rows that can be read."""
        return QSize(360, 220)

    def resizeEvent(self, _event: QEvent) -> None:
        """Lay the rows out anew."""
        self._rows = self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axis, rows and lines."""
        painter = QPainter(self)
        self._painter.paint(painter, self._health, self._rows, self._seen(), self._chosen)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell a parameter's numbers where the mouse rests, or what a line is for."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip(self, place: QPointF) -> str:
        """Say what is at a point."""
        line = self._line_at(place.x())
        if line is not None:
            return f"Drag to change when a gradient is marked as {line}"
        row = self._bar_at(place)
        return bar_text(self._health.bars[row]) if row is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a line, or select a parameter's node."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = self._line_at(event.position().x())
        row = self._bar_at(event.position())
        if self._held is None and row is not None:
            self._choose(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line that is held, or show that one can be."""
        if self._held is not None:
            self.line_dragged.emit(self._held, self._rows.value(event.position().x()))
            return
        over = self._line_at(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the line."""
        self._held = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ and Page up and down go from parameter to parameter, Home and End to the ends."""
        steps = _STEPS | {Qt.Key.Key_Home: -len(self._health.bars), Qt.Key.Key_End: len(self._health.bars)}
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
        else:
            super().keyPressEvent(event)
