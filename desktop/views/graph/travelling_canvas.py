"""The graph's picture as a person travels over it: near and far, back and forward, to what is selected."""

from PySide6.QtCore import QPointF, QRectF

from desktop.views.graph.canvas import GraphCanvas
from desktop.views.graph.lineage import Lit

_STEP = 1.25
"""The factor of one step nearer or farther."""


class TravellingCanvas(GraphCanvas):
    """A GraphCanvas with the commands of its camera. Thread: the GUI's."""

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

    def _zoom_to_lit(self, lit: Lit) -> None:
        area = QRectF()
        for rect in self._picture.rects_of(lit.boxes) if self._picture is not None else ():
            area = area.united(rect)
        self._journey.zoom_to(area)

    def _rects_of(self, node_id: str) -> list[QRectF]:
        """Give a node's boxes; of a leaf with boxes all over the picture the first."""
        return [] if self._picture is None else self._picture.rects_of(self._picture.boxes_of(node_id)[:1])
