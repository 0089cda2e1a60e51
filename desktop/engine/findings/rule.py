"""A rule: an identifier, how grave it is, and what looks for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop.engine.findings.case import Case, Remark
from desktop.records.finding import Finding, Severity


@dataclass(frozen=True)
class Rule:
    """Looks at a Case and makes Remarks."""

    identifier: str
    severity: Severity
    check: Callable[[Case], Iterable[Remark]]

    def findings(self, case: Case) -> list[Finding]:
        """Give what the rule finds in a case."""
        return [self._finding(case, remark) for remark in self.check(case)]

    def _finding(self, case: Case, remark: Remark) -> Finding:
        return Finding(
            self.identifier,
            remark.severity or self.severity,
            remark.message,
            remark.explanation,
            remark.span,
            remark.fix,
            remark.nodes or case.nodes_at(remark.span),
        )
