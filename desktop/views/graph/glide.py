"""The way from one picture to the next: boxes that stay glide to their new places, others come and go."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.views.graph.counterparts import Counterparts
from desktop.views.graph.moving_boxes import MovingBox, MovingBoxes
from desktop.views.graph.moving_edges import MovingEdges
from desktop.views.graph.moving_frames import MovingFrames
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Places, Scene


class Glide:
    """Paints what is between two scenes, in the widget's pixels. `places` says where boxes of the one before are."""

    def __init__(self, before: Scene, after: Scene, ties: Counterparts, places: Places, painter: GraphPainter) -> None:
        self._before, self._after = before, after
        self._ties = ties
        self._places = places
        self._paper = painter.inks.paper
        coming = list(self._coming())
        self._going_boxes = MovingBoxes(before, self._going(), painter)
        self._coming_boxes = MovingBoxes(after, coming, painter)
        came = {moving.box for moving in coming if moving.fades}
        self._frames = MovingFrames(before, after, ties, places, painter)
        self._edges = MovingEdges(after, self._start, came, painter)

    def paint(self, painter: QPainter, share: float) -> None:
        """Paint the picture a share (0 to 1) of the way."""
        painter.fillRect(self._after.window(), self._paper)
        self._frames.paint(painter, share)
        self._edges.paint(painter, share)
        self._going_boxes.paint(painter, share)
        self._coming_boxes.paint(painter, share)

    def places(self, share: float) -> dict[int, QRectF]:
        """Give where the boxes in sight of the picture after are by then."""
        return self._coming_boxes.places(share)

    def _going(self) -> Iterator[MovingBox]:
        """Give the boxes in sight before that are no more (they go into what holds them now) or leave the sight."""
        scene, window = self._before, self._after.window()
        for box in scene.picture.boxes_in(scene.sight().area).tolist():
            start, same = self._places(box), self._ties.same_after(box)
            if same < 0:
                heir = self._ties.heir(box)
                yield MovingBox(box, start, start if heir < 0 else _amid(self._after.place(heir), start), -1)
            elif not window.intersects(self._after.place(same)):
                yield MovingBox(box, start, self._after.place(same), 0)

    def _coming(self) -> Iterator[MovingBox]:
        scene = self._after
        for box in scene.picture.boxes_in(scene.sight().area).tolist():
            fades = 0 if self._ties.same_before(box) >= 0 else 1
            yield MovingBox(box, self._start(box), scene.place(box), fades)

    def _start(self, box: int) -> QRectF:
        """Say where a box begins: where it was, in the middle of the group it comes out of, or at its place."""
        same = self._ties.same_before(box)
        if same >= 0:
            return self._places(same)
        origin, end = self._ties.origin(box), self._after.place(box)
        return end if origin < 0 else _amid(self._places(origin), end)


def _amid(place: QRectF, like: QRectF) -> QRectF:
    """Give a place as large as `like` with the middle of another."""
    return like.translated(place.center() - like.center())
