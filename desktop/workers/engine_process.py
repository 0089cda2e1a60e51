"""The engine that runs programs, as the window sees it: a run is asked for, a Run comes back, Stop answers at once."""

from typing import NamedTuple

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.records.messages import (
    CheckAnswer,
    CheckGradient,
    EngineReady,
    FlowPart,
    FromEngine,
    GraphPart,
    Printed,
    RunEnded,
    RunProgram,
    StopChecking,
    TensorAnswer,
    TensorRequest,
)
from desktop.records.run import Failure, Program, Run
from desktop.workers.check_tickets import CheckTickets
from desktop.workers.ending import ending, engine_ended
from desktop.workers.process_door import ChildEnd, ProcessDoor
from desktop.workers.run_joiner import RunJoiner
from desktop.workers.tensor_desk import TensorDesk

ENGINE = "desktop.engine"
CONFINED = "--confined"
STOP_GRACE_MS = 120
"""How long an interrupted program may take to answer before its engine is killed: Stop answers within 200 ms."""
CHECK_GRACE_MS = 1_000
"""How long a stopped check may take to answer before its engine, and with it the run, is given up."""


class _TextWaits(NamedTuple):
    joiner: RunJoiner


class _Joined(NamedTuple):
    joiner: RunJoiner
    run: Run


