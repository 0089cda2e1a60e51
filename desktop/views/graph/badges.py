"""What is known of single nodes beside the graph itself, marked on whichever picture is shown."""

from collections.abc import Mapping

from desktop.records.finding import Finding
from desktop.views.graph.finding_marks import FindingMarks
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.health_marks import HealthMarks
from desktop.views.health.verdict import Verdict


class Badges:
    """Keeps verdicts and findings, and makes the marks of each once for a picture; `lit` is the finding pointed at."""

    def __init__(self) -> None:
        self.lit: Finding | None = None
        self._verdicts: Mapping[str, Verdict] = {}
        self._findings: tuple[Finding, ...] = ()
        self._unwell: HealthMarks | None = None
        self._concerned: FindingMarks | None = None

    def show_health(self, verdicts: Mapping[str, Verdict]) -> None:
        """Mark unwell nodes."""
        self._verdicts, self._unwell = verdicts, None

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Mark what findings concern."""
        self._findings, self._concerned, self.lit = findings, None, None

    def health_on(self, picture: GraphPicture) -> HealthMarks | None:
        """Give the marks of unwell nodes on a picture; None where there are none."""
        if self._verdicts and (self._unwell is None or self._unwell.picture is not picture):
            self._unwell = HealthMarks(picture, self._verdicts)
        return self._unwell

    def findings_on(self, picture: GraphPicture) -> FindingMarks | None:
        """Give the marks of findings on a picture; None where there are none."""
        if self._findings and (self._concerned is None or self._concerned.picture is not picture):
            self._concerned = FindingMarks(picture, self._findings)
        return self._concerned
