"""Where the camera stands: over the whole graph, at its root where the whole is too small, or where a person went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.views.graph.camera import Camera
    from desktop.views.graph.curves import Indices
    from desktop.views.graph.graph_picture import GraphPicture

_TOO_SMALL = 0.2
"""A zoom at which no sign can be read: a long graph that fits only so opens at its root."""
_STRIP = 4.0
"""How many times longer than the window, for its width, a graph is that shows as a strip where all of it is shown."""
_READABLE = 0.65
_ROOM = 0.15
"""The share of the window, on each side, that light is kept out of while it is followed."""


class Framing:
    """Moves a Camera over a picture. Until a person moves it, a new size of the window frames anew."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._seen = b""
        self._again: Callable[[GraphPicture, QSizeF], None] | None = None

    @property
    def is_kept(self) -> bool:
        """Whether a new size of the window frames anew: nobody has moved the camera."""
        return self._again is not None

    def show(self, picture: GraphPicture, size: QSizeF) -> bool:
        """Frame a new picture, or say False: it looks as the one before, and the person stays where they are."""
        looks_new = self.adopt(picture)
        if looks_new:
            self.open(picture, size)
        return looks_new

    def adopt(self, picture: GraphPicture) -> bool:
        """See a new picture from where the camera stands; say whether it looks other than the one before."""
        before = self._seen
        self._seen = picture.rects.tobytes()
        return self._seen != before

    def open(self, picture: GraphPicture, size: QSizeF) -> None:
        """Show the whole picture, or, where that were an unreadable strip, the root: there backward begins."""
        self._again = self.open
        self._camera.fit(picture.bounds(), size)
        roots = [box for root in picture.graph.roots for box in picture.boxes_of(root).tolist()]
        if roots and self._camera.scale < _TOO_SMALL and _is_strip(picture.bounds().size(), size):
            at = QPointF(size.width() / 2, size.height() * (1 - _ROOM))
            self._camera.look_at(picture.rect(roots[0]).center(), at, _READABLE)

    def fit(self, picture: GraphPicture, size: QSizeF) -> None:
        """Show the whole picture, however small."""
        self._again = self.fit
        self._camera.fit(picture.bounds(), size)

    def leave(self) -> None:
        """Let the camera stand where a person moved it."""
        self._again = None

    def resize(self, picture: GraphPicture, size: QSizeF) -> None:
        """Frame anew in a window of another size, unless a person moved the camera."""
        if self._again is not None:
            self._again(picture, size)

    def way_to(self, picture: GraphPicture, boxes: Indices, size: QSizeF, room: float = 0.0) -> QPointF:
        """Say by how many pixels to pan so that one of some boxes is in sight, `room` of the window from its sides.

        Nothing where one already is; else by as little as the first of them needs.
        """
        inner = QRectF(QPointF(), size).adjusted(
            size.width() * room, size.height() * room, -size.width() * room, -size.height() * room
        )
        seen = [self._camera.transform().mapRect(picture.rect(box)) for box in boxes.tolist()]
        if not seen or any(inner.contains(rect) for rect in seen):
            return QPointF()
        return QPointF(_into(seen[0].left(), seen[0].right(), inner.left(), inner.right()), 0) + QPointF(
            0, _into(seen[0].top(), seen[0].bottom(), inner.top(), inner.bottom())
        )

    def way_of_light(self, picture: GraphPicture, before: Indices, now: Indices, size: QSizeF) -> QPointF:
        """Say by how many pixels to pan so that light that was in sight stays so; light out of sight is not chased."""
        if not self.way_to(picture, before, size).isNull():
            return QPointF()
        way = self.way_to(picture, now, size, _ROOM)
        whole = self._camera.transform().mapRect(QRectF(QPointF(), QSizeF(*picture.placement.size)))
        wide = whole.left() < 0 or whole.right() > size.width()
        tall = whole.top() < 0 or whole.bottom() > size.height()
        return QPointF(way.x() if wide else 0.0, way.y() if tall else 0.0)


def _is_strip(picture: QSizeF, window: QSizeF) -> bool:
    longer = (picture.height() / picture.width()) / (window.height() / max(window.width(), 1))
    return not 1 / _STRIP < longer < _STRIP


def _into(start: float, end: float, low: float, high: float) -> float:
    """Say how far to move a stretch so that it lies between two bounds; a longer one is centred."""
    if end - start > high - low:
        return (low + high - start - end) / 2
    return max(low - start, 0.0) + min(high - end, 0.0)
