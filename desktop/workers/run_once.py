"""Runs one program in an engine of its own and waits for it: what the commands without a window do."""

import queue
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from desktop.records.messages import EngineReady, FlowPart, FromEngine, GraphPart, Printed, RunEnded, RunProgram
from desktop.records.run import Failure, Program, Run
from desktop.workers.child_process import ChildProcess
from desktop.workers.ending import engine_ended
from desktop.workers.run_joiner import RunJoiner

ENGINE = "desktop.engine"
CONFINED = "--confined"
_TICKET = 1
_GRACE_S = 0.5


class _Ended(NamedTuple):
    returncode: int | None
    report: str


def run_once(program: Program, *, timeout_s: float | None, printed: Callable[[str], None], module: str = ENGINE) -> Run:
    """Run a program in a fresh engine and give its Run; `printed` gets its output as it comes, in this thread.

    The engine is confined, as far as the system can, unless the program is trusted.
    After `timeout_s` seconds of running (starting the engine not counted) the Run is "stopped" with a "TimeLimit"
    error; when the engine ends by itself, "stopped" with "EngineEnded". A KeyboardInterrupt of the person ends the
    engine and is raised again. Thread: any.
    """
    return _Once(program, timeout_s, printed).run(module)


class _Once:
    """The conversation with one engine about one program."""

    def __init__(self, program: Program, timeout_s: float | None, printed: Callable[[str], None]) -> None:
        self._program = program
        self._timeout_s = timeout_s
        self._printed = printed
        self._inbox: queue.SimpleQueue[FromEngine | _Ended] = queue.SimpleQueue()
        self._joiner = RunJoiner(_TICKET, program)
        self._deadline: float | None = None
        self._interrupted = False

    def run(self, module: str) -> Run:
        arguments = () if self._program.trusted else (CONFINED,)
        child = ChildProcess[FromEngine](module, self._inbox.put, self._on_ended, FromEngine, arguments)
        child.start()
        child.send(RunProgram(_TICKET, self._program))
        try:
            return self._converse(child)
        finally:
            child.kill()
            child.wait()

    def _on_ended(self, returncode: int | None, report: str) -> None:
        self._inbox.put(_Ended(returncode, report))

    def _converse(self, child: ChildProcess[FromEngine]) -> Run:
        while True:
            try:
                run = self._take(self._inbox.get(timeout=self._left_s()))
            except queue.Empty:
                run = self._time_is_up(child)
            if run is not None:
                return run

    def _left_s(self) -> float | None:
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def _take(self, message: FromEngine | _Ended) -> Run | None:
        if isinstance(message, _Ended):
            return self._joiner.stopped(engine_ended(self._program, message.returncode, message.report))
        if isinstance(message, EngineReady) and self._timeout_s is not None:
            self._deadline = time.monotonic() + self._timeout_s
        if isinstance(message, Printed | GraphPart | FlowPart | RunEnded):
            return self._join(message)
        return None

    def _join(self, message: Printed | GraphPart | FlowPart | RunEnded) -> Run | None:
        run = self._joiner.take(message)
        if text := self._joiner.unread():
            self._printed(text)
        if run is not None and self._interrupted:
            return msgspec.structs.replace(run, status="stopped", error=self._time_limit(run.error))
        return run

    def _time_is_up(self, child: ChildProcess[FromEngine]) -> Run | None:
        """Ask the engine to stop, so that variables and the place are kept; the second time compose the Run here."""
        if self._interrupted:
            return self._joiner.stopped(self._time_limit(None))
        self._interrupted = True
        self._deadline = time.monotonic() + _GRACE_S
        child.interrupt()
        return None

    def _time_limit(self, error: Failure | None) -> Failure:
        message = f"The program ran longer than the {self._timeout_s:g} s it was given, and was stopped."
        return Failure("TimeLimit", message, error.span if error else None, error.traceback if error else "")
