"""A run's graphs on the page: which one is drawn, where its nodes stand, which pass plays on it, what is selected."""

from PySide6.QtCore import QObject, Signal

from desktop.app.program_page import ProgramPage
from desktop.app.status import StatusLine
from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.placement import Placement
from desktop.records.run import Run
from desktop.views.graph import node_sizes
from desktop.views.node_facts import node_title
from desktop.workers.layout_process import LayoutProcess

PLACING = "Placing the graph"


class GraphSession(QObject):
    """Connects the layout process with the graph, the player and the inspector. Thread: GUI.

    The picture before stays until the new one is placed, and then all three change at once. `selection_changed`
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
        self._run: Run | None = None
        self._index = 0
        self._ticket = 0
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
        """The graph that is drawn or being placed."""
        return self._run.graphs[self._index] if self._run and self._run.graphs else None

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
        """Place and then draw the run's graph at an index."""
        self._index = index
        self._page.graph_choice.choose(index)
        graph = self.graph
        if graph is None:
            self._layout.give_up()
            self._draw(None, None)
            return
        self._status.begin(PLACING)
        self._ticket = self._layout.place(graph, node_sizes(graph))

    def select(self, node_id: str | None) -> None:
        """Select a node of any of the run's graphs, and show what is known of it."""
        index = self._index_of(node_id)
        self._selected = node_id
        if index not in (None, self._index):
            self.show_graph(index or 0)
            return
        self._page.graph.select_node(node_id)
        self._inspect()

    def _connect(self) -> None:
        self._layout.placed.connect(self._on_placed)
        self._layout.failed.connect(self._on_failed)
        self._page.graph_choice.chosen.connect(self.show_graph)
        self._page.graph.node_selected.connect(self.select)
        self._page.variables.node_requested.connect(self.select)
        self._page.inspector.node_requested.connect(self.select)
        self._page.player.flow_changed.connect(self._on_flow_changed)
        self._page.player.position_changed.connect(self._page.graph.set_step)

    def _index_of(self, node_id: str | None) -> int | None:
        graphs = self._run.graphs if self._run else ()
        return next((index for index, graph in enumerate(graphs) if any(n.id == node_id for n in graph.nodes)), None)

    def _node(self, node_id: str | None) -> Node | None:
        graphs = self._run.graphs if self._run else ()
        return next((node for graph in graphs for node in graph.nodes if node.id == node_id), None)

    def _on_placed(self, ticket: int, placement: Placement) -> None:
        if ticket == self._ticket:
            self._draw(self.graph, placement)

    def _on_failed(self, ticket: int, reason: str) -> None:
        if ticket == self._ticket:
            self._draw(None, None)
            self.failed.emit(reason)

    def _draw(self, graph: Graph | None, placement: Placement | None) -> None:
        self._status.end(PLACING)
        self._page.graph.show_graph(graph, placement)
        self._flows = _flows_over(self._run, self._index)
        self._flow = self._flows[-1] if self._flows else None
        names = {node.id: node_title(node) for node in graph.nodes} if graph else {}
        self._page.player.set_flows(self._flows, graph, names)
        self._page.graph.show_flow(self._flow)
        self._page.graph.set_step(self._page.player.position())
        self._reselect(graph)
        self.graph_shown.emit()

    def _reselect(self, graph: Graph | None) -> None:
        """Keep the selection where it is in the picture."""
        known = graph is not None and any(node.id == self._selected for node in graph.nodes)
        self._selected = self._selected if known else None
        self._page.graph.select_node(self._selected)
        self._inspect()

    def _on_flow_changed(self, index: int) -> None:
        self._flow = self._flows[index] if 0 <= index < len(self._flows) else None
        self._page.graph.show_flow(self._flow)
        self._inspect()

    def _inspect(self) -> None:
        self._page.inspector.show_node(self._run, self._selected, self._flow)
        self.selection_changed.emit(self._selected)


def title(graph: Graph) -> str:
    """Name a graph by its roots and its size."""
    roots = [node_title(node) for node in graph.nodes if node.id in graph.roots]
    return f"{', '.join(roots)}  ·  {len(graph.nodes):,} nodes"


def _flows_over(run: Run | None, index: int) -> tuple[Flow, ...]:
    return tuple(flow for flow in run.flows if flow.graph == index) if run else ()
