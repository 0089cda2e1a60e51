"""The inspector: what one run recorded of a node, an edge or a group, and the way to all it leads to."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QResizeEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QStyle, QToolButton, QVBoxLayout, QWidget

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.messages import CheckAnswer
from desktop.records.run import Run
from desktop.records.text import Span
from desktop.views.drawing import DrawnEdge, DrawnNode, GhostNode, GhostOperand, Group
from desktop.views.inspector import links
from desktop.views.inspector.check_button import CheckButton
from desktop.views.inspector.check_section import checked_page
from desktop.views.inspector.edge_page import edge_page
from desktop.views.inspector.fact_browser import FactBrowser
from desktop.views.inspector.fact_page import Page, page_text
from desktop.views.inspector.ghost_page import ghost_page, operand_page
from desktop.views.inspector.group_page import group_page
from desktop.views.inspector.index import FlowIndex, GraphIndex
from desktop.views.inspector.indices import Indices
from desktop.views.inspector.node_page import is_checkable, node_page
from desktop.views.inspector.page_html import NUMBER_POINTS, page_html
from desktop.views.inspector.run_page import run_page
from desktop.views.theme import Theme, code_font, text_font

_MARGIN = 6
_DOTS = 3
"""Characters for the cell that stands for what is left out."""


class Inspector(QWidget):
    """Shows a page of facts.

    `span_requested` asks for a place in the text, `node_requested` for another node, `group_requested` for the group
    of a scope, `look_requested` for all values of a tensor (a Look). `check_requested` carries a node and the number of
    a pass, whose gradient there is to be held against differences, until `check_stopped`. Thread: the GUI's.
    """

    span_requested = Signal(Span)
    node_requested = Signal(str)
    group_requested = Signal(str)
    look_requested = Signal(object)
    check_requested = Signal(str, int)
    check_stopped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self._told: Page = run_page(None)
        self._page: Page = self._told
        self._indices = Indices()
        self._copy = QToolButton()
        self._copy.setText("Copy")
        self._copy.setToolTip("Copy everything above as text")
        self._copy.clicked.connect(self.copy_text)
        self._checking = CheckButton()
        self._checking.requested.connect(self.check_requested)
        self._checking.stopped.connect(self.check_stopped)
        self._browser = FactBrowser()
        self._browser.setOpenLinks(False)
        self._browser.setFont(text_font())
        self._browser.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # a number is not broken in two
        self._browser.setAccessibleName("Facts about the selected node")
        self._browser.anchorClicked.connect(self._follow)
        self._arrange()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Show the page in another theme."""
        self._theme = theme
        self._show()

    def show_node(self, run: Run | None, node_id: str | None, flow: Flow | None) -> None:
        """Show a node of a run with its gradients in a flow; without a node, the run at a glance."""
        index = self._indices.holding(run, node_id)
        if index is None or node_id is None:
            self._turn_to(run_page(run), None)
        else:
            node, passed = index.nodes[node_id], self._indices.flow(flow)
            self._turn_to(node_page(index, node, passed), node.span)
            self._checking.offer((node.id, passed.flow.number) if passed is not None and is_checkable(node) else None)

    def show_group(self, graph: Graph, group: Group, flow: Flow | None) -> None:
        """Show a group of nodes of a graph, with the gradients of a flow that crossed its border."""
        self._turn_to(group_page(self._indices.graph(graph), group, self._indices.flow(flow)), group.span)

    def show_ghost(self, run: Run, node: GhostNode | GhostOperand) -> None:
        """Show the operation that a run failed in, or an operand of it that has no node; of another run nothing."""
        error = run.error
        if error is None or error.ghost is None:
            return
        page = ghost_page(node, error.type) if isinstance(node, GhostNode) else operand_page(node, error.ghost.name)
        self._turn_to(page, node.span)

    def show_edge(self, graph: Graph, edge: DrawnEdge, ends: tuple[DrawnNode, DrawnNode], flow: Flow | None) -> None:
        """Show an edge of a drawing of a graph between its source and its target, with the gradient of a flow on it."""
        page = edge_page(self._indices.graph(graph), edge, *ends, self._indices.flow(flow))
        self._turn_to(page, None)

    def show_check(self, node_id: str, number: int, check: CheckAnswer) -> None:
        """Show how far the check of a node's gradient in a pass is, or what came of it, if that node is shown."""
        if self._checking.subject != (node_id, number):
            return
        self._checking.follow(check)
        self._page = checked_page(self._told, check)
        self._show_here()

    def prepare(self, graph: GraphIndex, flow: FlowIndex | None) -> None:
        """Take what was indexed elsewhere, so that the first node of a large graph shows at once, too."""
        self._indices.keep(graph, flow)

    def copy_text(self) -> None:
        """Put the page onto the clipboard as plain text."""
        QGuiApplication.clipboard().setText(page_text(self._page))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self._copy)
        bar.addWidget(self._checking)
        bar.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addWidget(self._browser)
        layout.addLayout(bar)

    def _turn_to(self, page: Page, span: Span | None) -> None:
        self._told = self._page = page
        self._span = span
        self._checking.offer(None)
        self._show()

    def _show_here(self) -> None:
        """Show the page anew where it is read."""
        place = self._browser.verticalScrollBar().value()
        self._show()
        self._browser.verticalScrollBar().setValue(place)

    def _show(self) -> None:
        self._shown_line = self._line()
        self._browser.setHtml(page_html(self._page, self._theme, self._shown_line))

    def _line(self) -> int:
        """Say how many characters a row of numbers may take."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        margins = 2 * (_MARGIN + self._browser.frameWidth() + self._browser.document().documentMargin())
        letter = QFontMetricsF(code_font(NUMBER_POINTS)).horizontalAdvance("0")
        return int((self.width() - bar - margins) / letter) - _DOTS

    def _follow(self, url: QUrl) -> None:
        kind, _, what = url.toString().partition(":")
        match f"{kind}:":
            case links.NODE_LINK:
                self.node_requested.emit(what)
            case links.GROUP_LINK:
                self.group_requested.emit(what)
            case links.LOOK_LINK:
                self.look_requested.emit(self._page.sections[int(what)].look)
            case links.SPAN_LINK if self._span is not None:
                self.span_requested.emit(self._span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many numbers in a row as there is room for."""
        super().resizeEvent(event)
        if self._line() != self._shown_line:
            self._show_here()
