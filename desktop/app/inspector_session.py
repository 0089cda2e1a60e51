"""What the inspector shows beside nodes and groups that are selected in the graph: edges, and groups by their scope."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.app.background import Background
from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.drawing import DrawnEdge
from desktop.views.inspector.index import FlowIndex, GraphIndex


class InspectorSession(QObject):
    """Connects the graph's edges and the inspector's links to groups with the inspector. Thread: GUI."""

    def __init__(self, page: ProgramPage, session: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._session = session
        self._background = Background(self)
        session.graph_shown.connect(self._prepare)
        page.graph.edge_selected.connect(self._show_edge)
        page.inspector.group_requested.connect(self._show_group)

    def close(self) -> None:
        """Prepare nothing any more."""
        self._background.close()

    def _prepare(self) -> None:
        """Index what is shown beside the window."""
        graph, flow, run = self._session.graph, self._session.flow, self._session.run
        whole = run.graphs[flow.graph] if run is not None and flow is not None else graph
        if whole is not None:
            self._background.begin(partial(_indexed, whole, flow), lambda both: self._page.inspector.prepare(*both))

    def _show_edge(self, edge: DrawnEdge | None) -> None:
        drawn, graph = self._session.drawn, self._session.graph
        if edge is None or drawn is None or graph is None:
            self._session.select(self._session.selected)
            return
        nodes = drawn.picture.nodes
        self._page.inspector.show_edge(graph, edge, (nodes[edge.source], nodes[edge.target]), self._session.flow)

    def _show_group(self, scope_id: str) -> None:
        """Tell of the innermost group that holds a scope, and bring it into sight."""
        drawn, graph = self._session.drawn, self._session.graph
        if drawn is None or graph is None:
            return
        parents = {scope.id: scope.parent for scope in graph.scopes}
        while scope_id and scope_id not in drawn.folded.groups:
            scope_id = parents.get(scope_id, "")
        if not scope_id:
            return
        if scope_id in drawn.picture.nodes:
            self._session.select(scope_id)
            return
        self._page.graph.zoom_to_nodes((scope_id,))
        self._page.inspector.show_group(graph, drawn.folded.groups.group(scope_id), self._session.flow)


def _indexed(graph: Graph, flow: Flow | None) -> tuple[GraphIndex, FlowIndex | None]:
    return GraphIndex(graph), None if flow is None else FlowIndex(flow)
