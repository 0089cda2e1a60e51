"""The ways of a camera over a picture: a person's own moves, jumps that glide, and the views left behind."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, QSizeF, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.graph.camera import Camera, Spot
from desktop.views.graph.curves import Indices
from desktop.views.graph.framing import Framing
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.motion import Motion, Pace
from desktop.views.graph.view_history import ViewHistory

_FLIGHT_S = 0.2
_REST_S = 0.8
"""A view counts as one, to come back to, once it stood still for so long."""
_HUGE = 5_000
"""Boxes of a picture whose frames take too long to fly over it."""
_NEAREST_FOCUS = 1.25
_ROOM_FOR_SELECTED = 0.04


class Journey(QObject):
    """Moves a Camera over the picture of a widget; `room` gives the part of the widget that the picture has.

    `moved` tells that all is seen anew, `shifted` that the picture moved by some pixels of the screen. Thread: GUI.
    """

    moved = Signal()
    shifted = Signal(QPoint)

    def __init__(self, widget: QWidget, room: Callable[[], QSizeF], pace: Pace) -> None:
        super().__init__(widget)
        self._widget = widget
        self._room = room
        self._pace = pace
        self._picture: GraphPicture | None = None
        self.camera = Camera()
        self._framing = Framing(self.camera)
        self._history = ViewHistory()
        self._flight = Motion(self, pace)
        self._target: Spot | None = None
        self._moved_at = -math.inf

    @property
    def is_fitted(self) -> bool:
        """Whether nobody has moved the camera since it was set over the whole picture, and all of it is seen."""
        if self._picture is None:
            return True
        seen = self.camera.sight(self._room()).area
        return self._framing.is_kept and seen.contains(QRectF(QPointF(), QSizeF(*self._picture.placement.size)))

    def show(self, picture: GraphPicture | None) -> bool:
        """Look at another picture, or say False: it looks as the one before, and is seen from where the person was."""
        self._land()
        self._picture = picture
        looks_new = picture is not None and self._framing.show(picture, self._room())
        if looks_new:
            self._history.clear()
        self.moved.emit()
        return looks_new

    def show_around(self, picture: GraphPicture, by: QPointF) -> bool:
        """Look at another picture so that what a person looked at stays, which is `by` pixels of paper elsewhere.

        False: the picture looks as the one before.
        """
        self._land()
        self._picture = picture
        looks_new = self._framing.adopt(picture)
        if looks_new:
            self._framing.leave()
            self._history.shift(by)
        self.camera.offset = self.camera.offset - by * self.camera.scale
        self.moved.emit()
        return looks_new

    def resize(self) -> None:
        """Frame anew in a room of another size, unless a person moved the camera."""
        self._land()
        if self._picture is not None:
            self._framing.resize(self._picture, self._room())
        self.moved.emit()

    def fit(self) -> None:
        """Show the whole picture."""
        picture = self._picture
        if picture is not None:
            self._jump(lambda: self._framing.fit(picture, self._room()))

    def zoom_to(self, area: QRectF) -> None:
        """Show a part of the picture as large as it can be read."""
        margin = max(area.width(), area.height()) * 0.1 + 30.0

        def move() -> None:
            self._framing.leave()
            self.camera.fit(area.adjusted(-margin, -margin, margin, margin), self._room(), _NEAREST_FOCUS)

        self._jump(move)

    def back(self) -> None:
        """Return to the view before, as a browser does."""
        self._revisit(self._history.back(self._here()))

    def forward(self) -> None:
        """Undo going back."""
        self._revisit(self._history.forward(self._here()))

    def zoom(self, factor: float, at: QPointF) -> None:
        """Come nearer (factor above 1) or go farther; what is seen at `at`, in widget pixels, stays there."""
        self._take_over()
        self.camera.zoom(factor, at)
        self.moved.emit()

    def pan(self, by: QPointF) -> None:
        """Move the picture by some pixels, never wholly out of sight."""
        self._take_over()
        self._pan(by)

    def look_at(self, point: QPointF) -> None:
        """Bring a point of the picture into the middle, at the same zoom."""
        here = self.camera.spot(self._room())
        self.pan((here.centre - point) * self.camera.scale)

    def bring_into_sight(self, boxes: Indices) -> None:
        """Pan as little as it takes that one of some boxes is in sight, if none is or soon will be."""
        if self._picture is None:
            return
        start, room = self.camera.spot(self._room()), self._room()
        if self._target is not None:
            self.camera.stand(self._target, room)
        by = self._framing.way_to(self._picture, boxes, room, _ROOM_FOR_SELECTED)
        end = Spot(self.camera.spot(room).centre - by / self.camera.scale, self.camera.scale)
        self.camera.stand(start, room)
        if not by.isNull():
            self._jump(lambda: self.camera.stand(end, room))

    def follow(self, before: Indices, now: Indices) -> None:
        """Pan so that light that was in sight stays so."""
        if self._picture is not None and not self._flight.is_running:
            self._pan(self._framing.way_of_light(self._picture, before, now, self._room()))

    def _here(self) -> Spot:
        return self._target or self.camera.spot(self._room())

    def _take_over(self) -> None:
        """Begin or go on with a person's own move: it starts from where things are."""
        self._flight.stop()
        self._target = None
        now = self._pace.now()
        if now - self._moved_at >= _REST_S:
            self._history.leave(self.camera.spot(self._room()))
        self._moved_at = now
        self._framing.leave()

    def _land(self) -> None:
        self._flight.finish()
        self._target = None

    def _revisit(self, spot: Spot | None) -> None:
        if spot is not None and self._picture is not None:
            self._framing.leave()
            self._fly(self.camera.spot(self._room()), spot.within(self._picture.bounds()))

    def _jump(self, move: Callable[[], None]) -> None:
        """Let `move` set the camera at once, keep the view that was left, and show the way there."""
        here, left = self.camera.spot(self._room()), self._here()
        self._flight.stop()
        move()
        after = self.camera.spot(self._room())
        if not after.is_near(left):
            self._history.leave(left)
        self._fly(here, after)

    def _fly(self, start: Spot, end: Spot) -> None:
        self._moved_at = -math.inf
        few = self._picture is not None and len(self._picture.boxes) <= _HUGE
        if not few or start.is_near(end) or not self._pace.moves(self._widget):
            self._flight.stop()
            self._stand(end)
            return
        self._target = end
        self._stand(start)
        self._flight.begin(_FLIGHT_S, lambda share: self._stand(start.towards(end, share) if share < 1 else end))

    def _stand(self, spot: Spot) -> None:
        if spot is self._target:
            self._target = None
        self.camera.stand(spot, self._room())
        self.moved.emit()

    def _pan(self, by: QPointF) -> None:
        if self._picture is not None and not by.isNull():
            size, ratio = QSizeF(self._widget.size()), self._widget.devicePixelRatioF()
            self.shifted.emit(self.camera.pan(by, self._picture.bounds(), size, ratio))
