"""Consent: a program that wants more than to compute runs only once a person said so, for its exact text."""

import msgspec
from PySide6.QtCore import QObject

from desktop.app.consents import Consents
from desktop.app.program_page import ProgramPage
from desktop.app.run_session import RunSession
from desktop.app.status import StatusLine
from desktop.records.run import Program, Run


class ConsentSession(QObject):
    """Stands between the Run button and the runs. Thread: GUI."""

    def __init__(
        self, consents: Consents, runs: RunSession, page: ProgramPage, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._consents = consents
        self._runs = runs
        self._page = page
        self._status = status
        self._asked: Program | None = None
        runs.refused.connect(self._ask)
        runs.running_changed.connect(self._withdraw)
        page.consent.consented.connect(self._trust)
        page.consent.declined.connect(self._leave)
        page.consent.span_requested.connect(page.editor.go_to)
        page.editor.textChanged.connect(self._follow_edit)

    def run(self, program: Program) -> None:
        """Run a program, trusted if a person consented to this text before."""
        self._runs.run(msgspec.structs.replace(program, trusted=self._consents.holds(program.text)))

    def forget_all(self) -> None:
        """Ask again for every program."""
        self._consents.forget_all()
        self._status.say("All consents are forgotten")

    def _ask(self, program: Program, run: Run) -> None:
        if program.text != self._page.editor.toPlainText():
            return  # it was edited meanwhile: the question would be about another text
        self._asked = program
        self._page.editor.mark_wants(tuple(want.span for want in run.findings if want.span is not None))
        self._page.consent.ask(run.findings)

    def _trust(self) -> None:
        if self._asked is not None:
            program = self._asked
            self._consents.give(program.text)
            self._page.editor.setFocus()
            self.run(program)

    def _leave(self) -> None:
        self._withdraw()
        self._status.say("Not run")
        self._page.editor.setFocus()

    def _withdraw(self) -> None:
        """Ask no more, and mark nothing."""
        if self._asked is not None:
            self._asked = None
            self._page.consent.hide()
            self._page.editor.mark_wants(())

    def _follow_edit(self) -> None:
        """Withdraw the question once its text is another; Qt tells a change also where only colours changed."""
        if self._asked is not None and self._page.editor.toPlainText() != self._asked.text:
            self._withdraw()
            self._status.say("The text was changed: run it again")
