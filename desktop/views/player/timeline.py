"""The flow's timeline: a slider with a stroke for each step, as high and warm as the gradient it took."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.records.flow import Flow
from desktop.views.graph.gradient_scale import level_colour, level_share, scale_of
from desktop.views.theme import Theme

_PARTS = 1000
"""A QSlider counts in whole numbers; a step is this many of them."""
_EDGE = 8.0


class Timeline(QSlider):
    """A slider from 0 to the number of steps. `position_chosen` tells what a person chose, not what was set."""

    position_chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._levels: list[int] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Position in the backward pass")
        self.actionTriggered.connect(self._tell_action)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def set_flow(self, flow: Flow | None) -> None:
        """Show the steps of a flow, from its beginning."""
        steps = flow.steps if flow is not None else ()
        scale = scale_of(flow) if flow is not None else None
        self._levels = [scale.level(step.incoming) for step in steps] if scale is not None else []
        self.setRange(0, len(self._levels) * _PARTS)
        self.setSingleStep(_PARTS)
        self.setPageStep(_PARTS)
        self.setValue(0)
        self.update()

    def set_position(self, position: float) -> None:
        """Show a position; nothing is told."""
        self.setValue(round(position * _PARTS))

    def _tell_action(self) -> None:
        self.position_chosen.emit(self.sliderPosition() / _PARTS)

    def _choose_at(self, x: float) -> None:
        share = (x - _EDGE) / max(self.width() - 2 * _EDGE, 1.0)
        position = min(max(share, 0.0), 1.0) * len(self._levels)
        self.set_position(position)
        self.position_chosen.emit(position)

    def _x(self, position: float) -> float:
        return _EDGE + (self.width() - 2 * _EDGE) * position / max(len(self._levels), 1)

    def _paint_strokes(self, painter: QPainter, floor: float) -> None:
        """Paint one stroke a step, and where steps are closer than pixels, one a pixel."""
        count, done = len(self._levels), self.value() / _PARTS
        stride = max(1, round(count / max(self.width() - 2 * _EDGE, 1.0)))
        width = min(max((self._x(stride) - self._x(0)) * 0.55, 1.0), 4.0)
        for step in range(0, count, stride):
            level = max(self._levels[step : step + stride])
            colour = level_colour(level, self._theme)
            colour.setAlphaF(1.0 if step < done else 0.4)
            painter.setPen(QPen(colour, width))
            x = self._x(step + stride / 2)
            painter.drawLine(QLineF(x, floor - 2, x, floor - 5 - 12 * level_share(level)))

    def _paint_groove(self, painter: QPainter, floor: float) -> None:
        groove = QRectF(_EDGE, floor, self.width() - 2 * _EDGE, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.line))
        painter.drawRoundedRect(groove, 2, 2)
        groove.setRight(self._x(self.value() / _PARTS))
        painter.setBrush(QColor(self._theme.accent if self.isEnabled() else self._theme.line))
        painter.drawRoundedRect(groove, 2, 2)

    def sizeHint(self) -> QSize:
        """Leave room for the strokes above the groove."""
        return QSize(240, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint strokes, groove and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        floor = self.height() - 12.0
        self._paint_strokes(painter, floor)
        self._paint_groove(painter, floor)
        if self.isEnabled():
            painter.setPen(QPen(QColor(self._theme.base), 1.5))
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(QPointF(self._x(self.value() / _PARTS), floor + 2), 6.5, 6.5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump to where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub with the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the position where it is."""
        event.accept()
