"""The graph from afar in a corner of its picture, with what is seen of it; a click or a drag goes there."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.views.graph.camera import Sight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.painter import GraphPainter
from desktop.views.theme import Theme

_LARGEST_AREA = 190.0 * 170.0
_SHARE_OF_AREA, _SHARE_OF_WIDTH, _SHARE_OF_HEIGHT = 0.075, 0.45, 0.7
"""Of the room that the picture has: a map of a strip may be long, since it is thin."""
_SMALLEST = 28.0
_PADDING = 5.0
_INSET = 10
_ROOM_NEEDED = QSizeF(360.0, 240.0)
"""In a smaller window it would cover too much."""
_SLACK = 1.02
_FAR = 0.1
"""The zoom whose detail is painted, however large the little picture is."""
_LEAST_RECTANGLE = 5.0


class Minimap(QWidget):
    """Shows itself where its picture is not wholly in sight. `place_chosen` carries a point of the picture."""

    place_chosen = Signal(QPointF)
    entered = Signal()

    def __init__(self, painter: GraphPainter, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: GraphPicture | None = None
        self._seen = QRectF()
        self._kept: QPixmap | None = None
        self.set_theme(painter, theme)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("The whole graph: click or drag to go there (M hides it)")
        self.setAccessibleName("Map of the graph")
        self.hide()

    def set_theme(self, painter: GraphPainter, theme: Theme) -> None:
        """Paint in another theme."""
        self._painter, self._theme = painter, theme
        self._kept = None
        self.update()

    def look(self, picture: GraphPicture | None, seen: QRectF, room: QSizeF, *, wanted: bool) -> None:
        """Show what is seen of a picture (a part of its paper) in a corner of the room that the widget has for it."""
        if picture is not self._picture:
            self._picture, self._kept = picture, None
        self._seen = seen
        fits = room.width() >= _ROOM_NEEDED.width() and room.height() >= _ROOM_NEEDED.height()
        if picture is None or not wanted or not fits or _contains(seen, picture):
            self.hide()
            return
        size = self._size(picture, room)
        if size != self.size():
            self.resize(size)
        self.move(int(room.width()) - size.width() - _INSET, _INSET)
        self.show()
        self.update()

    def _size(self, picture: GraphPicture, room: QSizeF) -> QSize:
        paper = picture.bounds().size()
        area = min(_LARGEST_AREA, _SHARE_OF_AREA * room.width() * room.height())
        scale = min(
            math.sqrt(area / (paper.width() * paper.height())),
            _SHARE_OF_WIDTH * room.width() / paper.width(),
            _SHARE_OF_HEIGHT * room.height() / paper.height(),
        )
        size = paper * scale
        size = QSizeF(max(size.width(), _SMALLEST), max(size.height(), _SMALLEST))
        return QSizeF(size.width() + 2 * _PADDING, size.height() + 2 * _PADDING).toSize()

    def _scale(self, picture: GraphPicture) -> float:
        paper = picture.bounds()
        inner = QSizeF(self.width() - 2 * _PADDING, self.height() - 2 * _PADDING)
        return min(inner.width() / paper.width(), inner.height() / paper.height())

    def _offset(self, picture: GraphPicture) -> QPointF:
        """Say where the paper's origin lies on the widget."""
        return QPointF(self.width() / 2, self.height() / 2) - picture.bounds().center() * self._scale(picture)

    def _go(self, point: QPointF) -> None:
        if self._picture is not None:
            self.place_chosen.emit((point - self._offset(self._picture)) / self._scale(self._picture))

    def _whole(self, picture: GraphPicture) -> QPixmap:
        """Give the little picture, painted once."""
        ratio = self.devicePixelRatioF()
        if self._kept is None or self._kept.size() != self.size() * ratio:
            self._kept = QPixmap(self.size() * ratio)
            self._kept.setDevicePixelRatio(ratio)
            self._kept.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._kept)
            self._paint_panel(painter)
            painter.translate(self._offset(picture))
            painter.scale(self._scale(picture), self._scale(picture))
            self._painter.paint(painter, picture, Sight(picture.bounds(), min(self._scale(picture), _FAR)))
            painter.end()
        return self._kept

    def _paint_panel(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        ground = QColor(self._theme.raised)
        ground.setAlphaF(0.94)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _rectangle(self, picture: GraphPicture) -> QRectF:
        """Give the place of what is seen, never so small that nobody finds it."""
        scale = self._scale(picture)
        seen = QRectF(self._seen.topLeft() * scale + self._offset(picture), self._seen.size() * scale)
        wider, higher = (max(_LEAST_RECTANGLE - side, 0) / 2 for side in (seen.width(), seen.height()))
        inner = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        return seen.adjusted(-wider, -higher, wider, higher).intersected(inner)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the little picture, and around what is seen a rectangle."""
        if self._picture is not None:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self._whole(self._picture))
            fill = QColor(self._theme.accent)
            fill.setAlphaF(0.14)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), 1.6))
            painter.setBrush(fill)
            painter.drawRoundedRect(self._rectangle(self._picture), 2, 2)
            painter.end()
        super().paintEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Tell that what lies below is no longer under the mouse."""
        self.entered.emit()
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what is clicked; the picture below is not."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go with a drag; nothing below is hovered."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the end of a click from the picture below."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click for two clicks."""
        self.mousePressEvent(event)


def _contains(seen: QRectF, picture: GraphPicture) -> bool:
    """Say whether the whole graph is seen, but for a pixel or two of free paper."""
    grown = QRectF(QPointF(), seen.size() * _SLACK)
    grown.moveCenter(seen.center())
    return grown.contains(QRectF(QPointF(), QSizeF(*picture.placement.size)))
