"""The outline of a frame: a rectangle, with notches where boxes reach into it that belong to others."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from desktop.views.graph.curves import Numbers

RADIUS = 14.0
_CLEAR = 8.0
"""Pixels between a notch and the box that it leaves out, where there is so much room."""
_MOST_NOTCHES = 24
"""Beyond, nobody would see what is inside and what is not."""

Corners = tuple[float, float, float, float]


def frame_shape(rect: Corners, held: Numbers, others: Numbers) -> QPainterPath | None:
    """Give the outline around what a frame holds that leaves the others out; None where no simple one does.

    `held` and `others` have shape (n, 4): left, top, right, bottom. An outline exists where each of the others stands
    left or right of all that is held beside it.
    """
    notches = [_notch(rect, held, other) for other in others] if len(others) <= _MOST_NOTCHES else [None]
    path = QPainterPath()
    path.addRoundedRect(_qt_rect(rect), RADIUS, RADIUS)
    for notch in notches:
        if notch is None:
            return None
        cut = QPainterPath()
        cut.addRoundedRect(_qt_rect(notch), RADIUS / 2, RADIUS / 2)
        path = path.subtracted(cut)
    return path


def _notch(rect: Corners, held: Numbers, other: Numbers) -> Corners | None:
    """Cut from the nearer side to the box, and no farther than half way to what is held beside it."""
    left, top, right, bottom = other.tolist()
    beside = held[(held[:, 1] < bottom) & (held[:, 3] > top)]
    nearest = float(beside[:, 2].max()) if len(beside) else rect[0]
    if nearest <= left and (right + left >= rect[0] + rect[2] or len(beside)):
        top, bottom = _upright(rect, held[held[:, 2] > left], top, bottom)
        return max(left - _CLEAR, (left + nearest) / 2), top, rect[2] + RADIUS, bottom
    nearest = float(beside[:, 0].min()) if len(beside) else rect[2]
    if nearest >= right:
        top, bottom = _upright(rect, held[held[:, 0] < right], top, bottom)
        return rect[0] - RADIUS, top, min(right + _CLEAR, (right + nearest) / 2), bottom
    return None


def _upright(rect: Corners, held: Numbers, top: float, bottom: float) -> tuple[float, float]:
    """Let a notch keep off its box above and below, by half the way to what is held there, or to the end."""
    above, below = held[held[:, 3] <= top], held[held[:, 1] >= bottom]
    highest = max(top - _CLEAR, (top + float(above[:, 3].max())) / 2) if len(above) else rect[1] - RADIUS
    lowest = min(bottom + _CLEAR, (bottom + float(below[:, 1].min())) / 2) if len(below) else rect[3] + RADIUS
    return highest, lowest


def _qt_rect(corners: Corners) -> QRectF:
    left, top, right, bottom = corners
    return QRectF(left, top, right - left, bottom - top)
