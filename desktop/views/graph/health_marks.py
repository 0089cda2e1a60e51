"""The marks of unwell gradients, at the upper right corner of boxes."""

from collections.abc import Mapping
from typing import get_args

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.views.graph.corner_marks import CornerMarkPainter, CornerMarks
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.health.badges import paint_badge, verdict_colour
from desktop.views.health.verdict import Verdict
from desktop.views.theme import Theme

_VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""The worst first."""
_INSET = QPointF(-4.0, 2.0)
"""From the corner of a box to the middle of its mark."""


class HealthMarks(CornerMarks[Verdict]):
    """Which boxes of a picture are marked with what; a closed group shows the worst of what it holds."""

    def __init__(self, picture: GraphPicture, verdicts: Mapping[str, Verdict]) -> None:
        super().__init__(picture, verdicts, _VERDICTS)
        self.verdicts = verdicts


class HealthMarkPainter(CornerMarkPainter[Verdict]):
    """Paints the marks in one theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self._paint, lambda verdict: verdict_colour(verdict, theme), _middle)
        self._theme = theme

    def _paint(self, painter: QPainter, area: QRectF, verdict: Verdict) -> None:
        """Paint a sign on paper of its own, so that what lies below does not shine through."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.base))
        painter.drawRoundedRect(area, 3, 3)
        paint_badge(painter, area.center(), verdict, self._theme)


def _middle(rect: QRectF) -> QPointF:
    return rect.topRight() + _INSET
