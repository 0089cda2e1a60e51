"""The graph's picture as a person travels over it: near and far, back and forward, to what is selected."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from desktop.views.graph.canvas import GraphCanvas
from desktop.views.graph.groups_around import frame_of
from desktop.views.graph.lineage import Lit
from desktop.views.graph.minimap import Minimap
from desktop.views.graph.motion import WATCHED, Pace
from desktop.views.theme import Theme

_STEP = 1.25
"""The factor of one step nearer or farther."""


class TravellingCanvas(GraphCanvas):
    """A GraphCanvas with the commands of its camera, and a minimap. Thread: the GUI's."""

    minimap_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: Pace = WATCHED) -> None:
        super().__init__(theme, parent, pace)
        self._minimap_shown = True
        self._minimap = Minimap(self._painter.graph, theme, self)
        self._minimap.place_chosen.connect(self._journey.look_at)
        self._minimap.entered.connect(lambda: self.hover_node(None))
        self._journey.moved.connect(self._renew_minimap)
        self._journey.shifted.connect(self._renew_minimap)

    @property
    def minimap_shown(self) -> bool:
        """Whether a person wants the minimap, where it is of use."""
        return self._minimap_shown

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        super().set_theme(theme)
        self._minimap.set_theme(self._painter.graph, theme)

    def show_minimap(self, shown: bool) -> None:  # noqa: FBT001 # a setter, as Qt's
        """Show the minimap where the graph is not wholly in sight, or never."""
        self._minimap_shown = shown
        self._renew_minimap()

    def toggle_minimap(self) -> None:
        """Show or hide the minimap; `minimap_toggled` tells whoever remembers it."""
        self.show_minimap(not self._minimap_shown)
        self.minimap_toggled.emit(self._minimap_shown)

    def fit(self) -> None:
        """Show the whole graph."""
        self._journey.fit()

    def zoom_in(self) -> None:
        """Come one step nearer to the middle of the picture."""
        self.zoom(_STEP, QRectF(self.rect()).center())

    def zoom_out(self) -> None:
        """Go one step away from the middle of the picture."""
        self.zoom(1 / _STEP, QRectF(self.rect()).center())

    def zoom(self, factor: float, at: QPointF) -> None:
        """Come nearer (factor above 1) or go farther; what is seen at `at`, in widget pixels, stays there."""
        self._journey.zoom(factor, at)

    def pan(self, by: QPointF) -> None:
        """Move the picture by some pixels, never wholly out of sight."""
        self._journey.pan(by)

    def zoom_to_selection(self) -> None:
        """Show what is selected, with the ways between two nodes; where nothing is, what is under the mouse."""
        pointing = self._pointing
        if pointing.second is not None and pointing.lit is not None:
            self._zoom_to_lit(pointing.lit)
            return
        node_ids = [node for node in (pointing.selected, pointing.second) if node is not None]
        self.zoom_to_nodes(tuple(node_ids) or ((pointing.hovered,) if pointing.hovered is not None else ()))

    def zoom_to_nodes(self, node_ids: tuple[str, ...]) -> None:
        """Show some nodes as large as they can be read together."""
        area = QRectF()
        for node_id in node_ids:
            for rect in self._rects_of(node_id):
                area = area.united(rect)
        if not area.isNull():
            self._journey.zoom_to(area)

    def go_back(self) -> None:
        """Return to the view before."""
        self._journey.back()

    def go_forward(self) -> None:
        """Return to the view that was left by going back."""
        self._journey.forward()

    def _renew_minimap(self) -> None:
        room = self._room()
        seen = self._camera.sight(room).area
        self._minimap.look(self._picture, seen, room, wanted=self._minimap_shown)

    def _zoom_to_lit(self, lit: Lit) -> None:
        area = QRectF()
        for rect in self._picture.rects_of(lit.boxes) if self._picture is not None else ():
            area = area.united(rect)
        self._journey.zoom_to(area)

    def _rects_of(self, node_id: str) -> list[QRectF]:
        """Give a node's box, of a leaf with boxes all over the picture the first, or the frame of an open group."""
        if self._picture is None:
            return []
        return self._picture.rects_of(self._picture.boxes_of(node_id)[:1]) or [frame_of(self._picture, node_id)]
