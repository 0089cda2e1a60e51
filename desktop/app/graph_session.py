"""A run's graphs on the page: which one is drawn, where its nodes stand, which pass plays on it, what is selected."""

from PySide6.QtCore import QObject, Signal

from desktop.app.graph_part import counterpart, part_of
from desktop.app.picture_maker import DrawnGraph, PictureMaker
from desktop.app.program_page import ProgramPage
from desktop.app.slices import Slices
from desktop.app.status import StatusLine
from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.messages import Size
from desktop.records.placement import Placement
from desktop.records.run import Run
from desktop.views.graph import measured
from desktop.views.node_facts import node_title
from desktop.workers.layout_process import LayoutProcess

PLACING = "Placing the graph"
_FEW_ROOTS = 3
_NO_GRAPH = "This program built no graph: nothing it computed needed a gradient"
_CUT_SHORT = "The program ended before it had built a graph"


class GraphSession(QObject):
    """Connects the layout process with the graph, the player and the inspector. Thread: GUI.

    The picture before stays until the new one is made, and then all three change at once. `selection_changed`
    carries a node's id or None.
    """

    graph_shown = Signal()
    selection_changed = Signal(object)
    failed = Signal(str)

    def __init__(self, layout: LayoutProcess, page: ProgramPage, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._layout = layout
        self._page = page
        self._status = status
        self._measuring = Slices(self)
        self._maker = PictureMaker(self)
        self._run: Run | None = None
        self._index = 0
        self._ticket = 0
        self._placed: tuple[Graph, Placement] | None = None
        self._drawing = 0
        self._part: Graph | None = None
        self._flows: tuple[Flow, ...] = ()
        self._flow: Flow | None = None
        self._selected: str | None = None
        self._connect()

    @property
    def selected(self) -> str | None:
        """The id of the selected node."""
        return self._selected

    @property
    def graph(self) -> Graph | None:
        """What is drawn or being placed: a whole graph of the run, or the part of it that the chosen pass is about."""
        return self._part

    def show_run(self, run: Run) -> None:
        """Show the graph of a run's last pass, or else its last graph; a selected node that is still one stays so."""
        before = self._node(self._selected)
        self._run = run
        after = self._node(self._selected)
        if before is None or after is None or (before.name, before.label) != (after.name, after.label):
            self._selected = None
        self._page.graph_choice.offer(tuple(title(graph) for graph in run.graphs))
        self.show_graph(run.flows[-1].graph if run.flows else max(0, len(run.graphs) - 1))

    def show_graph(self, index: int) -> None:
        """Place and then draw the run's graph at an index, and of its passes the last."""
        self._index = index
        self._page.graph_choice.choose(index)
        self._flows = tuple(flow for flow in self._run.flows if flow.graph == index) if self._run else ()
        self._show_pass(self._flows[-1] if self._flows else None)

    def select(self, node_id: str | None) -> None:
        """Select a node of any of the run's graphs, and show what is known of it."""
        self._selected = node_id
        if node_id is not None and not _holds(self._part, node_id):
            self._show_graph_with(node_id)
            return
        self._page.graph.select_node(node_id)
        self._inspect()

    def close(self) -> None:
        """Make no more pictures."""
        self._ticket = 0
        self._measuring.give_up()
        self._maker.close()

    def _connect(self) -> None:
        self._layout.placed.connect(self._on_placed)
        self._layout.failed.connect(self._on_failed)
        self._maker.made.connect(self._on_made)
        self._page.graph_choice.chosen.connect(self.show_graph)
        self._page.graph_choice.all_toggled.connect(lambda: self._show_pass(self._flow))
        self._page.graph.node_selected.connect(self.select)
        self._page.variables.node_requested.connect(self.select)
        self._page.inspector.node_requested.connect(self.select)
        self._page.player.flow_changed.connect(self._on_flow_changed)
        self._page.player.position_changed.connect(self._page.graph.set_step)

    def _show_pass(self, flow: Flow | None) -> None:
        """Draw the graph at the index, or of it what a pass is about, with that pass to be played on it."""
        self._flow = flow
        whole = self._run.graphs[self._index] if self._run and self._run.graphs else None
        part = part_of(whole, flow) if whole is not None and flow is not None else whole
        self._page.graph_choice.offer_all(offered=part is not whole)
        self._part = whole if self._page.graph_choice.wants_all else part
        if self._part is None:
            self._show_nothing()
        else:
            self._place(self._part)

    def _place(self, graph: Graph) -> None:
        self._ticket = 0  # what is being placed or drawn until now is no longer wanted
        self._drawing += 1
        self._status.begin(PLACING)
        if self._placed is not None and self._placed[0] is graph:
            self._make(*self._placed)
            return

        def ask(sizes: tuple[Size, ...]) -> None:
            self._ticket = self._layout.place(graph, sizes)

        self._measuring.begin(measured(graph), ask)

    def _show_graph_with(self, node_id: str) -> None:
        """Show the graph that holds a node, and all of it where the chosen pass has nothing to do with the node."""
        graphs = self._run.graphs if self._run else ()
        index = next((at for at, graph in enumerate(graphs) if _holds(graph, node_id)), self._index)
        if index != self._index:
            self.show_graph(index)
        if not _holds(self._part, node_id):
            self._page.graph_choice.want_all()

    def _node(self, node_id: str | None) -> Node | None:
        graphs = self._run.graphs if self._run else ()
        return next((node for graph in graphs for node in graph.nodes if node.id == node_id), None)

    def _on_placed(self, ticket: int, placement: Placement) -> None:
        if ticket == self._ticket and self._part is not None:
            self._placed = (self._part, placement)
            self._make(*self._placed)

    def _make(self, graph: Graph, placement: Placement) -> None:
        self._maker.make(self._drawing, graph, placement, self._flow)

    def _on_made(self, drawing: int, drawn: DrawnGraph) -> None:
        if drawing == self._drawing:
            self._status.end(PLACING)
            self._page.graph.show_picture(drawn.picture, drawn.light)
            self._offer_flows(drawn.names)

    def _on_failed(self, ticket: int, reason: str) -> None:
        if ticket == self._ticket:
            self._part = None
            self._show_nothing()
            self.failed.emit(reason)

    def _show_nothing(self) -> None:
        self._ticket = 0
        self._drawing += 1
        self._measuring.give_up()
        self._layout.give_up()
        self._status.end(PLACING)
        finished = self._run is None or self._run.status == "finished"
        self._page.graph.show_nothing(_NO_GRAPH if finished else _CUT_SHORT)
        self._offer_flows({})

    def _offer_flows(self, names: dict[str, str]) -> None:
        self._page.player.set_flows(self._flows, None, names, self._flow)
        self._reselect()
        self.graph_shown.emit()

    def _reselect(self) -> None:
        """Keep the selection where it is in the picture."""
        self._selected = self._selected if _holds(self._part, self._selected) else None
        self._page.graph.select_node(self._selected)
        self._inspect()

    def _on_flow_changed(self, index: int) -> None:
        before, after = self._flow, self._flows[index] if 0 <= index < len(self._flows) else None
        if before is not None and after is not None and self._selected is not None:
            self._selected = counterpart(self._selected, before, after)
        self._show_pass(after)

    def _inspect(self) -> None:
        self._page.inspector.show_node(self._run, self._selected, self._flow)
        self.selection_changed.emit(self._selected)


def title(graph: Graph) -> str:
    """Name a graph by its roots and its size."""
    roots = [node_title(node) for node in graph.nodes if node.id in graph.roots]
    named = ", ".join(roots) if len(roots) <= _FEW_ROOTS else f"{roots[0]} and {len(roots) - 1:,} more"
    return f"{named}  ·  {len(graph.nodes):,} nodes"


def _holds(graph: Graph | None, node_id: str | None) -> bool:
    return graph is not None and any(node.id == node_id for node in graph.nodes)
