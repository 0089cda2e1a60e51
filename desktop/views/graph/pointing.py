"""What a person points at in a picture: hovered, selected, a second beside it, found; and the lineage."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.graph.curves import Indices
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lineage import Lineage, Lit
from desktop.views.graph.motion import Motion, Pace

_NO_BOXES: Indices = np.zeros(0, dtype=np.intp)
_REST_MS = 80
_DAWN_S = 0.12
LARGE = 2_000
"""Nodes of a picture whose lineages are sought only once the mouse rests: passing over them must not stall."""


def drawn_id(picture: GraphPicture | None, node_id: str | None) -> str | None:
    """Give the id of what shows a node in a picture: itself, or the closed group that holds it; None: nothing does."""
    if picture is None or node_id is None or node_id in picture.nodes:
        return node_id if picture is not None else None
    shown = picture.drawing.shown_by.get(node_id)
    return shown if shown in picture.nodes else None


class Pointing(QObject):
    """Knows drawn nodes by their ids; `found` are boxes. `changed` asks for a new frame. Thread: the GUI's."""

    changed = Signal()

    def __init__(self, widget: QWidget, pace: Pace) -> None:
        super().__init__(widget)
        self._widget = widget
        self._moves = pace.moves
        self._dawn = Motion(self, pace)
        self.strength = 1.0
        """How much of the light of a lineage is to be seen, from 0 to 1: it does not flash where the mouse passes."""
        self._picture: GraphPicture | None = None
        self._lineage: Lineage | None = None
        self._between: Lit | None = None
        self._around: Lit | None = None
        self.hovered: str | None = None
        self.selected: str | None = None
        self.second: str | None = None
        self.edge: int | None = None
        self.found = _NO_BOXES
        self.current: str | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._light)

    @property
    def lit(self) -> Lit | None:
        """The ways between the two selected nodes, else the lineage of the hovered one; None until the rest is over."""
        if self._rest.isActive():
            return None
        return self._around if self.second is None else self._between

    @property
    def apart(self) -> tuple[str, str] | None:
        """Both selected nodes, where no way leads from one to the other."""
        if self.selected is None or self.second is None or self._between is not None:
            return None
        return self.selected, self.second

    @property
    def is_large(self) -> bool:
        """Whether the picture is so large that its lineages wait for a rest."""
        return self._picture is not None and len(self._picture.nodes) > LARGE

    def show(self, picture: GraphPicture | None, lineage: Lineage | None = None) -> None:
        """Point at nothing of another picture; its lineage may have been made beforehand."""
        self._picture, self._lineage = picture, lineage
        self._between = self._around = None
        self.hovered = self.selected = self.second = self.current = self.edge = None
        self.found = _NO_BOXES
        self._rest.stop()

    def hover(self, node_id: str | None) -> None:
        """Light a node's lineage, or none: at once, in a large picture after a rest."""
        was_dark, self.hovered = self.hovered is None, drawn_id(self._picture, node_id)
        self._around = None
        self._dawn.finish()
        if self.is_large and self.hovered is not None:
            self._rest.start()
        else:
            self._light(slowly=was_dark and self.hovered is not None)
        self.changed.emit()

    def wait_for_rest(self) -> None:
        """Light a large picture's lineages only once nothing has moved for a while."""
        if self.is_large and (self.hovered is not None or self.second is not None):
            self._rest.start()

    def select(self, node_id: str | None) -> None:
        """Select one node, or none, and no edge; selecting anew what is selected keeps the second."""
        self.edge = None
        selected = drawn_id(self._picture, node_id)
        if selected is None or selected != self.selected:
            self.second = self._between = None
        self.selected = selected
        self.changed.emit()

    def select_edge(self, edge: int) -> None:
        """Select an edge of the picture, and no node."""
        self.select(None)
        self.edge = edge
        self.changed.emit()

    def add(self, node_id: str) -> None:
        """Select a second node beside the first and light the ways between them; the same again takes it away."""
        second = drawn_id(self._picture, node_id)
        self.second = None if second in {self.second, self.selected} else second
        self._between = None
        if self._picture is not None and self.selected is not None and self.second is not None:
            self._between = self._known(self._picture).between(self.selected, self.second)
        self.changed.emit()

    def mark(self, node_ids: tuple[str, ...], current: str | None) -> None:
        """Ring what was found, one of it more strongly."""
        self.current = drawn_id(self._picture, current)
        shown = {drawn_id(self._picture, node_id) for node_id in node_ids} - {None, self.current}
        self.found = self._picture.boxes_of_all(shown) if self._picture is not None else _NO_BOXES
        self.changed.emit()

    def _light(self, *, slowly: bool = True) -> None:
        self._rest.stop()
        if self._picture is not None and self.hovered is not None and self._around is None:
            self._around = self._known(self._picture).of(self.hovered)
        if slowly and self.lit is not None and self._moves(self._widget):
            self.strength = 0.0
            self._dawn.begin(_DAWN_S, self._brighten)
        self.changed.emit()

    def _brighten(self, share: float) -> None:
        self.strength = share
        self.changed.emit()

    def _known(self, picture: GraphPicture) -> Lineage:
        if self._lineage is None:
            self._lineage = Lineage(picture)
        return self._lineage
