"""A run, from the button to the page: the program goes to the engine, its output and its Run come back."""

from PySide6.QtCore import QObject, Signal

from desktop.app.program_page import ProgramPage
from desktop.app.status import StatusLine
from desktop.records.messages import EngineReady
from desktop.records.run import Program, Run
from desktop.workers.engine_process import EngineProcess

STARTING = "Starting PyTorch…"


class RunSession(QObject):
    """Connects one engine with one page. Thread: GUI.

    `refused` tells of a program that needs consent: nothing ran, and what is shown of the run before stays.
    """

    running_changed = Signal(bool)
    run_shown = Signal(Program, Run)
    refused = Signal(Program, Run)

    def __init__(self, engine: EngineProcess, page: ProgramPage, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._page = page
        self._status = status
        self._program = Program("")
        self._ticket = 0
        self._shown_ticket = 0
        engine.ready.connect(self._on_ready)
        engine.unavailable.connect(self._on_unavailable)
        engine.run_started.connect(self._on_run_started)
        engine.printed.connect(self._on_printed)
        engine.run_finished.connect(self._on_run_finished)

    @property
    def shown_ticket(self) -> int:
        """The engine's ticket of the run that is shown, 0 where that came from elsewhere."""
        return self._shown_ticket

    def start_engine(self) -> None:
        """Start the engine in the background, unless it is there."""
        if not self._engine.is_ready:
            self._status.say(STARTING)
            self._status.begin(STARTING)
            self._engine.start()

    def run(self, program: Program) -> None:
        """Run a program; one that is running is stopped first."""
        self._ticket = 0  # what the run before still has to say is no longer wanted
        self._clear()
        self._program = program
        self._ticket = self._engine.run(program)
        self.running_changed.emit(True)
        if self._engine.is_running(self._ticket):
            self._status.begin_run()
        elif not self._engine.is_ready:
            self._status.say(f"{STARTING} The program runs as soon as it is there")
            self._status.begin(STARTING)

    def stop(self) -> None:
        """Stop the program that runs or waits."""
        self._engine.stop()

    def let_go(self) -> None:
        """Forget the run: one that goes on is stopped, and what it still has to say is no longer wanted."""
        self._ticket = self._shown_ticket = 0
        self._engine.stop()
        self._clear()
        self._status.forget_run()
        self.running_changed.emit(False)

    def show(self, program: Program, run: Run) -> None:
        """Show a run that came from elsewhere."""
        self._clear()
        self._page.output.append(run.output)
        self._show_end(program, run, 0)

    def _clear(self) -> None:
        self._page.output.clear()
        self._page.output.show_failure(None)
        self._page.editor.mark_error(None)

    def _on_ready(self, message: EngineReady) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch {message.torch} is ready")

    def _on_unavailable(self, reason: str) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch did not start. {reason}")

    def _on_run_started(self, ticket: int) -> None:
        if ticket == self._ticket:
            self._status.begin_run()

    def _on_printed(self, ticket: int, text: str) -> None:
        if ticket == self._ticket:
            self._page.output.append(text)

    def _on_run_finished(self, ticket: int, run: Run) -> None:
        if ticket == self._ticket:
            self.running_changed.emit(False)
            self._show_end(self._program, run, ticket)

    def _show_end(self, program: Program, run: Run, ticket: int) -> None:
        if run.status == "refused":
            self._status.end_run(run)
            self.refused.emit(program, run)
            return
        self._shown_ticket = ticket
        if run.error is not None:
            self._page.tabs.setCurrentWidget(self._page.output)
        self._page.output.show_failure(run.error)
        self._page.editor.mark_error(run.error.span if run.error else None)
        self._page.variables.show_variables(run.variables)
        self._status.end_run(run)
        self.run_shown.emit(program, run)
