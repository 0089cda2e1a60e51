"""An axis that draws its grid and numbers itself: pyqtgraph's replays a QPicture, which takes 5 ms each time."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLine, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from desktop.views.theme import Theme, code_font, mixed

_POINTS = 8.5
_GRID = 255
"""As opaque as the grid can be to pyqtgraph, so that the first of its levels of ticks is told from the others."""
_GRID_SHARE = 0.55

_WRITTEN = (1, 2, 5, 10)

_Tick = tuple[QPen, QPointF, QPointF]
_Text = tuple[QRectF, Any, str]


class Axis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph carries no types
    """Numbers at one side of a plot ("left" or "bottom") and lines across it; `whole` writes whole numbers only."""

    def __init__(self, side: str, *, whole: bool = False) -> None:
        super().__init__(side)
        self._whole = whole
        self._lines: list[QLine] = []
        self._texts: list[_Text] = []
        self.picture: bool | None = None
        self._line_pen = QPen()
        self.enableAutoSIPrefix(False)
        self.setGrid(_GRID)
        self.setStyle(tickFont=code_font(_POINTS), tickLength=-4)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self._line_pen = QPen(mixed(theme.line, theme.base, _GRID_SHARE), 1)
        self._line_pen.setCosmetic(True)
        self.setPen(QColor(theme.line))
        self.setTextPen(QColor(theme.muted))

    def _work_out(self, painter: QPainter) -> None:
        specifications = self.generateDrawSpecs(painter)
        _, ticks, texts = specifications or (None, [], [])
        self._lines = _major(ticks)
        # On a logarithmic axis each power of ten is a tick of two levels.
        self._texts = list(
            {(area.center().toPoint().toTuple(), text): (area, flags, text) for area, flags, text in texts}.values()
        )

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Draw the grid and numbers; they are worked out only when the range, the size or the look has changed."""
        # pyqtgraph sets its picture to None wherever it must be drawn anew.
        if self.picture is None:
            self._work_out(painter)
            self.picture = True
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._line_pen)
        painter.drawLines(self._lines)
        painter.setFont(self.style["tickFont"])
        painter.setPen(self.textPen())
        for rectangle, flags, text in self._texts:
            painter.drawText(rectangle, int(flags), text)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 # pyqtgraph calls it so
        """Write the numbers at the ticks, thousands apart."""
        if self._whole:
            return [f"{value:,.0f}" if float(value).is_integer() else "" for value in values]
        written: list[str] = super().tickStrings(values, scale, spacing)
        return written

    def logTickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:  # noqa: N802 # pyqtgraph calls it so
        """Write the numbers at the ticks of a logarithmic axis whose first digit is 1, 2 or 5."""
        return [f"{10**value:.3g}" if round(10 ** (value % 1)) in _WRITTEN else "" for value in values]


def _major(ticks: list[_Tick]) -> list[QLine]:
    """Give the lines of the most visible level only: a log axis has a hundred others, and they are noise."""
    strongest = max((pen.color().alpha() for pen, _, _ in ticks), default=0)
    return [QLine(a.toPoint(), b.toPoint()) for pen, a, b in ticks if pen.color().alpha() == strongest]
