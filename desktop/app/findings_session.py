"""What a run found out about its program: in a list, in the text, at its nodes, and mended where a fix is known."""

import msgspec
from PySide6.QtCore import QObject

from desktop.app.graph_session import GraphSession
from desktop.app.program_page import ProgramPage
from desktop.records.finding import Finding
from desktop.records.run import Program, Run
from desktop.views.grouping import GHOST


class FindingsSession(QObject):
    """Connects the list of findings with the editor and the graph. Thread: GUI.

    In the graph the nodes of the finding under the mouse are ringed, else those of the one that was chosen, until
    something is selected there.
    """

    def __init__(self, page: ProgramPage, graphs: GraphSession, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._chosen: Finding | None = None
        self._found: tuple[Finding, ...] = ()
        self._marked: tuple[Finding, ...] = ()
        graphs.graph_shown.connect(self._mark)
        page.findings.span_requested.connect(page.editor.go_to)
        page.findings.node_requested.connect(graphs.select)
        page.findings.fix_requested.connect(self._mend)
        page.editor.fix_requested.connect(self._mend)
        page.findings.finding_chosen.connect(self._choose)
        page.findings.finding_hovered.connect(self._point_at)
        page.graph.finding_chosen.connect(self._open)
        page.graph.node_selected.connect(self._let_go)

    def show(self, _: Program, run: Run) -> None:
        """Show what a run found; the tab tells how much that is."""
        page, found = self._page, _at_ghost(run)
        self._chosen, self._found = None, found
        page.findings.show_findings(found)
        page.editor.show_findings(run.findings)
        title = f"Findings ({len(found)})" if found else "Findings"
        page.tabs.setTabText(page.tabs.indexOf(page.findings), title)

    def _mark(self) -> None:
        """Mark nodes once their graph is there: in the picture before, others may have their ids."""
        if self._marked is not self._found:
            self._marked = self._found
            self._page.graph.mark_findings(self._found)

    def _choose(self, finding: Finding) -> None:
        self._chosen = finding
        self._page.graph.show_finding(finding)

    def _point_at(self, finding: Finding | None) -> None:
        self._page.graph.light_finding(finding or self._chosen)

    def _open(self, finding: Finding) -> None:
        """Open the finding whose mark was clicked in the graph."""
        self._page.tabs.setCurrentWidget(self._page.findings)
        self._page.findings.show_finding(finding)
        self._choose(finding)

    def _let_go(self, _: object) -> None:
        self._chosen = None
        self._page.graph.light_finding(None)

    def _mend(self, finding: Finding) -> None:
        if finding.fix is not None:
            self._page.editor.apply_fix(finding.fix)
            self._page.editor.setFocus()


def _at_ghost(run: Run) -> tuple[Finding, ...]:
    """Give the findings; those on the failure concern its ghost, and no nodes that the same words made before."""
    ghost = run.error.ghost if run.error is not None else None
    return tuple(
        msgspec.structs.replace(each, nodes=(GHOST,))
        if ghost is not None and each.severity == "error" and each.span == ghost.span
        else each
        for each in run.findings
    )
