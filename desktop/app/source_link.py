"""Text and graph point at each other: a node that is pointed at marks its expression, and a caret marks its node."""

from PySide6.QtCore import QObject

from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.records.graph import Graph, Node
from desktop.records.run import Program, Run
from desktop.records.text import Span
from desktop.views.drawing import SavedTensor


class SourceLink(QObject):
    """Holds as long as the text is the one that ran: spans of another text would point at the wrong words."""

    def __init__(self, page: ProgramPage, session: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._session = session
        self._text: str | None = None
        self._units = 0
        self._selected: str | None = None
        page.graph.node_hovered.connect(self._mark_hovered)
        page.editor.caret_moved.connect(self._mark_at_caret)
        page.editor.textChanged.connect(self._follow_edit)
        page.output.span_requested.connect(page.editor.go_to)
        page.inspector.span_requested.connect(page.editor.go_to)
        page.graph.node_activated.connect(self._go_to_node)
        session.selection_changed.connect(self._mark_selected)

    def follow(self, program: Program, _: Run) -> None:
        """Point at this program's text from now on."""
        self._text = program.text
        self._units = len(program.text.encode("utf-16-le", "surrogatepass")) // 2

    def _holds(self) -> bool:
        """Say whether the text is the one that ran; most that are not differ in length, which is known at once."""
        same_length = self._page.editor.document().characterCount() - 1 == self._units
        return self._text is not None and same_length and self._page.editor.toPlainText() == self._text

    def _span(self, node_id: str | None) -> Span | None:
        drawn = self._session.drawn if node_id is not None and self._holds() else None
        if drawn is None:
            return None
        node = drawn.picture.nodes.get(str(node_id))
        if isinstance(node, SavedTensor):
            node = drawn.picture.nodes.get(node.owner)
        return node.span if node is not None else None

    def _mark_hovered(self, node_id: str | None) -> None:
        self._page.editor.mark_span(self._span(node_id or self._selected))

    def _mark_selected(self, node_id: str | None) -> None:
        self._selected = node_id
        self._mark_hovered(None)

    def _mark_at_caret(self, line: int, column: int) -> None:
        graph = self._session.graph if self._holds() else None
        node = innermost(graph, line, column) if graph else None
        self._page.graph.hover_node(node.id if node else None)

    def _follow_edit(self) -> None:
        """Mark anew: Qt tells a change of text also where only colours changed, and undo brings a text back."""
        self._mark_hovered(None)

    def _go_to_node(self, node_id: str) -> None:
        if span := self._span(node_id):
            self._page.editor.go_to(span)


def innermost(graph: Graph, line: int, column: int) -> Node | None:
    """Give the node of the smallest span that holds the position (of equal ones the first in walk order)."""
    around = [node for node in graph.nodes if node.span and node.span.contains(line, column)]
    return min(around, key=_extent, default=None)


def _extent(node: Node) -> tuple[int, int]:
    span = node.span
    return (span.end_line - span.line, span.end_column - span.column) if span else (0, 0)
