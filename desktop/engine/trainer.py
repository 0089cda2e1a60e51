"""Training in a thread of the engine process, under a remote hand: start, pause, resume, stop."""

import threading
import time
from collections.abc import Callable

from desktop.engine.training import BLOCK, DivergedError, Training
from desktop.records.files import UsageError
from desktop.records.messages import FromEngine, StartTraining, TrainingAdvanced, TrainingEnded
from desktop.records.training import TrainingStep

MESSAGE_S = 1 / 30
"""The shortest time between two messages while a run goes on freely."""

LOSSES_IN_A_MESSAGE = 2_000

_BLOCK_S = 1 / 60
"""How long a block of iterations may take: a pause waits for its end."""

Send = Callable[[FromEngine], None]


class Trainer:
    """Trains one run at a time. `send` is called from the run's own thread; the methods return at once, from any."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._run: _Run | None = None

    def start(self, message: StartTraining) -> None:
        """Begin a run; one that is going on ends first, and its TrainingEnded comes before anything of the new one."""
        previous = self._run
        self.stop()
        self._run = _Run(message, self._send, previous)
        self._run.start()

    def pause(self) -> None:
        """Let the run stand still; a TrainingAdvanced with `paused` answers."""
        if self._run is not None:
            self._run.permission.withdraw()

    def resume(self, iterations: int | None = None) -> None:
        """Let the run go on: freely, or by `iterations` (on top of those not yet taken), then stand still again."""
        if self._run is not None:
            self._run.permission.grant(iterations)

    def stop(self) -> None:
        """Let the run end with what it has; its TrainingEnded answers."""
        if self._run is not None:
            self._run.permission.end()


class _Permission:
    """How many iterations a run may still take: None for any number, 0 to stand still. For any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._iterations: int | None = None
        self._ended = False

    @property
    def ended(self) -> bool:
        return self._ended

    def grant(self, iterations: int | None) -> None:
        with self._changed:
            self._iterations = None if iterations is None else (self._iterations or 0) + iterations
            self._changed.notify_all()

    def withdraw(self) -> None:
        with self._changed:
            self._iterations = 0

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def take(self, wanted: int) -> int:
        """Take up to `wanted` iterations; 0 says to stand still or to end."""
        with self._changed:
            if self._ended:
                return 0
            if self._iterations is None:
                return wanted
            taken = min(wanted, self._iterations)
            self._iterations -= taken
            return taken

    def wait(self) -> None:
        """Sleep until there is something to take, or the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._iterations != 0)


class _Run(threading.Thread):
    """One run: advances by blocks short enough to answer soon, and reports by messages few enough to read."""

    def __init__(self, message: StartTraining, send: Send, previous: "_Run | None") -> None:
        super().__init__(name=f"training {message.ticket}", daemon=True)
        self.permission = _Permission()
        self._ticket = message.ticket
        self._recipe = message.recipe
        self._send = send
        self._previous = previous
        self._pending: list[TrainingStep] = []
        self._sent_at = time.perf_counter()
        self._block = 1

    def run(self) -> None:
        """Train to the end, an error or a stop. Whatever happens, one TrainingEnded is the last word."""
        if self._previous is not None:
            self._previous.join()
            self._previous = None
        training: Training | None = None
        error = ""
        try:
            training = Training(self._recipe)
            self._train(training)
        except (UsageError, DivergedError) as known:
            error = str(known)
        except Exception as unknown:  # noqa: BLE001 (whatever torch raises must reach the window as words)
            error = f"Training ended by an error of PyTorch's ({type(unknown).__name__}): {unknown}"
        self._flush()
        outcome = None if training is None else training.outcome()
        self._send(TrainingEnded(self._ticket, outcome, error))

    def _train(self, training: Training) -> None:
        while not training.finished:
            count = self._permitted()
            if count == 0:
                return
            started = time.perf_counter()
            step = training.advance(count)
            self._pace(len(step.losses), time.perf_counter() - started)
            self._report(step)

    def _permitted(self) -> int:
        """Say how many iterations to take now, after standing still as long as asked; 0 for an end."""
        while (count := self.permission.take(self._block)) == 0 and not self.permission.ended:
            self._flush(paused=True)
            self.permission.wait()
        return count

    def _pace(self, iterations: int, seconds: float) -> None:
        affordable = int(iterations * _BLOCK_S / max(seconds, 1e-9))
        self._block = max(1, min(affordable, 2 * self._block, BLOCK))

    def _report(self, step: TrainingStep) -> None:
        self._pending.append(step)
        losses = sum(len(pending.losses) for pending in self._pending)
        if losses >= LOSSES_IN_A_MESSAGE or time.perf_counter() - self._sent_at >= MESSAGE_S:
            self._flush()

    def _flush(self, *, paused: bool = False) -> None:
        if self._pending or paused:
            self._send(TrainingAdvanced(self._ticket, tuple(self._pending), paused))
            self._pending.clear()
        self._sent_at = time.perf_counter()
