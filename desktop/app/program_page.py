"""The page on which a program is written and its graph is seen: the views, side by side."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desktop.app.details import Details
from desktop.app.graph_choice import GraphChoice
from desktop.app.graph_tools import GraphTools
from desktop.app.thin_splitter import ThinSplitter
from desktop.views.consent_panel import ConsentPanel
from desktop.views.editor import CodeEditor
from desktop.views.findings_panel import FindingsPanel
from desktop.views.graph import GraphView
from desktop.views.insert_palette import InsertPalette
from desktop.views.lessons.lesson_panel import LessonPanel
from desktop.views.output_panel import OutputPanel
from desktop.views.player.flow_player import FlowPlayer
from desktop.views.search.find_bar import FindBar
from desktop.views.theme import Theme
from desktop.views.variables_panel import VariablesPanel

_LESSON_SHARE, _LESSON_LEAST, _LESSON_MOST = 0.28, 310, 350
_WRITING_SHARE = 0.53


class ProgramPage(ThinSplitter):
    """A lesson where one is open; editor, output and variables; graph and player; details.

    `detail_shown` tells that the details came to the front, hidden before or not.
    """

    detail_shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.editor = CodeEditor(theme)
        self.palette_list = InsertPalette(theme)
        self.output = OutputPanel(theme)
        self.variables = VariablesPanel(theme)
        self.findings = FindingsPanel(theme)
        self.graph = GraphView(theme)
        self.player = FlowPlayer(theme)
        self.lesson = LessonPanel(theme)
        self.details = Details(theme)
        self.inspector = self.details.inspector
        self.consent = ConsentPanel(theme)
        self.graph_choice = GraphChoice(theme)
        self.graph_tools = GraphTools(theme)
        self.find_bar = FindBar(theme)
        self.tabs = QTabWidget(documentMode=True)
        self._columns = ThinSplitter(Qt.Orientation.Vertical)
        self._assemble()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw every view in a theme's colours."""
        views = (self.editor, self.palette_list, self.output, self.variables, self.findings, self.graph, self.player)
        for view in views:
            view.set_theme(theme)
        self.details.set_theme(theme)
        for bar in (self.graph_choice, self.graph_tools, self.find_bar):
            bar.set_theme(theme)
        self.consent.set_theme(theme)
        self.lesson.set_theme(theme)

    def show_detail(self, view: QWidget) -> None:
        """Bring one of the details to the front."""
        self.details.setCurrentWidget(view)
        self.detail_shown.emit()

    def state(self) -> QByteArray:
        """Give how wide and high the parts are."""
        return self.saveState()

    def set_state(self, state: QByteArray) -> None:
        """Make the parts as wide and high as they were."""
        if not state.isEmpty():
            self.restoreState(state)

    def share_with_lesson(self) -> None:
        """Part the width among the lesson, the writing and the graph, so that each can be read."""
        lesson = min(max(round(self.width() * _LESSON_SHARE), _LESSON_LEAST), _LESSON_MOST)
        details = 0 if self.details.isHidden() else self.details.minimumSizeHint().width()
        rest = self.width() - lesson - details
        self.setSizes([lesson, round(rest * _WRITING_SHARE), round(rest * (1 - _WRITING_SHARE)), details])

    def _assemble(self) -> None:
        self.tabs.addTab(self.output, "Output")
        self.tabs.addTab(self.variables, "Variables")
        self.tabs.addTab(self.findings, "Findings")
        writing = ThinSplitter(Qt.Orientation.Horizontal)
        writing.addWidget(self.palette_list)
        writing.addWidget(self.editor)
        writing.setStretchFactor(1, 1)
        writing.setSizes([180, 492])
        self._columns.addWidget(writing)
        self._columns.addWidget(_Results(self.consent, self.tabs))
        self._columns.setStretchFactor(0, 1)
        self._columns.setSizes([560, 230])
        graph_column = _GraphColumn(self.graph_choice, self.graph_tools, self.find_bar, self.graph, self.player)
        for column in (self.lesson, self._columns, graph_column, self.details):
            self.addWidget(column)
        for place, share in enumerate((1, 2, 3, 1)):
            self.setStretchFactor(place, share)
        self.setSizes([340, 644, 476, 320])
        self.lesson.hide()


class _Results(QWidget):
    """What came of a run; over it, where a program needs consent, the question."""

    def __init__(self, consent: ConsentPanel, tabs: QTabWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(consent)
        column.addWidget(tabs, 1)


class _GraphColumn(QWidget):
    """The graph; over it the choice among several, its tools and the search, under it the player."""

    def __init__(
        self, choice: GraphChoice, tools: GraphTools, find_bar: FindBar, graph: GraphView, player: FlowPlayer
    ) -> None:
        super().__init__()
        self._player = player
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(choice, 1)
        row.addStretch()
        row.addWidget(tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(find_bar)
        layout.addWidget(graph, 1)
        layout.addWidget(player)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass keys that the graph did not want on to the player: Space plays while the graph has the keyboard."""
        self._player.keyPressEvent(event)
