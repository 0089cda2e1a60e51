"""Painting what the box of a failed operation says; the sizes that do not fit stand out."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.views.graph.ghost_face import (
    BADGE,
    CELL_PADDING,
    FAILED,
    GAP,
    HEAD,
    PADDING,
    ROW,
    TIMES,
    GhostFace,
    GhostRow,
)
from desktop.views.graph.inks import Inks
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.node_painter import Detail, NodePainter, write

_CELL_INSET = 1.0
_RADIUS = 4.0


class GhostPainter:
    """Paints ghosts in one theme. The painter's coordinates are pixels at 100 %."""

    def __init__(self, inks: Inks, lettering: Lettering, nodes: NodePainter) -> None:
        self._inks = inks
        self._lettering = lettering
        self._nodes = nodes

    def paint_text(self, painter: QPainter, rect: QRectF, face: GhostFace, detail: Detail) -> None:
        """Write onto a ghost what can be read."""
        if detail is Detail.SIGN:
            self._nodes.paint_far_sign(painter, rect, f"{face.title} {FAILED}", face.title)
            return
        self._paint_head(painter, QRectF(rect.left() + PADDING, rect.top(), rect.width() - 2 * PADDING, HEAD), face)
        columns, top = face.columns(self._lettering), rect.top() + HEAD
        for row in face.rows:
            line = QRectF(rect.left() + PADDING, top, rect.width() - 2 * PADDING, ROW)
            self._paint_row(painter, line, row, columns, face.what_width(self._lettering))
            top += ROW
        if face.more:
            painter.setPen(self._inks.muted)
            write(painter, self._lettering.key, QPointF(rect.left() + PADDING, top + ROW / 2), face.more)

    def _paint_head(self, painter: QPainter, line: QRectF, face: GhostFace) -> None:
        """Paint the sign on its ground, the name, and that it failed."""
        font, middle = self._lettering.sign_font(face.sign), line.center().y()
        badge = QRectF(line.left(), middle - BADGE / 2, face.badge_width(self._lettering), BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._inks.clash)
        painter.drawRoundedRect(badge, BADGE / 2, BADGE / 2)
        painter.setPen(self._inks.sign)
        write(painter, font, badge.center() - QPointF(self._lettering.width(font, face.sign) / 2, 0), face.sign)
        painter.setPen(self._inks.text)
        write(painter, self._lettering.label, QPointF(badge.right() + GAP, middle), face.title)
        painter.setPen(self._inks.failed)
        width = self._lettering.width(self._lettering.chip, FAILED)
        write(painter, self._lettering.chip, QPointF(line.right() - width, middle), FAILED)

    def _paint_row(self, painter: QPainter, line: QRectF, row: GhostRow, columns: list[float], what: float) -> None:
        """Paint a name, sizes lined up from the right, and the dtype."""
        middle, right = line.center().y(), line.right() - what
        painter.setPen(self._inks.muted)
        write(painter, self._lettering.key, QPointF(line.left(), middle), row.name)
        painter.setPen(self._inks.failed if row.is_odd else self._inks.muted)
        write(painter, self._lettering.chip, QPointF(right, middle), row.what)
        right, between = right - GAP, self._lettering.width(self._lettering.chip, TIMES)
        for at, (size, width) in enumerate(zip(reversed(row.sizes), columns, strict=False)):
            cell = QRectF(right - width, line.top(), width, ROW)
            self._paint_size(painter, cell, size, clashes=len(row.sizes) - 1 - at in row.clashes)
            if at:
                painter.setPen(self._inks.muted)
                write(painter, self._lettering.chip, QPointF(right, middle), TIMES)
            right -= width + between

    def _paint_size(self, painter: QPainter, cell: QRectF, size: str, *, clashes: bool) -> None:
        painter.setPen(self._inks.text)
        if clashes:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._inks.clash)
            painter.drawRoundedRect(
                cell.adjusted(_CELL_INSET, _CELL_INSET, -_CELL_INSET, -_CELL_INSET), _RADIUS, _RADIUS
            )
            painter.setPen(self._inks.sign)
        width = self._lettering.width(self._lettering.chip, size)
        write(painter, self._lettering.chip, QPointF(cell.right() - CELL_PADDING - width, cell.center().y()), size)
