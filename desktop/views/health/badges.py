"""The mark of each kind of trouble: a sign of its own on a plate, so that colour is not all that tells."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.views.health.verdict import Verdict
from desktop.views.theme import Theme, text_font

SIDE = 14.0
_LETTERS: dict[Verdict, str] = {"nan": "×", "infinite": "∞", "zero": "0", "missing": "–"}


def verdict_colour(verdict: Verdict | None, theme: Theme) -> QColor:
    """Give the colour of a bar by its verdict, None being health."""
    if verdict in ("nan", "infinite"):
        return QColor(theme.error)
    if verdict == "exploding":
        return QColor(theme.warning)
    if verdict == "vanishing":
        return QColor(theme.series[3])
    return QColor(theme.curve if verdict is None else theme.muted)


def paint_badge(painter: QPainter, centre: QPointF, verdict: Verdict, theme: Theme) -> None:
    """Paint the mark: a cross for NaN, ∞, 0, a dash where none came, an arrow up for exploding, down for vanishing."""
    plate = QRectF(centre.x() - SIDE / 2, centre.y() - SIDE / 2, SIDE, SIDE)
    colour = verdict_colour(verdict, theme)
    if verdict in ("zero", "missing"):
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine if verdict == "missing" else Qt.PenStyle.SolidLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    painter.drawRoundedRect(plate.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    ink = colour if verdict in ("zero", "missing") else QColor(theme.base)
    if verdict in _LETTERS:
        painter.setFont(text_font(9))
        painter.setPen(ink)
        painter.drawText(plate.adjusted(-4, -4, 4, 3), Qt.AlignmentFlag.AlignCenter, _LETTERS[verdict])
        return
    tip = -3.6 if verdict == "exploding" else 3.6
    painter.setBrush(ink)
    painter.drawPolygon(
        QPolygonF([centre + QPointF(0, tip), centre + QPointF(4.2, -tip), centre + QPointF(-4.2, -tip)])
    )
