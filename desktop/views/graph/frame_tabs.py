"""The titles of frames: where each stands at a zoom, beside those of the frames around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

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
        lettering = Lettering()
        self._frames = frames.frames
        self._titles = [group_title(frame.group) for frame in self._frames]
        self._widths = [lettering.width(lettering.tab, title) + 2 * PADDING + SIGN for title in self._titles]

    def seen(self, scale: float) -> Iterator[Tab]:
        """Give the titles that can be read at a zoom, outer ones first; those that find no room are left out."""
        rects: list[QRectF | None] = []
        for index, frame in enumerate(self._frames):
            growth = self._growth(index, scale)
            around = [rect for at in frame.around if (rect := rects[at]) is not None]
            rect = self._placed(index, growth, around) if growth * scale >= _SMALLEST else None
            rects.append(rect)
            if rect is not None:
                yield Tab(frame, self._titles[index], rect, growth)

    def at(self, point: QPointF, scale: float) -> str | None:
        """Give the id of the group whose title lies under a point, the innermost where several do."""
        found = [tab.frame.group.id for tab in self.seen(scale) if tab.rect.contains(point)]
        return found[-1] if found else None

    def _growth(self, index: int, scale: float) -> float:
        wanted = max(_READABLE_FROM / scale, 1.0)
        if self._frames[index].shape is None:
            return min(wanted, 1.0)
        area = self._frames[index].area()
        room = min(_WIDEST * area.width() / self._widths[index], _HIGHEST * area.height() / HEIGHT)
        return min(wanted, max(room, 1.0))

    def _placed(self, index: int, growth: float, around: list[QRectF]) -> QRectF | None:
        """Stand on the upper left corner, to the right of titles that stand there; growing upwards, off the boxes."""
        frame = self._frames[index]
        left, top = frame.corner
        height = HEIGHT * growth
        rect = QRectF(left + _INSET, top + HEIGHT / 2 - height, self._widths[index] * growth, height)
        for other in around:
            if rect.intersects(other):
                rect.moveLeft(other.right() + _GAP * growth)
        return None if growth > 1 and rect.right() > frame.area().right() else rect
