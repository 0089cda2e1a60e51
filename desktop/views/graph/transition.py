"""The moment between two pictures: a glide where few boxes are in sight, else the one fades into the other."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QPixmap

from desktop.views.graph.counterparts import Counterparts
from desktop.views.graph.glide import Glide
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.motion import Motion, Pace
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Places, Scene

_SECONDS = 0.25
_MANY = 1_500
"""Boxes in sight, of both pictures, beyond which they do not glide; or twice as many edges."""
_STANDS_FROM = 0.97
"""The share of a glide from which on the standing picture, with frames and marks, fades in: boxes are nearly there."""


class Transition(QObject):
    """Paints what is before, while the picture that a person will see comes over it. `changed` asks for a frame."""

    changed = Signal()

    def __init__(self, parent: QObject, pace: Pace) -> None:
        super().__init__(parent)
        self._motion = Motion(self, pace)
        self._glide: Glide | None = None
        self._film: QPixmap | None = None
        self._share = 1.0

    @property
    def is_running(self) -> bool:
        """Whether one picture has not yet become the other."""
        return self._motion.is_running

    def begin(
        self,
        before: Scene,
        after: Scene,
        ties: Counterparts,
        painter: GraphPainter,
        film: QPixmap | None,
        places: Places,
    ) -> None:
        """Begin to turn one scene into another; `places` says where boxes were.

        `film` is what was seen until now, needed where `may_fade` says so.
        """
        if _moving(before) + _moving(after) <= _MANY:
            glide, self._film = Glide(before, after, ties, places, painter), None
        else:
            glide, self._film = None, film
        self._glide, self._share = glide, 0.0
        self._motion.begin(_SECONDS, self._advance)

    def stop(self) -> None:
        """Show the picture itself."""
        if self.is_running:
            self._motion.stop()
            self._forget()

    def paint(self, painter: QPainter) -> float:
        """Paint what is before; give how opaque the picture itself is to be painted over it (1: it alone is seen)."""
        if not self.is_running:
            return 1.0
        if self._glide is not None:
            self._glide.paint(painter, self._share)
            return max(self._share - _STANDS_FROM, 0.0) / (1.0 - _STANDS_FROM)
        if self._film is not None:
            painter.drawPixmap(0, 0, self._film)
        return self._share

    def places(self, before: Scene) -> Places:
        """Say where boxes are: on their way, where they have not come to their places."""
        known = self._glide.places(self._share) if self._glide is not None and self.is_running else {}
        return lambda box: known[box] if box in known else before.place(box)

    def _advance(self, share: float) -> None:
        self._share = share
        if share >= 1.0:
            self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        self._glide = self._film = None


def may_fade(before: GraphPicture, after: GraphPicture) -> bool:
    """Say whether so much may be in sight of two pictures that nothing glides."""
    return sum(max(len(each.boxes), len(each.edges) // 2) for each in (before, after)) > _MANY


def _moving(scene: Scene) -> int:
    """Count what moves in a scene: its boxes in sight, or its edges by what they cost."""
    sight = scene.sight()
    boxes, edges = scene.picture.boxes_in(sight.area), scene.picture.edges_to_paint(sight)
    return max(len(boxes), len(edges) // 2)
