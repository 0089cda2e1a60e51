"""The inspector: one node's tensor, its gradients in and out, and where it stands in the program."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.run import Run
from desktop.records.text import Span
from desktop.views.drawing import Group
from desktop.views.inspector.fact_page import Page, page_html, page_text
from desktop.views.inspector.group_page import group_page
from desktop.views.inspector.node_page import NODE_LINK, SPAN_LINK, node_page
from desktop.views.inspector.run_page import run_page
from desktop.views.theme import Theme, text_font


class Inspector(QWidget):
    """Shows a page of facts. `span_requested` asks for a place in the text, `node_requested` for another node."""

    span_requested = Signal(Span)
    node_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span: Span | None = None
        self._page: Page = run_page(None)
        self._title = QLabel("Inspector")
        self._copy = QToolButton()
        self._copy.setText("Copy")
        self._copy.setToolTip("Copy everything below as text")
        self._copy.clicked.connect(self.copy_text)
        self._browser = QTextBrowser()
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
        graph, node = _find(run, node_id)
        self._span = node.span if node is not None else None
        self._page = run_page(run) if graph is None or node is None else node_page(graph, node, flow)
        self._show()

    def show_group(self, graph: Graph, group: Group, flow: Flow | None) -> None:
        """Show a group of nodes of a graph, with the gradients of a flow that crossed its border."""
        self._span = group.span
        self._page = group_page(graph, group, flow)
        self._show()

    def copy_text(self) -> None:
        """Put the page onto the clipboard as plain text."""
        QGuiApplication.clipboard().setText(page_text(self._page))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self._title)
        bar.addStretch()
        bar.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(bar)
        layout.addWidget(self._browser)

    def _show(self) -> None:
        self._browser.setHtml(page_html(self._page, self._theme))

    def _follow(self, url: QUrl) -> None:
        link = url.toString()
        if link.startswith(NODE_LINK):
            self.node_requested.emit(link.removeprefix(NODE_LINK))
        elif link == SPAN_LINK and self._span is not None:
            self.span_requested.emit(self._span)


def _find(run: Run | None, node_id: str | None) -> tuple[Graph, Node] | tuple[None, None]:
    for graph in run.graphs if run is not None else ():
        for node in graph.nodes:
            if node.id == node_id:
                return graph, node
    return None, None
