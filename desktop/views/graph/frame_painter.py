"""Painting the frames of open groups, and their titles."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.views.graph.camera import Sight
from desktop.views.graph.frame_shape import RADIUS
from desktop.views.graph.frame_tabs import HEIGHT, PADDING, SIGN, Tab
from desktop.views.graph.frames import Frame
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.group_painter import GroupPainter
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import Detail, detail_at, write

_HALO = 7.0
_SEEN_FROM = 6.0
"""Pixels of the screen below which a frame is not drawn."""


class FramePainter:
    """Paints frames in one theme. The painter's coordinates are pixels at 100 %."""

    def __init__(self, inks: Inks, lettering: Lettering, groups: GroupPainter) -> None:
        self._inks = inks
        self._lettering = lettering
        self._groups = groups

    def paint_frames(self, painter: QPainter, picture: GraphPicture, sight: Sight) -> None:
        """Paint the frames in sight, below everything else."""
        for frame in picture.frames.touching(sight.area, _SEEN_FROM / sight.scale):
            painter.setBrush(self._inks.tints[min(len(frame.around), len(self._inks.tints) - 1)])
            if frame.shape is not None:
                painter.setPen(self._line(sight.scale))
                painter.drawPath(frame.shape)
            else:
                self._paint_halos(painter, picture, frame, sight)

    def paint_tabs(self, painter: QPainter, picture: GraphPicture, sight: Sight) -> None:
        """Paint the titles in sight that can be read."""
        if not picture.frames.frames:
            return
        for tab in picture.tabs().seen(sight):
            if tab.rect.intersects(sight.area):
                self._paint_tab(painter, tab)

    def _line(self, scale: float) -> QPen:
        pen = QPen(self._inks.frame)
        pen.setWidthF(max(pen.widthF(), 1.0 / scale))
        return pen

    def _paint_halos(self, painter: QPainter, picture: GraphPicture, frame: Frame, sight: Sight) -> None:
        """Show by a tint around each box what belongs together, where one rectangle would hold others too."""
        if sight.scale * _HALO < 1:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        rects = picture.rects_of(picture.boxes_in(sight.area, frame.loose))
        halos = [rect.adjusted(-_HALO, -_HALO, _HALO, _HALO) for rect in rects]
        if detail_at(sight.scale) is Detail.FAR:
            painter.drawRects(halos)
            return
        for halo in halos:
            painter.drawRoundedRect(halo, RADIUS, RADIUS)

    def _paint_tab(self, painter: QPainter, tab: Tab) -> None:
        painter.save()
        painter.translate(tab.rect.topLeft())
        painter.scale(tab.growth, tab.growth)
        rect = QRectF(0, 0, tab.rect.width() / tab.growth, HEIGHT)
        painter.setPen(self._inks.frame)
        painter.setBrush(self._inks.tab)
        painter.drawRoundedRect(rect, HEIGHT / 2, HEIGHT / 2)
        painter.setPen(self._inks.text)
        write(painter, self._lettering.tab, QPointF(PADDING, HEIGHT / 2), tab.title)
        sign = QPointF(rect.right() - (PADDING + SIGN) / 2, HEIGHT / 2)
        self._groups.paint_sign(painter, sign, opens=False, size=SIGN)
        painter.restore()
