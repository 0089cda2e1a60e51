"""Painting the card of a closed group: many in one, and it opens."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.views.graph.arrangement import CHIP_HEIGHT
from desktop.views.graph.group_face import CHIP_PADDING, GAP, OPENER, PADDING, GroupFace, times_width
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import Detail, NodePainter, write
from desktop.views.graph.shapes import body

_APART = 12.0
"""How far the heading and the chips stand from the middle."""
_ARM = 0.24
"""Half the length of the strokes of + and −, by the size of the sign."""


class GroupPainter:
    """Paints cards in one theme. The painter's coordinates are pixels at 100 %."""

    def __init__(self, inks: Inks, lettering: Lettering, nodes: NodePainter) -> None:
        self._inks = inks
        self._lettering = lettering
        self._nodes = nodes

    def paint_text(self, painter: QPainter, rect: QRectF, face: GroupFace, detail: Detail) -> None:
        """Write onto a card what can be read."""
        front = body(rect, "group")
        if detail is Detail.SIGN:
            title = f"{face.title}  {face.times}" if face.times else face.title
            self._nodes.paint_far_sign(painter, front, "", title)
            return
        middle = front.center().y()
        row = middle - _APART if face.chips else middle
        self._paint_heading(painter, QPointF(front.left() + PADDING, row), face)
        self.paint_sign(painter, QPointF(front.right() - PADDING - OPENER / 2, row), opens=True)
        self._paint_chips(painter, QPointF(front.left() + PADDING, middle + _APART), face)

    def paint_sign(self, painter: QPainter, centre: QPointF, *, opens: bool, size: float = OPENER) -> None:
        """Paint the small sign that says that a group opens (+) or closes (−)."""
        arm = size * _ARM
        painter.setPen(self._inks.frame)
        painter.setBrush(self._inks.chip)
        painter.drawEllipse(centre, size / 2, size / 2)
        painter.setPen(QPen(self._inks.group_badge.color(), size / 8, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(centre.x() - arm, centre.y(), centre.x() + arm, centre.y()))
        if opens:
            painter.drawLine(QLineF(centre.x(), centre.y() - arm, centre.x(), centre.y() + arm))

    def _paint_heading(self, painter: QPainter, start: QPointF, face: GroupFace) -> None:
        painter.setPen(self._inks.text)
        write(painter, self._lettering.label, start, face.title)
        start = start + QPointF(self._lettering.width(self._lettering.label, face.title) + GAP, 0)
        if face.what:
            painter.setPen(self._inks.muted)
            write(painter, self._lettering.name, start, face.what)
            start = start + QPointF(self._lettering.width(self._lettering.name, face.what) + GAP, 0)
        if face.times:
            self._paint_times(painter, start, face.times)

    def _paint_times(self, painter: QPainter, start: QPointF, times: str) -> None:
        badge = QRectF(start.x(), start.y() - CHIP_HEIGHT / 2, times_width(times, self._lettering), CHIP_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.group_badge)
        painter.drawRoundedRect(badge, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
        painter.setPen(self._inks.sign)
        width = self._lettering.width(self._lettering.word_sign, times)
        write(painter, self._lettering.word_sign, badge.center() - QPointF(width / 2, 0), times)

    def _paint_chips(self, painter: QPainter, start: QPointF, face: GroupFace) -> None:
        x = start.x()
        for chip in face.chips:
            width = self._lettering.width(self._lettering.chip, chip) + 2 * CHIP_PADDING
            rect = QRectF(x, start.y() - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
            self._nodes.paint_chip(painter, rect, chip, self._lettering.chip)
            x += width + GAP
