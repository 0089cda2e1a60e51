"""Another program begins with a clean bench: what came of the one before is put away."""

from PySide6.QtCore import QObject

from desktop.app.findings_session import FindingsSession
from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.app.run_session import RunSession
from desktop.records.run import Program, Run

_RUN = "Press Run to see the graph"


class CleanBench(QObject):
    """Empties the results: they would be taken for those of the program that stands there now. Thread: GUI."""

    def __init__(
        self, runs: RunSession, page: ProgramPage, graphs: GraphSession, findings: FindingsSession, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runs = runs
        self._page = page
        self._graphs = graphs
        self._findings = findings

    def clean(self) -> None:
        """Put away output, variables, findings and graph; a run that goes on is stopped."""
        page, nothing = self._page, Run(1, "finished", "cpu", 0, 0.0, "")
        self._runs.let_go()
        page.variables.show_variables(())
        page.tabs.setCurrentWidget(page.output)
        self._findings.show(Program(""), nothing)
        self._graphs.show_run(nothing)
        page.graph.show_nothing(_RUN)
        page.inspector.show_node(None, None, None)
