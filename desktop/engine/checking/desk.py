"""Takes requests to check a gradient of the last run, one after the other, and answers each once."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import msgspec
import torch

from desktop.engine.as_new import AsNew
from desktop.engine.checking.again import Again
from desktop.engine.checking.check import Check
from desktop.engine.checking.deadline import Deadline
from desktop.engine.checking.refusal import NotCheckedError
from desktop.engine.checking.route import route
from desktop.engine.limits import memory_allowed
from desktop.engine.permission import wants
from desktop.engine.source import Source
from desktop.records.messages import CheckGradient, GradientChecked, GradientChecking, GradientUnchecked
from desktop.records.run import Program, Run

TIME_S = 20.0
"""How long a check may take."""

_PROGRESS_S = 0.5
_STOPPED = "The check was stopped."
_GONE = "The engine checks gradients of its last run only, and another has begun since. Run the program again."
_CONSENT = "The program needs consent, so nothing is run."
_NOT_DOUBLE = "This device computes nothing in double precision, which differences need. Run the program on the CPU."
_FAILED = "The check failed: {error}"


class CheckDesk:
    """Holds the last run, as far as a check needs it. Thread: the main one, but for `stop`."""

    def __init__(self, send: Callable[[msgspec.Struct], None], seconds: float = TIME_S) -> None:
        self._send = send
        self._seconds = seconds
        self._lock = threading.Lock()
        self._stopped: set[int] = set()
        self._current: tuple[int, Deadline] | None = None
        self._newest: int | None = None
        self._held: tuple[int, Program, Run] | None = None

    def hold(self, ticket: int, program: Program, ended: Run) -> None:
        """Keep a run that has ended in the place of the one before."""
        self._held = (ticket, program, ended)

    def expect(self, run: int) -> None:
        """Hear that another run was asked for: no check of an earlier one begins or goes on. Thread: any."""
        with self._lock:
            self._newest = run
            if self._current is not None:
                self._current[1].stop(_GONE)

    def stop(self, ticket: int) -> None:
        """End a check before its time, or before it begins. Thread: any."""
        with self._lock:
            if self._current is None or ticket != self._current[0]:
                self._stopped.add(ticket)
            else:
                self._current[1].stop(_STOPPED)

    def answer(self, request: CheckGradient) -> None:
        """Check a gradient, and send the answer."""
        deadline = Deadline(self._seconds)
        self._begin(request, deadline)
        try:
            answer: GradientChecked | GradientUnchecked = self._checked(request, deadline)
        except NotCheckedError as refusal:
            answer = GradientUnchecked(request.ticket, str(refusal))
        except Exception as error:  # noqa: BLE001 # what a program leaves may raise anything
            answer = GradientUnchecked(request.ticket, _FAILED.format(error=f"{type(error).__name__}: {error}"))
        with self._lock:
            self._current = None
            self._stopped.discard(request.ticket)
        self._send(answer)

    def _begin(self, request: CheckGradient, deadline: Deadline) -> None:
        with self._lock:
            self._current = (request.ticket, deadline)
            if request.run != self._newest:
                deadline.stop(_GONE)
            if request.ticket in self._stopped:
                deadline.stop(_STOPPED)

    def _checked(self, request: CheckGradient, deadline: Deadline) -> GradientChecked:
        if deadline.reason or self._held is None or self._held[0] != request.run:
            raise NotCheckedError(deadline.reason or _GONE)
        _, program, ended = self._held
        if not program.trusted and wants(program.text, program.name):
            raise NotCheckedError(_CONSENT)
        if program.device.startswith("mps"):
            raise NotCheckedError(_NOT_DOUBLE)
        way = route(ended, request.node, request.number)
        source = Source(program.text, program.name)
        with deadline, _one_thread():
            again = Again(program, source, deadline, AsNew(), memory_allowed(program.memory_mb))
            return Check(again, request).answer(way, self._reporter(request.ticket))

    def _reporter(self, ticket: int) -> Callable[[int, int], None]:
        """Make what tells the window of progress, now and then."""
        told = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= _PROGRESS_S:
                told = time.monotonic()
                self._send(GradientChecking(ticket, done, total))

        return progress


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Let torch compute in one thread: sums are then formed in one order, and small programs run many times faster."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
