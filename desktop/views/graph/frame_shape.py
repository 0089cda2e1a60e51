"""The outline of a frame: a rectangle, with notches where boxes reach into it that belong to others."""

import numpy as np
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
    if len(others) > _MOST_NOTCHES:
        return None
    sides: dict[bool, list[Corners]] = {True: [], False: []}
    for other in others[np.argsort(others[:, 1])].tolist():
        side = _is_left(rect, held, other)
        if side is None:
            return None
        _join(held, sides[side], other, left=side)
    path = QPainterPath()
    path.addRoundedRect(_qt_rect(rect), RADIUS, RADIUS)
    for side, notched in sides.items():
        for other in notched:
            cut = QPainterPath()
            cut.addRoundedRect(_qt_rect(_notch(rect, held, other, left=side)), RADIUS / 2, RADIUS / 2)
            path = path.subtracted(cut)
    return path


def _is_left(rect: Corners, held: Numbers, other: Corners) -> bool | None:
    """Say on which side a box can be cut out, where nothing is held beside it from the nearer one; None: on none."""
    left, _, right, _ = other
    beside = _beside(held, other)
    if not len(beside):
        return left + right < rect[0] + rect[2]
    if beside[:, 0].min() >= right:
        return True
    return False if beside[:, 2].max() <= left else None


def _join(held: Numbers, joined: list[Corners], other: Corners, *, left: bool) -> None:
    """Cut boxes that stand side by side out together, so that the outline runs straight along them."""
    if joined and joined[-1][3] > other[1]:
        both = np.array([joined[-1], other])
        hull = (both[:, 0].min(), both[:, 1].min(), both[:, 2].max(), both[:, 3].max())
        beside = _beside(held, hull)
        if not len(beside) or (beside[:, 0].min() >= hull[2] if left else beside[:, 2].max() <= hull[0]):
            joined[-1] = hull
            return
    joined.append(other)


def _notch(rect: Corners, held: Numbers, other: Corners, *, left: bool) -> Corners:
    """Cut from a side to the box, and no farther than half way to what is held beside it."""
    start, top, end, bottom = other
    beside = _beside(held, other)
    if left:
        top, bottom = _upright(rect, held[held[:, 0] < end], top, bottom)
        nearest = float(beside[:, 0].min()) if len(beside) else rect[2]
        return rect[0] - RADIUS, top, min(end + _CLEAR, (end + nearest) / 2), bottom
    top, bottom = _upright(rect, held[held[:, 2] > start], top, bottom)
    nearest = float(beside[:, 2].max()) if len(beside) else rect[0]
    return max(start - _CLEAR, (start + nearest) / 2), top, rect[2] + RADIUS, bottom


def _beside(held: Numbers, other: Corners) -> Numbers:
    beside: Numbers = held[(held[:, 1] < other[3]) & (held[:, 3] > other[1])]
    return beside


def _upright(rect: Corners, held: Numbers, top: float, bottom: float) -> tuple[float, float]:
    """Let a notch keep off its box above and below, by half the way to what is held there, or to the end."""
    above, below = held[held[:, 3] <= top], held[held[:, 1] >= bottom]
    highest = max(top - _CLEAR, (top + float(above[:, 3].max())) / 2) if len(above) else rect[1] - RADIUS
    lowest = min(bottom + _CLEAR, (bottom + float(below[:, 1].min())) / 2) if len(below) else rect[3] + RADIUS
    return highest, lowest


def _qt_rect(corners: Corners) -> QRectF:
    left, top, right, bottom = corners
    return QRectF(left, top, right - left, bottom - top)
