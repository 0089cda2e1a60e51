"""The graph's picture on a widget: seen from a spot, with what is marked and the light of a flow at a position."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QSizeF
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.records.finding import Finding
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.drawing import DrawnNode
from desktop.views.graph.badges import Badges
from desktop.views.graph.camera import Sight
from desktop.views.graph.canvas_painter import CanvasPainter, floor_of
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.journey import Journey
from desktop.views.graph.lineage import Lineage
from desktop.views.graph.motion import WATCHED, Pace
from desktop.views.graph.node_face import Lettering
from desktop.views.graph.pointing import Pointing, drawn_id
from desktop.views.graph.succession import Succession, film_of
from desktop.views.health.verdict import Verdict
from desktop.views.theme import Theme

_FOLLOWED_STEPS = 2_000
"""Beyond, several steps pass in a frame of a flow that plays for 20 s."""


class GraphCanvas(QWidget):
    """Draws one Graph in its Placement; what a person does with it is GraphView's. Thread: the GUI's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, pace: Pace = WATCHED) -> None:
        super().__init__(parent)
        self._lettering = Lettering()
        self._journey = Journey(self, self._room, pace)
        self._camera = self._journey.camera
        self._journey.moved.connect(self._look_anew)
        self._journey.shifted.connect(self._shift)
        self._succession = Succession(self, self._journey, pace)
        self._succession.changed.connect(self.update)
        self._toggled: str | None = None
        """The group that a person opens or closes: it stays where it is seen."""
        self._graph: Graph | None = None
        self._picture: GraphPicture | None = None
        self._light: FlowLight | None = None
        self._flow: Flow | None = None
        self._position = 0.0
        self._laying_out = False
        self._words = "Press Run to see the graph"
        self._legend_shown = True
        self._badges = Badges()
        self._pointing = Pointing(self, pace)
        self._pointing.changed.connect(self.update)
        self._painter = CanvasPainter(theme, self._lettering)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._painter = CanvasPainter(theme, self._lettering)
        self.update()

    def show_graph(self, graph: Graph | None, placement: Placement | None) -> None:
        """Show a graph in its placement; a graph without one is being laid out; None is the empty picture."""
        self._laying_out = graph is not None and placement is None
        if graph is not self._graph:
            self._flow, self._position = None, 0.0  # another graph's nodes may have the same ids
        self._graph = graph
        self._picture = GraphPicture(graph, placement) if graph is not None and placement is not None else None
        self._pointing.show(self._picture)
        self._renew_light()
        self._succession.show(self._picture, None, self._painter.graph)

    def show_picture(
        self,
        picture: GraphPicture,
        light: FlowLight | None,
        moved_from: Mapping[str, str] | None = None,
        lineage: Lineage | None = None,
    ) -> None:
        """Show a graph in place with the light of a flow over it, both made beforehand, from the flow's beginning.

        `moved_from` gives, by their ids, the ids that nodes had in the picture before it, of all that stayed: these
        glide to their places. Another drawing of the same graph, as groups open and close, needs none. The `lineage` of
        a small picture is made when it is asked for.
        """
        anchors = (self._pointing.selected, self._toggled)
        change = self._succession.change(self._picture, picture, moved_from, anchors)
        self._laying_out = False
        self._graph, self._picture = picture.graph, picture
        self._light, self._flow = light, None if light is None else light.flow
        self._position = 0.0
        self._pointing.show(picture, lineage)
        self._toggled = None
        self._succession.show(picture, change, self._painter.graph)
        if self._succession.is_running:  # a frame of a glide has no time for it
            self._painter.prepare(picture, self._camera, self.size(), self.devicePixelRatioF())

    def show_nothing(self, words: str) -> None:
        """Show no graph, and say why there is none or what to do."""
        self._words = words
        self.show_graph(None, None)

    def show_flow(self, flow: Flow | None) -> None:
        """Show the light of a flow over the graph, from its beginning; None shows the graph alone."""
        self._flow = flow
        self._position = 0.0
        self._renew_light()
        self._frame_anew()

    def set_step(self, position: float) -> None:
        """Show the light at a position from 0 to the number of steps: whole steps done, and the share of the next.

        Light that is in sight stays so, the picture moves with it; light that is out of sight is not sought.
        """
        before, self._position = self._position, position
        moves = position != before and self._light is not None and self._is_calm(self._light, position)
        moves = moves and not self._succession.is_running
        if self._picture is not None and self._light is not None and moves:
            was, is_now = (self._light.boxes_at(self._picture, each) for each in (before, position))
            self._journey.follow(was, is_now)
        self.update()

    def select_node(self, node_id: str | None) -> None:
        """Select a node and bring it into sight, or select none. What a closed group holds is shown by the group."""
        self._pointing.select(node_id)
        self._bring_into_sight(self._pointing.selected)

    def bring_into_sight(self, node_id: str) -> None:
        """Move the picture, if need be, until what shows a node is seen."""
        self._bring_into_sight(drawn_id(self._picture, node_id))

    def hover_node(self, node_id: str | None) -> None:
        """Light a node and its lineage as if the mouse rested on it, or none."""
        self._pointing.hover(node_id)

    def mark_nodes(self, node_ids: tuple[str, ...], current: str | None = None) -> None:
        """Ring what a search found and bring the one it stands at into sight; () marks nothing."""
        self._pointing.mark(node_ids, current)
        self._bring_into_sight(self._pointing.current)

    def mark_health(self, verdicts: Mapping[str, Verdict]) -> None:
        """Mark the nodes whose gradients are unwell, in this picture and those after it; {} marks none."""
        self._badges.show_health(verdicts)
        self.update()

    def mark_findings(self, findings: tuple[Finding, ...]) -> None:
        """Mark the nodes that findings concern, in this picture and those after it; () marks none."""
        self._badges.show_findings(findings)
        self.update()

    def light_finding(self, finding: Finding | None) -> None:
        """Ring the nodes that one of the findings concerns, or none."""
        if finding != self._badges.lit:
            self._badges.lit = finding
            self.update()

    def show_finding(self, finding: Finding) -> None:
        """Ring the nodes that one of the findings concerns and bring them into sight."""
        self.light_finding(finding)
        marks = self._badges.findings_on(self._picture) if self._picture is not None else None
        if marks is not None and (drawn := marks.drawn(finding)):
            self._journey.bring_into_sight(marks.picture.boxes_of_all(drawn))

    def findings_at(self, point: QPointF) -> tuple[Finding, ...]:
        """Give the findings whose mark lies under a point of the widget, the worst first."""
        if self._picture is None or not self.is_over_picture(point):
            return ()
        marks = self._badges.findings_on(self._picture)
        return () if marks is None else marks.at(self._camera.to_picture(point), self._camera.scale)

    def is_over_picture(self, point: QPointF) -> bool:
        """Say whether a point of the widget shows the picture: below it, where the keys are, none of it is seen."""
        return self._picture is not None and point.y() <= self._room().height()

    def node_at(self, point: QPointF) -> DrawnNode | None:
        """Find the node whose box lies under a point of the widget."""
        if self._picture is None or not self.is_over_picture(point):
            return None
        box = self._picture.box_at(self._camera.to_picture(point))
        return None if box is None else self._picture.box_nodes[box]

    def position_of(self, node_id: str) -> QPointF | None:
        """Say where on the widget the middle of a node's first box is; None where it is not in the picture."""
        drawn = drawn_id(self._picture, node_id)
        boxes = self._picture.boxes_of(drawn).tolist() if self._picture is not None and drawn is not None else []
        if self._picture is None or not boxes:
            return None
        return self._camera.transform().map(self._picture.rect(boxes[0]).center())

    def camera_scale(self) -> float:
        """Say how near the picture is: 1 is 100 %."""
        return self._camera.scale

    def sight(self) -> Sight:
        """Give the part of the picture that is seen, and how near."""
        return self._camera.sight(self._room())

    def toggle_legend(self) -> None:
        """Show or hide the keys of the kinds of nodes and of the gradients."""
        self._legend_shown = not self._legend_shown
        self._frame_anew()

    def copy_picture(self) -> None:
        """Put what is seen onto the clipboard, without what lies over it."""
        QGuiApplication.clipboard().setPixmap(film_of(self))

    def _room(self) -> QSizeF:
        """Give the part of the widget, from its upper left corner on, that the keys leave free."""
        return QSizeF(self.width(), self.height() - self._keys_height())

    def _keys_height(self) -> float:
        """Say how much of the widget the keys take: nothing where they are hidden or would take half of it."""
        keys = self._painter.legend.height(self.width(), self._light, self._picture) if self._legend_shown else 0.0
        return keys if 2 * keys < self.height() else 0.0

    def _bring_into_sight(self, drawn: str | None) -> None:
        if self._picture is not None and drawn is not None:
            self._journey.bring_into_sight(self._picture.boxes_of(drawn))

    def _renew_light(self) -> None:
        self._light = None
        if self._picture is not None and self._flow is not None:
            self._light = FlowLight(self._picture, self._flow)
        self._painter.stage.forget_light()
        self.update()

    def _shift(self, by: QPoint) -> None:
        self._succession.stop()
        self._painter.stage.shift(by)
        self._pointing.wait_for_rest()
        self.update()

    def _frame_anew(self) -> None:
        self._journey.resize()

    def _look_anew(self) -> None:
        self._succession.stop()
        self._painter.stage.forget()
        self._pointing.wait_for_rest()
        self.update()

    @staticmethod
    def _is_calm(light: FlowLight, position: float) -> bool:
        """Say whether following the light is no wild ride: it stands at the end of a step, or its steps take time."""
        return position == int(position) or len(light.flow.steps) <= _FOLLOWED_STEPS

    def _paint_picture(self, painter: QPainter, picture: GraphPicture) -> None:
        self._painter.paint_picture(painter, picture, self._camera, self.size(), (self._light, self._position))
        self._painter.paint_badges(painter, self._badges, picture, self._camera, self.size())
        lit = self._light is not None
        self._painter.paint_marks(painter, picture, self._pointing, self._camera, self.size(), lit=lit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the graph from the kept pictures, and what moves over it."""
        painter = QPainter(self)
        if self._picture is None:
            words = "Laying out the graph …" if self._laying_out else self._words
            self._painter.paint_words(painter, self.rect(), words)
        else:
            painter.setOpacity(self._succession.paint(painter))
            if painter.opacity() > 0:
                self._paint_picture(painter, self._picture)
            painter.setOpacity(1.0)
            if self._keys_height():
                floor = floor_of(self.rect(), self._room())
                self._painter.paint_keys(painter, self._picture, self._camera, floor, self._light)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Frame anew what nobody moved."""
        super().resizeEvent(event)
        self._frame_anew()
