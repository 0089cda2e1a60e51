"""What a run found out about its program: in a list, in the text, and mended where a fix is known."""

from PySide6.QtCore import QObject

from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.records.finding import Finding
from desktop.records.run import Program, Run


class FindingsSession(QObject):
    """Connects the list of findings with the editor and the graph. Thread: GUI."""

    def __init__(self, page: ProgramPage, graphs: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        page.findings.span_requested.connect(page.editor.go_to)
        page.findings.node_requested.connect(graphs.select)
        page.findings.fix_requested.connect(self._mend)
        page.editor.fix_requested.connect(self._mend)

    def show(self, _: Program, run: Run) -> None:
        """Show what a run found; the tab tells how much that is."""
        page, found = self._page, run.findings
        page.findings.show_findings(found)
        page.editor.show_findings(found)
        title = f"Findings ({len(found)})" if found else "Findings"
        page.tabs.setTabText(page.tabs.indexOf(page.findings), title)

    def _mend(self, finding: Finding) -> None:
        if finding.fix is not None:
            self._page.editor.apply_fix(finding.fix)
            self._page.editor.setFocus()
