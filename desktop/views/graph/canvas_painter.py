"""All that paints a graph's widget in one theme: the picture, its light, what is pointed at, and the keys below it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from desktop.views.graph.badges import Badges
from desktop.views.graph.camera import Camera
from desktop.views.graph.finding_marks import FindingMarkPainter
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.health_marks import HealthMarkPainter
from desktop.views.graph.highlight import Highlight
from desktop.views.graph.legend import Legend
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.pointing import Pointing
from desktop.views.graph.stage import Stage
from desktop.views.theme import Theme, text_font

_MARGIN = 24


class CanvasPainter:
    """Paints in the widget's pixels, and keeps of the picture what stands still."""

    def __init__(self, theme: Theme, lettering: Lettering) -> None:
        self._theme = theme
        self.graph = GraphPainter(theme, lettering)
        self._light = LightPainter(theme, self.graph.nodes)
        self.stage = Stage(self.graph, self._light)
        self._highlight = Highlight(theme, self.graph.nodes)
        self._health = HealthMarkPainter(theme)
        self._findings = FindingMarkPainter(theme, self.graph.nodes)
        self.legend = Legend(theme, self.graph.nodes, lettering)

    def paint_words(self, painter: QPainter, area: QRect, words: str) -> None:
        """Say why there is no picture, or what to do."""
        painter.fillRect(area, QColor(self._theme.base))
        painter.setPen(QColor(self._theme.muted))
        painter.setFont(text_font(13))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(_MARGIN, 0, -_MARGIN, 0), centred, words)

    def paint_picture(
        self, painter: QPainter, picture: GraphPicture, camera: Camera, size: QSize, lit: tuple[FlowLight | None, float]
    ) -> None:
        """Paint the picture with its light at a position."""
        light, position = lit
        self.stage.paint(painter, picture, camera, size, light, position)
        if light is not None:
            painter.save()
            painter.setTransform(camera.transform(), combine=True)
            self._light.paint_moving(painter, picture, light, position, camera.sight(QSizeF(size)))
            painter.restore()

    def paint_badges(
        self, painter: QPainter, badges: Badges, picture: GraphPicture, camera: Camera, size: QSize
    ) -> None:
        """Mark the boxes whose gradients are unwell, and those that findings concern."""
        unwell, concerned = badges.health_on(picture), badges.findings_on(picture)
        painter.save()
        painter.setTransform(camera.transform(), combine=True)
        sight = camera.sight(QSizeF(size))
        if unwell is not None:
            self._health.paint(painter, unwell, sight)
        if concerned is not None:
            if badges.lit is not None:
                self._findings.paint_rings(painter, concerned, badges.lit, sight.scale)
            self._findings.paint(painter, concerned, sight)
        painter.restore()

    def prepare(self, picture: GraphPicture, camera: Camera, size: QSize, ratio: float) -> None:
        """Paint the standing picture beforehand, for a widget of a size and its pixels of the screen."""
        anywhere = QPixmap(1, 1)
        anywhere.setDevicePixelRatio(ratio)
        painter = QPainter(anywhere)
        self.stage.paint(painter, picture, camera, size, None, 0)
        painter.end()

    def paint_marks(
        self, painter: QPainter, picture: GraphPicture, pointing: Pointing, camera: Camera, size: QSize, *, lit: bool
    ) -> None:
        """Mark what is pointed at; `lit` says that light is shown."""
        self._highlight.paint(painter, picture, pointing, camera, size, lit=lit)

    def paint_keys(
        self, painter: QPainter, picture: GraphPicture, camera: Camera, floor: QRectF, light: FlowLight | None
    ) -> None:
        """Paint the keys on paper of their own below the picture, so that they cover no node; a line cuts it off."""
        painter.fillRect(floor, QColor(self._theme.base))
        if camera.transform().mapRect(picture.bounds()).bottom() > floor.top() + 1:
            painter.fillRect(QRectF(floor.topLeft(), QSizeF(floor.width(), 1)), QColor(self._theme.line))
        self.legend.paint(painter, QSizeF(floor.right(), floor.bottom()), light, picture)


def floor_of(area: QRect, room: QSizeF) -> QRectF:
    """Give the part of a widget that lies below the room of its picture."""
    return QRectF(QPointF(0, room.height()), QPointF(area.width(), area.height()))