class EngineProcess(QObject):
    """Keeps one engine ready and runs one program at a time in it. Thread: the one it lives in.

    After a crash or a killed run a new engine is started at once; one that dies before it was ever ready is started
    again only when a run is asked for, and `unavailable` says in a paragraph why.
    The engine is confined, as far as the system can; for a trusted program one that is not takes its place, until a
    program comes that is not trusted.
    """

    ready = Signal(EngineReady)
    unavailable = Signal(str)
    run_started = Signal(int)
    printed = Signal(int, str)
    run_finished = Signal(int, Run)
    tensor_answered = Signal(int, object)
    """The ticket that `ask` gave, and a TensorPart with all data, a TensorPlane, TensorHistogram or TensorGone."""
    gradient_answered = Signal(int, object)
    """The ticket that `check` gave, and now and then GradientChecking, then GradientChecked or GradientUnchecked."""

    def __init__(self, parent: QObject | None = None, module: str = ENGINE) -> None:
        super().__init__(parent)
        self._door = ProcessDoor(module, FromEngine, self._read, self)
        self._door.received.connect(self._on_received)
        self._door.ended.connect(self._on_ended)
        self._grace = QTimer(self, singleShot=True, interval=STOP_GRACE_MS)
        self._grace.timeout.connect(self._kill_run)
        self._check_grace = QTimer(self, singleShot=True, interval=CHECK_GRACE_MS)
        self._check_grace.timeout.connect(self._kill_check)
        self._desk = TensorDesk()
        self._checks = CheckTickets()
        self._is_ready = False
        self._is_confined = True
        self._last_ticket = 0
        self._waiting: tuple[int, Program] | None = None
        self._joiner: RunJoiner | None = None

    @property
    def is_ready(self) -> bool:
        """Whether torch is imported and a program would start at once."""
        return self._is_ready

    @property
    def is_busy(self) -> bool:
        """Whether a program runs or waits for the engine."""
        return self._joiner is not None or self._waiting is not None

    def is_running(self, ticket: int) -> bool:
        """Say whether the program of a ticket is in the engine now, neither waiting nor over."""
        return self._joiner is not None and self._joiner.ticket == ticket

    def start(self) -> None:
        """Start the engine in the background; `ready` tells when it can run."""
        self._is_ready = False
        self._abandon_questions()
        self._door.start([CONFINED] if self._is_confined else [])

    def run(self, program: Program) -> int:
        """Run a program as soon as the engine can, stopping the one before; give its ticket."""
        self.stop()
        self.stop_checking()
        self._last_ticket += 1
        self._waiting = (self._last_ticket, program)
        if not self._door.is_alive:
            self._is_confined = not program.trusted
            self.start()
        self._run_waiting()
        return self._last_ticket

    def stop(self) -> None:
        """Stop what runs or waits; its `run_finished` comes within 200 ms with what came so far."""
        if self._waiting is not None:
            joiner = RunJoiner(*self._waiting)
            self._waiting = None
            self.run_finished.emit(joiner.ticket, joiner.stopped(_stopped_by_person()))
        if self._joiner is not None and not self._grace.isActive():
            self._door.interrupt()
            self._grace.start()

    def ask(self, request: TensorRequest) -> int:
        """Ask about a tensor of a run, by the run's ticket; the request's own is given here and answered.

        Exactly one `tensor_answered` follows, later, unless the engine is closed.
        """
        numbered = self._desk.numbered(request)
        if self._is_ready:
            self._door.send(numbered)
        else:
            QTimer.singleShot(0, self, self._abandon_questions)
        return numbered.ticket

    def check(self, request: CheckGradient) -> int:
        """Have a gradient of a run checked, by the run's ticket; the request's own is given here and answered.

        Exactly one last `gradient_answered` follows, later, unless the engine is closed. Until then the engine answers
        nothing else but a new run, which ends the check.
        """
        numbered = self._checks.numbered(request)
        if self._is_ready:
            self._door.send(numbered)
        else:
            QTimer.singleShot(0, self, self._abandon_questions)
        return numbered.ticket

    def stop_checking(self) -> None:
        """Stop all checks; each is answered within a second."""
        for ticket in sorted(self._checks.open()):
            self._door.send(StopChecking(ticket))
            self._check_grace.start()

    def close(self) -> None:
        """End the engine at once and for good."""
        self._grace.stop()
        self._check_grace.stop()
        self._waiting = self._joiner = None
        self._door.close()

    def _run_waiting(self) -> None:
        if self._is_ready and self._joiner is None and self._waiting is not None:
            ticket, program = self._waiting
            if self._is_confined == program.trusted:
                self._is_confined = not program.trusted
                self.start()
                return
            self._waiting = None
            self._joiner = RunJoiner(ticket, program)
            self._door.send(RunProgram(ticket, program))
            self.run_started.emit(ticket)

    def _read(self, message: msgspec.Struct) -> object | None:
        """Join what belongs to the run, in the reader thread, so that no large record is built in the GUI thread."""
        if isinstance(message, TensorAnswer):
            return self._desk.take(message)
        if isinstance(message, CheckAnswer):
            return self._checks.take(message)
        joiner = self._joiner
        if joiner is None or not isinstance(message, Printed | GraphPart | FlowPart | RunEnded):
            return message if isinstance(message, EngineReady) else None
        if isinstance(message, Printed):
            # One word a batch: a program that prints without end shall not fill the GUI thread's queue.
            return _TextWaits(joiner) if joiner.hear(message) else None
        run = joiner.take(message)
        return None if run is None else _Joined(joiner, run)

    def _on_received(self, answer: object) -> None:
        if isinstance(answer, EngineReady):
            self._is_ready = True
            self.ready.emit(answer)
            self._run_waiting()
        elif isinstance(answer, _TextWaits):
            self._pass_text_on(answer.joiner)
        elif isinstance(answer, TensorAnswer):
            self.tensor_answered.emit(answer.ticket, answer)
        elif isinstance(answer, CheckAnswer):
            self.gradient_answered.emit(answer.ticket, answer)
        elif isinstance(answer, _Joined) and answer.joiner is self._joiner:
            self._finish(answer.run)

    def _pass_text_on(self, joiner: RunJoiner) -> None:
        if joiner is self._joiner and (text := joiner.unread()):
            self.printed.emit(joiner.ticket, text)

    def _finish(self, run: Run) -> None:
        """Report the run under way, its last words first."""
        joiner, stopped = self._joiner, self._grace.isActive()
        self._grace.stop()
        if joiner is None:
            return
        self._pass_text_on(joiner)
        self._joiner = None
        if stopped and run.status != "finished":
            run = msgspec.structs.replace(run, status="stopped", error=_stopped_by_person(run.error))
        self.run_finished.emit(joiner.ticket, run)
        self._run_waiting()

    def _abandon_questions(self) -> None:
        for gone in self._desk.abandon():
            self.tensor_answered.emit(gone.ticket, gone)
        for unchecked in self._checks.abandon():
            self.gradient_answered.emit(unchecked.ticket, unchecked)

    def _kill_check(self) -> None:
        """Start another engine where a stopped check goes on; a run that waits behind it runs there."""
        if not self._checks.open():
            return
        if self._joiner is not None and self._waiting is None:
            self._waiting = (self._joiner.ticket, self._joiner.program)
            self._joiner = None
        self.start()

    def _kill_run(self) -> None:
        if self._joiner is not None:
            self.start()
            self._finish(self._joiner.stopped(_stopped_by_person()))

    def _on_ended(self, end: ChildEnd) -> None:
        was_ready, self._is_ready = self._is_ready, False
        self._abandon_questions()
        if not was_ready:
            self._give_up(end)
            return
        self.start()
        if self._joiner is not None:
            self._finish(self._joiner.stopped(engine_ended(self._joiner.program, *end)))

    def _give_up(self, end: ChildEnd) -> None:
        self.unavailable.emit(ending("The engine process", *end))
        if self._waiting is not None:
            joiner = RunJoiner(*self._waiting)
            self._waiting = None
            self.run_finished.emit(joiner.ticket, joiner.stopped(engine_ended(joiner.program, *end)))


def _stopped_by_person(error: Failure | None = None) -> Failure:
    message = "You stopped the program. What it had printed and captured until then is kept."
    return Failure("Stopped", message, error.span if error else None, error.traceback if error else "")
