"""The health of the pass that is shown: judged by a person's thresholds, marked on the graph."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.app.settings import Settings
from desktop.views.health.health import Health

if TYPE_CHECKING:
    from desktop.records.flow import Flow
    from desktop.records.graph import Graph


class HealthSession(QObject):
    """Connects the health's view with the graph and what is kept of a person's choices. Thread: GUI."""

    def __init__(self, page: ProgramPage, session: GraphSession, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._session = session
        self._settings = settings
        self._graph: Graph | None = None
        self._flow: Flow | None = None
        view = page.details.health
        view.set_thresholds(settings.thresholds)
        view.node_requested.connect(session.select)
        view.health_changed.connect(self._on_health_changed)
        session.graph_shown.connect(self._judge)
        session.selection_changed.connect(lambda node: view.select(node or ""))

    def _judge(self) -> None:
        """Judge what is shown, unless it was: groups open and close without a pass being another."""
        graph, flow = self._session.graph, self._session.flow
        if self._graph is not graph or self._flow is not flow:
            self._graph, self._flow = graph, flow
            self._page.details.health.set_pass(graph, flow)

    def _on_health_changed(self, health: Health | None) -> None:
        self._page.graph.mark_health(health.verdicts if health is not None else {})
        if health is not None and health.thresholds != self._settings.thresholds:
            self._settings.thresholds = health.thresholds
