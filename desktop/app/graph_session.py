"""A run's graphs on the page: which one is drawn and how, which pass plays on it, what is selected."""

from PySide6.QtCore import QObject, Signal

from desktop.app.counterpart import counterpart
from desktop.app.graph_drawer import DrawnGraph, GraphDrawer, Played, Subject
from desktop.app.look import Look, path_of, paths
from desktop.app.program_page import ProgramPage
from desktop.app.run_graphs import RunGraphs, holds
from desktop.app.status import StatusLine
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Direction
from desktop.records.run import Run
from desktop.views.drawing import DrawnNode, FailedCall, GhostNode, GhostOperand, Group, SavedTensor
from desktop.views.grouping import GHOST
from desktop.views.inspector.run_page import why_cut_short
from desktop.views.player.reel import Reel
from desktop.workers.layout_process import LayoutProcess

PLACING = "Placing the graph"
_LARGE = 2_000
"""Nodes of a graph that is not passed over in a moment."""
_NO_GRAPH = "This program built no graph: nothing it computed needed a gradient"


class GraphSession(QObject):
    """Connects the drawing of graphs with the graph's view, the player and the inspector. Thread: GUI.

    The picture before stays until the new one is made, and then all three change at once. `selection_changed`
    carries the id of a drawn or recorded node, or None.
    """

    graph_shown = Signal()
    selection_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, layout: LayoutProcess, page: ProgramPage, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._status = status
        self._drawer = GraphDrawer(layout, self)
        self._run: Run | None = None
        self._graphs = RunGraphs(None)
        self._index = 0
        self._part: Graph | None = None
        self._failed: FailedCall | None = None
        self._look = Look()
        self._drawn: DrawnGraph | None = None
        self._flows: tuple[Flow, ...] = ()
        self._flow: Flow | None = None
        self._compared: Flow | None = None
        self._selected: str | None = None
        self._connect()

    @property
    def selected(self) -> str | None:
        """The id of the selected node."""
        return self._selected

    @property
    def run(self) -> Run | None:
        """The run that is shown."""
        return self._run

    @property
    def graph(self) -> Graph | None:
        """What is drawn or being drawn: a whole graph of the run, or the part of it that the chosen pass is about."""
        return self._part

    @property
    def flow(self) -> Flow | None:
        """The pass that plays."""
        return self._flow

    @property
    def drawn(self) -> DrawnGraph | None:
        """What is seen."""
        return self._drawn

    @property
    def is_large(self) -> bool:
        """Whether what is drawn, or being drawn, takes much memory."""
        return self._part is not None and len(self._part.nodes) > _LARGE

    @property
    def look(self) -> Look:
        """How the graph is wanted."""
        return self._look

    def show_run(self, run: Run) -> None:
        """Show where a run failed, or the graph of its last pass; a selected node that is still one stays so."""
        before = self._graphs.node(self._selected)
        self._run, self._graphs = run, RunGraphs(run)
        after = self._graphs.node(self._selected)
        if before is None or after is None or (before.name, before.label) != (after.name, after.label):
            self._selected = None
        self._page.graph_choice.offer(self._graphs.titles)
        self.show_graph(self._graphs.first())

    def show_graph(self, index: int) -> None:
        """Draw the run's graph at an index, and of its passes the last."""
        self._index = index
        self._page.graph_choice.choose(index)
        self._flows = self._graphs.flows(index)
        self._compared = None
        self._show_pass(self._graphs.first_flow(index))

    def select(self, node_id: str | None) -> None:
        """Select a node of any of the run's graphs, opening the groups around it, and show what is known of it."""
        self._selected = node_id
        if node_id is not None and not self._shows(node_id):
            self._show_graph_with(node_id)
            return
        self._page.graph.select_node(node_id)
        self._inspect()

    def toggle_group(self, group_id: str) -> None:
        """Open a closed group, or close an open one."""
        if self._drawn is not None:
            self.open_groups(self._drawn.folded.opened ^ {group_id})

    def open_all(self, opened: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        """Open all groups, or close them all."""
        if self._drawn is not None:
            self.open_groups(self._drawn.folded.groups.all_open() if opened else frozenset())

    def open_to(self, depth: int) -> None:
        """Open all groups down to a depth: 1 opens the outermost."""
        if self._drawn is not None:
            self.open_groups(self._drawn.folded.groups.to_depth(depth))

    def open_groups(self, opened: frozenset[str]) -> None:
        """Let these groups stand open and no others, in this run and those after it."""
        if self._part is not None:
            known = paths(self._part)
            self._draw_as(self._look._replace(opened=frozenset(path_of(group, known) for group in opened)))

    def show_saved(self, shown: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        """Draw saved tensors beside the nodes that hold them, or leave them out."""
        self._draw_as(self._look._replace(saved=shown))

    def run_towards(self, direction: Direction) -> None:
        """Let data or gradients run downwards."""
        self._draw_as(self._look._replace(direction=direction))

    def close(self) -> None:
        """Make no more pictures."""
        self._drawer.close()

    def _connect(self) -> None:
        page = self._page
        self._drawer.drawn.connect(self._on_drawn)
        self._drawer.failed.connect(self._on_failed)
        page.graph_choice.chosen.connect(self.show_graph)
        page.graph_choice.all_toggled.connect(self._on_all_toggled)
        page.graph.node_selected.connect(self._on_clicked)
        page.graph.group_toggled.connect(self.toggle_group)
        page.graph.all_groups_requested.connect(self.open_all)
        page.graph.depth_requested.connect(self.open_to)
        page.variables.node_requested.connect(self.select)
        page.inspector.node_requested.connect(self.select)
        page.player.flow_changed.connect(self._on_flow_changed)
        page.player.comparison_changed.connect(self._on_comparison_changed)
        page.player.position_changed.connect(page.graph.set_step)

    def _show_pass(self, flow: Flow | None) -> None:
        """Draw the graph at the index, or of it what a pass is about, with that pass to be played on it."""
        self._flow = flow
        part = self._graphs.part(self._index, flow, every=self._page.graph_choice.wants_all)
        self._page.graph_choice.offer_all(offered=part.is_partial)
        self._part, self._failed = part.graph, part.failed
        if self._part is None:
            self._show_nothing()
        else:
            self._draw()

    def _draw_as(self, look: Look) -> None:
        self._look = look
        if self._part is not None:
            self._draw()

    def _draw(self) -> None:
        if self._part is not None:
            self._status.begin(PLACING)
            whole = self._graphs.whole(self._index) or self._part
            played = None if self._flow is None else Played(self._flow, self._compared, whole)
            self._drawer.draw(Subject(self._part, self._failed, played), self._look)

    def _show_graph_with(self, node_id: str) -> None:
        """Show the graph that holds a node; all of it where the chosen pass has nothing to do with the node."""
        index = None if holds(self._part, node_id) else self._graphs.index_of(node_id)
        if index is not None and index != self._index:
            self.show_graph(index)
        if not holds(self._part, node_id):
            self._page.graph_choice.want_all()
        elif self._drawn is not None and self._drawn.folded.drawing.graph is self._part:
            folded = self._drawn.folded
            self.open_groups(folded.opened | folded.groups.path_to(node_id))

    def _shows(self, node_id: str) -> bool:
        """Say whether a node is in the picture by itself: drawn, and not merely inside a closed group."""
        return self._drawn is not None and node_id in self._drawn.picture.nodes

    def _drawn_node(self, node_id: str | None) -> DrawnNode | None:
        return self._drawn.picture.nodes.get(node_id or "") if self._drawn is not None else None

    def _on_drawn(self, drawn: DrawnGraph) -> None:
        self._status.end(PLACING)
        again = self._drawn is not None and self._drawn.light is not None and drawn.light is not None
        position = self._page.player.position() if again and self._plays(drawn) else 0.0
        failed = drawn.folded.drawing.failed
        is_new = failed is not None and (self._drawn is None or self._drawn.folded.drawing.failed is not failed)
        self._drawn = drawn
        self._page.graph.show_picture(drawn.picture, drawn.light, drawn.folded.stayed or None, drawn.lineage)
        self._offer_flows(drawn.reel, position)
        if is_new:
            self._page.graph.bring_into_sight(GHOST)

    def _plays(self, drawn: DrawnGraph) -> bool:
        """Say whether a new picture is of the pass that plays already."""
        before = self._drawn.light if self._drawn is not None else None
        return before is not None and drawn.light is not None and before.flow is drawn.light.flow

    def _on_failed(self, reason: str) -> None:
        self._part = None
        self._show_nothing()
        self.failed.emit(reason)

    def _show_nothing(self) -> None:
        self._drawer.give_up()
        self._drawn = None
        self._status.end(PLACING)
        run = self._run
        self._page.graph.show_nothing(_NO_GRAPH if run is None or run.status == "finished" else why_cut_short(run))
        self._offer_flows(None, 0.0)

    def _offer_flows(self, reel: Reel | None, position: float) -> None:
        self._page.player.set_flows(self._flows, reel)
        if position:
            self._page.player.set_position(position)
        self._reselect()
        self.graph_shown.emit()

    def _reselect(self) -> None:
        """Keep the selection where it is in the picture, by itself or inside a closed group: that is selected then."""
        drawing = self._drawn.picture.drawing if self._drawn is not None else None
        if drawing is not None and self._selected is not None and not self._shows(self._selected):
            self._selected = drawing.shown_by.get(self._selected, "")
        self._selected = self._selected if self._selected and self._shows(self._selected) else None
        self._page.graph.select_node(self._selected)
        self._inspect()

    def _on_clicked(self, node_id: str | None) -> None:
        """Select what was clicked, and let the player stand at its step."""
        self.select(node_id)
        node = self._drawn_node(node_id)
        if isinstance(node, Group):
            self._page.player.go_to_node(*node.members)
        elif node is not None:
            self._page.player.go_to_node(node.owner if isinstance(node, SavedTensor) else node.id)

    def _on_all_toggled(self, wanted: bool) -> None:  # noqa: FBT001 (a signal's slot takes its value by place)
        """Draw every pass, or one again; where the program failed on the way to a next one, its failure."""
        begun = self._graphs.first_flow(self._index)
        if wanted:
            self._show_pass(self._flow or (self._flows[-1] if self._flows else None))
        else:
            self._show_pass(self._flow if begun is not None else None)

    def _on_comparison_changed(self, index: int) -> None:
        self._compared = self._flows[index] if 0 <= index < len(self._flows) else None
        self._draw()

    def _on_flow_changed(self, index: int) -> None:
        before, after = self._flow, self._flows[index] if 0 <= index < len(self._flows) else None
        if before is not None and after is not None and self._selected is not None:
            self._selected = counterpart(self._selected, before, after)
        if self._compared is after:
            self._compared = None
        self._show_pass(after)

    def _inspect(self) -> None:
        node = self._drawn_node(self._selected)
        if isinstance(node, Group) and self._part is not None:
            self._page.inspector.show_group(self._part, node, self._flow)
        elif isinstance(node, GhostNode | GhostOperand) and self._run is not None:
            self._page.inspector.show_ghost(self._run, node)
        else:
            recorded = node.owner if isinstance(node, SavedTensor) else self._selected
            self._page.inspector.show_node(self._run, recorded, self._flow)
        self.selection_changed.emit(self._selected)
