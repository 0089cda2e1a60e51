"""The film's timeline: a slider through its phases, with a stroke for each moment."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.views.player.phase_scale import Band, PhaseScale
from desktop.views.player.reel import Reel
from desktop.views.player.strokes import HIGHEST, StrokePainter, Strokes
from desktop.views.theme import Theme, mixed, text_font

_PARTS = 1000
"""A QSlider counts in whole numbers; a moment is this many of them."""
_EDGE = 8.0
_NAMES = 15.0
"""The height of the row of the phases' names."""
_FLOOR = _NAMES + HIGHEST + 3
_GROOVE = _FLOOR + 2
_CEILING = _GROOVE + 6
_PADDING = 10.0
_POINTS = 8.5


class Timeline(QSlider):
    """A slider from the film's start to its end. `position_chosen` tells what a person chose, not what was set."""

    position_chosen = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._reel: Reel | None = None
        self._font = text_font(_POINTS)
        self._scale = PhaseScale((), (), 0.0, 0.0)
        self._strokes: Strokes | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Position in the film")
        self.actionTriggered.connect(self._tell_action)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._measure()

    def set_reel(self, reel: Reel | None) -> None:
        """Show the phases of a film, standing before its backward pass."""
        self._reel = reel
        film = reel.film if reel is not None else None
        self.setRange(film.start * _PARTS if film else 0, film.end * _PARTS if film else 0)
        self.setSingleStep(_PARTS)
        self.setPageStep(_PARTS)
        self.setValue(0)
        self.updateGeometry()
        self._measure()

    def set_position(self, position: float) -> None:
        """Show a position; nothing is told."""
        self.setValue(round(position * _PARTS))

    def x_of(self, position: float) -> float:
        """Say where on the widget a position lies."""
        return self._scale.x(position)

    def _measure(self) -> None:
        """Part the room anew; strokes are painted when they are next seen."""
        phases = self._reel.film.phases if self._reel is not None else ()
        metrics = QFontMetricsF(self._font)
        least = [metrics.horizontalAdvance(phase.name) + _PADDING for phase in phases]
        self._scale = PhaseScale(phases, least, _EDGE, self.width() - _EDGE)
        self._strokes = None
        self.update()

    def _tell_action(self) -> None:
        self.position_chosen.emit(self.sliderPosition() / _PARTS)

    def _choose_at(self, x: float) -> None:
        position = self._scale.position(x)
        self.set_position(position)
        self.position_chosen.emit(position)

    def _blank(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap

    def _paint_strokes(self, painter: QPainter, reel: Reel, done: float) -> None:
        """Paint the strokes from kept pictures: the done ones up to where the handle stands."""
        if self._strokes is None or self._strokes.done.devicePixelRatio() != self.devicePixelRatioF():
            self._strokes = StrokePainter(self._theme, reel, _FLOOR, _CEILING).strokes(self._scale.bands, self._blank)
        painter.save()
        painter.setClipRect(QRectF(0, 0, done, self.height()))
        painter.drawPixmap(0, 0, self._strokes.done)
        painter.setClipRect(QRectF(done, 0, self.width() - done, self.height()))
        painter.drawPixmap(0, 0, self._strokes.before)
        painter.restore()

    def _paint_band(self, painter: QPainter, band: Band, *, here: bool) -> None:
        """Paint the ground of a phase and its name; the one under way stands out."""
        area = QRectF(band.left, 0, band.right - band.left, self.height()).adjusted(0.5, 0, -0.5, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self._theme.accent, self._theme.window, 0.12 if here else 0.04))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(QColor(self._theme.text if here else self._theme.muted))
        painter.drawText(QRectF(band.left, 0, area.width() + 1, _NAMES), Qt.AlignmentFlag.AlignCenter, band.phase.name)

    def _paint_groove(self, painter: QPainter, done: float) -> None:
        groove = QRectF(_EDGE, _GROOVE, self.width() - 2 * _EDGE, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.line))
        painter.drawRoundedRect(groove, 2, 2)
        if done <= _EDGE:
            return
        groove.setRight(done)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(groove, 2, 2)

    def sizeHint(self) -> QSize:
        """Leave room for the names and strokes above the groove, and for those of a compared pass below it."""
        compared = self._reel is not None and self._reel.others is not None
        return QSize(240, round(_CEILING + (HIGHEST + 3 if compared else 5)))

    def minimumSizeHint(self) -> QSize:
        """Be never lower than that."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint phases, strokes, groove and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        position = self.value() / _PARTS
        done = self.x_of(position) if self._scale.bands else _EDGE
        if self._reel is not None and self._scale.bands:
            under_way = self._reel.film.phase_at(position)
            for band in self._scale.bands:
                self._paint_band(painter, band, here=band.phase is under_way)
            self._paint_strokes(painter, self._reel, done)
        self._paint_groove(painter, done)
        if self._scale.bands:
            painter.setPen(QPen(QColor(self._theme.base), 1.5))
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(QPointF(done, _GROOVE + 2), 6.5, 6.5)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Part the room anew."""
        super().resizeEvent(event)
        self._measure()

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
