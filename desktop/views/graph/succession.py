"""How one picture follows another: what a person looked at stays in place, and what moved glides there."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.views.graph.anchor import anchor_shift
from desktop.views.graph.counterparts import Counterparts
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.journey import Journey
from desktop.views.graph.motion import Pace
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.scene import Scene
from desktop.views.graph.transition import Transition, may_fade


@dataclass(frozen=True)
class Change:
    """What is left for a picture that grew out of it: the scene, what was looked at in it, and if needed a film of it.

    `moves` says that somebody watches, and sees how the one becomes the other.
    """

    before: Scene
    ties: Counterparts
    anchors: tuple[str, ...]
    moves: bool
    film: QPixmap | None


class Succession(QObject):
    """Frames each new picture of a widget, and shows how it came. `changed` asks for a frame. Thread: the GUI's."""

    changed = Signal()

    def __init__(self, widget: QWidget, journey: Journey, pace: Pace) -> None:
        super().__init__(widget)
        self._widget = widget
        self._journey = journey
        self._pace = pace
        self._transition = Transition(self, pace)
        self._transition.changed.connect(self.changed)

    @property
    def is_running(self) -> bool:
        """Whether one picture has not yet become the other."""
        return self._transition.is_running

    def change(
        self,
        before: GraphPicture | None,
        after: GraphPicture,
        moved_from: Mapping[str, str] | None,
        anchors: tuple[str | None, ...],
    ) -> Change | None:
        """Take leave of a picture while it is still shown; None where the next one did not grow out of it.

        `anchors` are the nodes and groups that a person looked at, `moved_from` is as for `GraphCanvas.show_picture`.
        """
        if before is None or not (moved_from or after.graph is before.graph):
            return None
        ties = Counterparts(before, after, None if after.graph is before.graph else moved_from)
        moves = self._pace.moves(self._widget)
        film = film_of(self._widget) if moves and may_fade(before, after) else None
        return Change(self._scene(before), ties, tuple(each for each in anchors if each is not None), moves, film)

    def show(self, picture: GraphPicture | None, change: Change | None, painter: GraphPainter) -> None:
        """Frame a picture that is shown from now on."""
        if picture is None or change is None:
            self._journey.show(picture)
            return
        fitted = self._journey.is_fitted
        shift = None if fitted else anchor_shift(change.before, picture, change.ties, change.anchors)
        places = self._transition.places(change.before)
        looks_new = self._journey.show(picture) if shift is None else self._journey.show_around(picture, shift)
        if looks_new and change.moves:
            self._transition.begin(change.before, self._scene(picture), change.ties, painter, change.film, places)

    def stop(self) -> None:
        """Show the picture itself: a person moves it."""
        self._transition.stop()

    def paint(self, painter: QPainter) -> float:
        """Paint what is before; give how opaque the picture itself is to be painted over it."""
        return self._transition.paint(painter)

    def _scene(self, picture: GraphPicture) -> Scene:
        return Scene(picture, copy(self._journey.camera), self._widget.size(), self._widget.devicePixelRatioF())


def film_of(widget: QWidget) -> QPixmap:
    """Take what a widget shows, without what lies over it."""
    film = QPixmap(widget.size() * widget.devicePixelRatioF())
    film.setDevicePixelRatio(widget.devicePixelRatioF())
    widget.render(film, renderFlags=QWidget.RenderFlag.DrawWindowBackground)
    return film
