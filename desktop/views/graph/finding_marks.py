"""The marks of what a run found out, at the upper left corner of the boxes that it concerns."""

from collections import defaultdict
from typing import get_args

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.records.finding import Finding, Severity
from desktop.views.finding_row import paint_sign, severity_colour
from desktop.views.graph.corner_marks import CornerMarkPainter, CornerMarks, drawn_as, side_at
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_painter import NodePainter
from desktop.views.graph.rings import Ring
from desktop.views.theme import Theme

_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The worst first."""
_INSET = QPointF(3.0, 2.0)
"""From the corner of a box to the middle of its mark."""


class FindingMarks(CornerMarks[Severity]):
    """Which boxes of a picture are concerned by what."""

    def __init__(self, picture: GraphPicture, findings: tuple[Finding, ...]) -> None:
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        self._drawn: dict[Finding, frozenset[str]] = {}
        for finding in sorted(findings, key=lambda each: _SEVERITIES.index(each.severity)):
            self._drawn[finding] = frozenset(drawn_as(picture, node) for node in finding.nodes) - {""}
            for drawn in self._drawn[finding]:
                self._findings[drawn].append(finding)
        super().__init__(picture, {node: each[0].severity for node, each in self._findings.items()}, _SEVERITIES)

    def at(self, point: QPointF, scale: float) -> tuple[Finding, ...]:
        """Give the findings whose mark lies under a point of the picture seen at a zoom, the worst first."""
        side = side_at(scale)
        area = QRectF(QPointF(), QSizeF(side, side))
        near = QRectF(point.x() - side, point.y() - side, 2 * side, 2 * side)
        for box in reversed(self.picture.boxes_in(near, self.boxes).tolist()):
            area.moveCenter(middle(self.picture.rect(box)))
            if area.contains(point):
                return tuple(self._findings[self.picture.boxes[box].id])
        return ()

    def drawn(self, finding: Finding) -> frozenset[str]:
        """Give the drawn nodes that a finding concerns; none where none of them is in the picture."""
        return self._drawn.get(finding, frozenset())


class FindingMarkPainter(CornerMarkPainter[Severity]):
    """Paints the marks in one theme, and rings around what one finding concerns."""

    def __init__(self, theme: Theme, nodes: NodePainter) -> None:
        super().__init__(self._paint, lambda severity: severity_colour(severity, theme), middle)
        self._theme = theme
        self._nodes = nodes

    def paint_rings(self, painter: QPainter, marks: FindingMarks, finding: Finding, scale: float) -> None:
        """Ring what a finding concerns."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = Ring(severity_colour(finding.severity, self._theme))
        for drawn in marks.drawn(finding):
            ring.paint(painter, self._nodes, marks.picture, marks.picture.boxes_of(drawn), scale)

    def _paint(self, painter: QPainter, area: QRectF, severity: Severity) -> None:
        """Paint a sign on paper of its own, so that what lies below does not shine through."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.base))
        if severity != "warning":
            painter.drawEllipse(area)
        paint_sign(painter, area, Finding("", severity, "", "", None), self._theme)


def middle(rect: QRectF) -> QPointF:
    """Give the middle of the mark on a box."""
    return rect.topLeft() + _INSET
