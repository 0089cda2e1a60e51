"""A flow as a strip of stills for slides and papers: a few moments side by side on one page."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.export.dot import title
from desktop.export.view import View
from desktop.records.flow import Flow
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import Theme, text_font

MOST_STILLS = 6
_SLIDE = 16 / 9
_CAPTION_HEIGHT = 44.0
_CAPTION_PIXELS = 16


class Strip:
    """Stills of a flow in rows, each with its caption, on a page near the shape of a slide. Thread: as of a View."""

    def __init__(self, picture: GraphPicture, flow: Flow, theme: Theme) -> None:
        light = FlowLight(picture, flow)
        self._theme = theme
        self._stills = [
            (View.whole(picture, theme, light, position), _caption(picture, flow, position))
            for position in moments(len(flow.steps))
        ]
        self._cell = self._stills[0][0].size + QSizeF(0, _CAPTION_HEIGHT)
        self._columns = _columns(len(self._stills), self._cell)

    @property
    def title(self) -> str:
        """What it shows, in words."""
        return f"Gradient flow in {len(self._stills)} moments"

    @property
    def size(self) -> QSizeF:
        """How large it is, in device-independent pixels."""
        rows = math.ceil(len(self._stills) / self._columns)
        return QSizeF(self._columns * self._cell.width(), rows * self._cell.height())

    def paint(self, painter: QPainter) -> None:
        """Paint the stills from left to right, row by row."""
        painter.fillRect(QRectF(QPointF(), self.size + QSizeF(1, 1)), QColor(self._theme.base))
        for place, (view, caption) in enumerate(self._stills):
            row, column = divmod(place, self._columns)
            painter.save()
            painter.translate(column * self._cell.width(), row * self._cell.height())
            view.paint(painter)
            self._paint_caption(painter, caption)
            painter.restore()

    def _paint_caption(self, painter: QPainter, caption: str) -> None:
        font = text_font()
        font.setPixelSize(_CAPTION_PIXELS)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        area = QRectF(0, self._cell.height() - _CAPTION_HEIGHT, self._cell.width(), _CAPTION_HEIGHT / 2)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, caption)


def moments(steps: int) -> Sequence[float]:
    """Choose positions: before the first step, amid some steps on the way, and after the last."""
    between = min(MOST_STILLS - 2, steps)
    middle = [math.ceil(steps * (place + 0.5) / between) - 0.5 for place in range(between)]
    return [0.0, *middle, float(steps)]


def _caption(picture: GraphPicture, flow: Flow, position: float) -> str:
    if position in (0.0, float(len(flow.steps))):
        return "after backward" if position else "before backward"
    step = math.ceil(position)
    node = next(node for node in picture.graph.nodes if node.id == flow.steps[step - 1].node)
    return f"step {step:,} of {len(flow.steps):,}: {title(node)}"


def _columns(count: int, cell: QSizeF) -> int:
    """Say in how many columns a page comes nearest to a slide's shape, and leaves no room empty if it can."""

    def miss(columns: int) -> float:
        rows = math.ceil(count / columns)
        empty = rows * columns - count
        return empty + abs(math.log(columns * cell.width() / (rows * cell.height()) / _SLIDE))

    return min(range(1, count + 1), key=miss)
