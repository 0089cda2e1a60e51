"""The titles of frames: where each stands at a zoom, beside those of the frames around it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from desktop.views.graph.camera import Sight
from desktop.views.graph.curves import Numbers
from desktop.views.graph.frames import Frame, Frames
from desktop.views.graph.group_face import group_title
from desktop.views.graph.lettering import Lettering

HEIGHT = 18.0
PADDING = 7.0
SIGN = 11.0
"""The width of the sign that says that the frame closes."""
_INSET, _GAP = 8.0, 3.0
_READABLE_FROM = 0.75
"""The zoom below which titles grow, as they do on a map, so that they stay readable while their frame is large."""
_WIDEST, _HIGHEST = 0.9, 0.3
"""The shares of its frame that a grown title may take."""
_SMALLEST = 0.55
"""The size, of what it is at 100 %, below which a title is not seen."""
_REACH = 540.0
"""Pixels that no title exceeds at 100 %: it is cut after 32 letters."""
_KEPT = 4
"""Answers for so many sights are kept: what is lit over a standing picture asks for the same from frame to frame."""
_SMALLEST_FRAME = 18.0
"""Pixels of the screen below which a frame's title could not have grown to be read: it is wider than high."""


@dataclass(frozen=True)
class Tab:
    """A title on the upper border of its frame; `growth` is its size, 1 as it is at 100 %."""

    frame: Frame
    title: str
    rect: QRectF
    growth: float


class FrameTabs:
    """Places the titles of frames. Thread: the GUI's, as fonts are."""

    def __init__(self, frames: Frames) -> None:
        self._lettering = Lettering()
        self._frames = frames.frames
        self._areas = frames.areas
        self._kept: dict[tuple[float, ...], tuple[Tab, ...]] = {}
        self._placed_for: tuple[Tab, ...] | None = None
        self._places: Numbers = np.zeros((0, 4))

    def seen(self, sight: Sight) -> tuple[Tab, ...]:
        """Give the titles in sight that can be read, outer ones first; those that find no room are left out."""
        area = sight.area
        key = (area.x(), area.y(), area.width(), area.height(), sight.scale)
        if key not in self._kept:
            self._kept = dict(list(self._kept.items())[1 - _KEPT :]) | {key: tuple(self._sought(sight))}
        return self._kept[key]

    def _sought(self, sight: Sight) -> Iterator[Tab]:
        rects: dict[int, QRectF] = {}
        for index in self._near(sight):
            frame, growth = self._frames[index], self._growth(index, sight.scale)
            around = [rects[at] for at in frame.around if at in rects]
            rect = self._placed(index, growth, around) if growth * sight.scale >= _SMALLEST else None
            if rect is not None:
                rects[index] = rect
                yield Tab(frame, group_title(frame.group), rect, growth)

    def places(self, sight: Sight) -> Numbers:
        """Give left, top, right, bottom of the titles that are seen, in the same order, shape (n, 4)."""
        seen = self.seen(sight)
        if self._placed_for is not seen:
            self._placed_for = seen
            self._places = np.array([tab.rect.getCoords() for tab in seen], dtype=np.float64).reshape(-1, 4)
        return self._places

    def at(self, point: QPointF, scale: float) -> str | None:
        """Give the id of the group whose title lies under a point, the innermost where several do."""
        around = Sight(QRectF(point, QSizeF()), scale)
        found = [tab.frame.group.id for tab in self._sought(around) if tab.rect.contains(point)]
        return found[-1] if found else None

    def _near(self, sight: Sight) -> list[int]:
        """Give the frames whose titles may be in sight and large enough; what nobody sees is not looked at one by one.

        A title stands on its frame's upper border, never higher than it may have grown, and never wider than its frame
        but where it is as large as at 100 %.
        """
        reach = HEIGHT * max(_READABLE_FROM / sight.scale, 1.0)
        left, top, right, bottom = self._areas.T
        area = sight.area.adjusted(-_REACH, -reach, 0, reach)
        near = (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
        readable = (right - left >= _SMALLEST_FRAME / sight.scale) | (sight.scale >= _SMALLEST)
        return [int(index) for index in np.flatnonzero(near & readable)]

    def _width(self, index: int) -> float:
        """Measure a title when it is looked at: of thousands few ever are."""
        title = group_title(self._frames[index].group)
        return self._lettering.width(self._lettering.tab, title) + 2 * PADDING + SIGN

    def _growth(self, index: int, scale: float) -> float:
        wanted = max(_READABLE_FROM / scale, 1.0)
        if self._frames[index].shape is None:
            return min(wanted, 1.0)
        area = self._frames[index].area()
        room = min(_WIDEST * area.width() / self._width(index), _HIGHEST * area.height() / HEIGHT)
        return min(wanted, max(room, 1.0))

    def _placed(self, index: int, growth: float, around: list[QRectF]) -> QRectF | None:
        """Stand on the upper left corner, to the right of titles that stand there; growing upwards, off the boxes."""
        frame = self._frames[index]
        left, top = frame.corner
        height = HEIGHT * growth
        rect = QRectF(left + _INSET, top + HEIGHT / 2 - height, self._width(index) * growth, height)
        for other in around:
            if rect.intersects(other):
                rect.moveLeft(other.right() + _GAP * growth)
        return None if growth > 1 and rect.right() > frame.area().right() else rect
