"""The outlines by which kinds of node are told apart before they are read, and whatever colours a person sees."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from desktop.views.graph.group_face import CARD_STEP, CARDS_BEHIND

_RADII = {"operation": 10.0, "leaf": 12.0, "input": 25.0, "group": 12.0, "saved": 5.0, "ghost": 12.0, "operand": 8.0}
_CUT = 11.0
"""How much of each corner of a constant is cut off."""
_CARD_INSET = 7.0


def draw_outline(painter: QPainter, rect: QRectF, kind: str, distance: float = 0.0) -> None:
    """Draw the outline of a kind with the painter's pen and brush, some pixels outside of a box."""
    outer = rect.adjusted(-distance, -distance, distance, distance)
    if kind == "constant":
        painter.drawPolygon(_chamfered(outer, _CUT + 0.6 * distance))
    else:
        radius = min(_RADII[kind], rect.height() / 2, rect.width() / 2) + distance
        painter.drawRoundedRect(outer, radius, radius)


def body(rect: QRectF, kind: str) -> QRectF:
    """Give the part of a box that bears its text: of a group's pile of cards the uppermost."""
    return rect.adjusted(0, 0, 0, -CARDS_BEHIND * CARD_STEP) if kind == "group" else rect


def cards_behind(rect: QRectF) -> list[QRectF]:
    """Give the cards that peep out below a group's first, the last one first."""
    front = body(rect, "group")
    return [
        front.adjusted(_CARD_INSET * card, front.height() / 2, -_CARD_INSET * card, CARD_STEP * card)
        for card in range(CARDS_BEHIND, 0, -1)
    ]


def _chamfered(rect: QRectF, cut: float) -> QPolygonF:
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    corners = (
        (left + cut, top),
        (right - cut, top),
        (right, top + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (left + cut, bottom),
        (left, bottom - cut),
        (left, top + cut),
    )
    return QPolygonF([QPointF(x, y) for x, y in corners])
