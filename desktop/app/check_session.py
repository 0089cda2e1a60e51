"""Checking a gradient: asked of the engine that holds the run, told in the inspector while its node is shown."""

from PySide6.QtCore import QObject

from desktop.app.program_page import ProgramPage
from desktop.app.run_session import RunSession
from desktop.records.messages import CheckAnswer, CheckGradient, GradientChecking, GradientUnchecked
from desktop.workers.engine_process import EngineProcess

_NOT_HERE = "This run was not made here, so there is no program to run again. Run it anew."


class CheckSession(QObject):
    """Connects the inspector's button with the engine; one check at a time. Thread: GUI."""

    def __init__(self, engine: EngineProcess, runs: RunSession, page: ProgramPage, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._runs = runs
        self._inspector = page.inspector
        self._ticket = 0
        self._subject = ("", 0)
        page.inspector.check_requested.connect(self._check)
        page.inspector.check_stopped.connect(engine.stop_checking)
        engine.gradient_answered.connect(self._on_answered)

    def _check(self, node: str, number: int) -> None:
        self._subject = (node, number)
        run = self._runs.shown_ticket
        if run == 0:
            self._tell(GradientUnchecked(0, _NOT_HERE))
            return
        self._ticket = self._engine.check(CheckGradient(0, run, node, number))
        self._tell(GradientChecking(self._ticket, 0, 0))

    def _on_answered(self, ticket: int, answer: CheckAnswer) -> None:
        if ticket == self._ticket:
            self._tell(answer)

    def _tell(self, answer: CheckAnswer) -> None:
        self._inspector.show_check(*self._subject, answer)
