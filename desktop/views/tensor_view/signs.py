"""The signs for NaN and the infinities: a cross, a triangle up, a triangle down: colour is not all that tells."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop.views.tensor_view.grid import ABOVE, NAN
from desktop.views.tensor_view.heat_colours import mark_colour
from desktop.views.theme import Theme

SMALLEST, LARGEST = 10.0, 20.0
"""The side of a sign, in pixels: a cell of a millionth of the picture is still seen."""
MARK_WORDS = {1: "NaN", 2: "∞", 3: "−∞"}


def paint_sign(painter: QPainter, centre: QPointF, side: float, mark: int, theme: Theme) -> None:
    """Paint what a cell holds beside numbers: a plate of its colour with its sign."""
    plate = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    ground = QColor(theme.base)
    painter.setPen(QPen(ground, 1.0))
    painter.setBrush(mark_colour(mark, theme))
    painter.drawRoundedRect(plate, 1.5, 1.5)
    reach = side * 0.24
    if mark == NAN:
        painter.setPen(QPen(ground, max(side * 0.13, 1.3), c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(centre + QPointF(-reach, -reach), centre + QPointF(reach, reach)))
        painter.drawLine(QLineF(centre + QPointF(-reach, reach), centre + QPointF(reach, -reach)))
        return
    tip = reach if mark == ABOVE else -reach
    corners = [QPointF(0, -tip), QPointF(1.15 * reach, tip), QPointF(-1.15 * reach, tip)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
