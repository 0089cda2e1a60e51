"""Searching the graph: what is typed into the find bar marks nodes, and Enter steps from one to the next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.app.slices import Slices
from desktop.views.search.find import SearchIndex
from desktop.views.search.query import parse_query

if TYPE_CHECKING:
    from desktop.records.flow import Flow
    from desktop.records.graph import Graph

_NO_GRADIENTS = "There are no gradients to search yet: the program has not called backward()."


class SearchSession(QObject):
    """Connects the find bar with the graph. Thread: GUI, a slice of work at a time."""

    def __init__(self, page: ProgramPage, session: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = page.find_bar
        self._view = page.graph
        self._session = session
        self._slices = Slices(self)
        self._index: SearchIndex | None = None
        self._searched: tuple[Graph | None, Flow | None] = (None, None)
        self._found: tuple[str, ...] = ()
        self._at = 0
        self._bar.hide()
        self._bar.query_changed.connect(self._search)
        self._bar.stepped.connect(self._step)
        self._bar.closed.connect(self._end)
        session.graph_shown.connect(self._search_anew)

    def begin(self) -> None:
        """Open the bar, or bring the keyboard back to it."""
        self._bar.begin()
        self._search(self._bar.text())

    def _search_anew(self) -> None:
        """Search what is drawn now; where it is the same graph, only the marks are to be set again."""
        if self._session.graph is self._searched[0] and self._session.flow is self._searched[1]:
            self._mark()
        else:
            self._index = None
            self._search(self._bar.text() if self._bar.isVisible() else "")

    def _search(self, text: str) -> None:
        query = parse_query(text)
        graph = self._session.graph
        if graph is None or not text.strip() or query.problem:
            self._show(())
            if query.problem:
                self._bar.show_problem(query.problem)
            return
        if self._index is None:
            self._searched = (graph, self._session.flow)
            self._index = SearchIndex(graph, self._session.flow)
        if query.asks_gradients and not self._index.has_gradients:
            self._show(())
            self._bar.show_problem(_NO_GRADIENTS)
            return
        self._slices.begin(self._index.matches(query), self._take)

    def _take(self, stretches: tuple[tuple[str, ...], ...]) -> None:
        self._show(tuple(node for stretch in stretches for node in stretch))

    def _show(self, found: tuple[str, ...]) -> None:
        self._slices.give_up()
        self._found, self._at = found, 0
        self._bar.show_count(0, len(found))
        self._mark()

    def _step(self, by: int) -> None:
        """Select the next of what was found, or the one before; after the last comes the first."""
        if self._found:
            at = self._at + by if self._at else (1 if by > 0 else len(self._found))
            self._at = (at - 1) % len(self._found) + 1
            self._bar.show_count(self._at, len(self._found))
            self._session.select(self._found[self._at - 1])
            self._mark()

    def _mark(self) -> None:
        self._view.mark_nodes(self._found, self._found[self._at - 1] if self._at else None)

    def _end(self) -> None:
        self._bar.hide()
        self._show(())
        self._view.setFocus()
