"""What menus and buttons do to the graph: each action of the Graph menu, connected with what it is about."""

from PySide6.QtCore import QObject

from desktop.app.actions import Actions
from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage


class GraphCommands(QObject):
    """Connects actions with the graph's view and session, and offers those that can be done. Thread: GUI."""

    def __init__(self, actions: Actions, page: ProgramPage, session: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._page = page
        self._session = session
        page.graph_tools.hold(actions)
        self._connect_view()
        self._connect_look()
        session.graph_shown.connect(self._offer)
        self._offer()

    def _connect_view(self) -> None:
        actions, graph = self._actions, self._page.graph
        for action, does in (
            (actions.fit, graph.fit),
            (actions.zoom_in, graph.zoom_in),
            (actions.zoom_out, graph.zoom_out),
            (actions.zoom_to_selection, graph.zoom_to_selection),
            (actions.view_back, graph.go_back),
            (actions.view_forward, graph.go_forward),
            (actions.copy_picture, graph.copy_picture),
        ):
            action.triggered.connect(does)

    def _connect_look(self) -> None:
        actions, session = self._actions, self._session
        actions.open_groups.triggered.connect(lambda: session.open_all(True))
        actions.close_groups.triggered.connect(lambda: session.open_all(False))
        actions.saved_tensors.toggled.connect(session.show_saved)
        actions.gradients_down.toggled.connect(lambda on: session.run_towards("gradients" if on else "data"))
        actions.health.triggered.connect(lambda: self._page.show_detail(self._page.details.health))
        actions.legend.triggered.connect(self._page.graph.toggle_legend)
        actions.minimap.toggled.connect(self._page.graph.show_minimap)
        self._page.graph.minimap_toggled.connect(actions.minimap.setChecked)

    def _offer(self) -> None:
        """Enable what can be done with what is drawn."""
        drawn, actions = self._session.drawn, self._actions
        for action in (
            actions.find,
            actions.health,
            actions.fit,
            actions.zoom_to_selection,
            actions.copy_picture,
            actions.save_picture,
        ):
            action.setEnabled(drawn is not None)
        has_groups = drawn is not None and bool(drawn.folded.groups.all_open())
        for action in (actions.open_groups, actions.close_groups):
            action.setEnabled(has_groups)
        self._page.graph_tools.setVisible(drawn is not None)
        self._page.graph_tools.offer_groups(offered=has_groups)
