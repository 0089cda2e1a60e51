"""Training in a thread of the engine process, under a remote hand: start, pause, resume, stop, ask."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import torch

from desktop.engine.checkpoint import read_checkpoint
from desktop.engine.learning.memory import memory_held
from desktop.engine.learning.program_model import ConsentNeededError
from desktop.engine.reins import Reins
from desktop.engine.training import BLOCK, DivergedError, Training
from desktop.engine.training_answers import Question, answer, refusal
from desktop.records.files import UsageError
from desktop.records.finding import Finding
from desktop.records.messages import (
    ChangeTraining,
    EndReason,
    FromEngine,
    OpenIteration,
    PauseTraining,
    ResumeTraining,
    SaveTraining,
    StartTraining,
    StopTraining,
    TrainingAdvanced,
    TrainingBegun,
    TrainingEnded,
    TrainingRequest,
    TrainingSeen,
)
from desktop.records.training import TrainingStep

MESSAGE_S = 1 / 45
"""The shortest time between two messages while a run goes on freely."""

SEEN_S = 1 / 5
"""The shortest time between two looks at the model while a run goes on freely."""

LOSSES_IN_A_MESSAGE = 2_000

_BLOCK_S = 1 / 60
"""How long a block of iterations may take: a pause waits for its end."""

_LOOKING = 20
"""One part in so many of a run's time may be spent on looking at its model."""

Send = Callable[[FromEngine], None]


class Trainer:
    """Trains one run at a time. `send` is called from the run's own thread; the methods return at once, from any."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._run: _Run | None = None

    def obey(self, request: TrainingRequest) -> None:
        """Do what a message asks for."""
        match request:
            case StartTraining():
                self.start(request)
            case PauseTraining():
                self.pause()
            case ResumeTraining(_, iterations):
                self.resume(iterations)
            case StopTraining():
                self.stop()
            case ChangeTraining() | SaveTraining() | OpenIteration():
                self.ask(request)

    def start(self, message: StartTraining) -> None:
        """Begin a run; one that is going on ends first, and its TrainingEnded comes before anything of the new one."""
        previous = self._run
        self.stop()
        self._run = _Run(message, self._send, previous)
        self._run.start()

    def pause(self) -> None:
        """Let the run stand still; a TrainingAdvanced with `paused` answers."""
        if self._run is not None:
            self._run.reins.withdraw()

    def resume(self, iterations: int | None = None) -> None:
        """Let the run go on: freely, or by `iterations` (on top of those not yet taken), then stand still again."""
        if self._run is not None:
            self._run.reins.grant(iterations)

    def stop(self) -> None:
        """Let the run end with what it has; its TrainingEnded answers."""
        if self._run is not None:
            self._run.reins.end()

    def ask(self, question: Question) -> None:
        """Let the run answer between two iterations; one that has ended is still answered of."""
        if self._run is None or self._run.ticket != question.ticket:
            self._send(refusal(question, "That training is not here any more. Start one, or resume a checkpoint."))
        else:
            self._run.ask(question)


class _Run(threading.Thread):
    """One run: advances by blocks short enough to answer soon, and reports by messages few enough to read."""

    def __init__(self, message: StartTraining, send: Send, previous: "_Run | None") -> None:
        super().__init__(name=f"training {message.ticket}", daemon=True)
        self.reins = Reins(0 if message.paused else None)
        self.ticket = message.ticket
        self._message = message
        self._send = send
        self._previous = previous
        self._training: Training | None = None
        self._device = torch.device("cpu")
        self._pending: list[TrainingStep] = []
        self._sent_at = time.perf_counter()
        self._seen_at = 0.0
        self._looking_s = 0.0
        self._block = 1

    def run(self) -> None:
        """Train to the end, an error or a stop. Whatever happens, one TrainingEnded is the last word of the run."""
        if self._previous is not None:
            self._previous.join()
            self._previous = None
        try:
            self._end(*self._train(self._begin()))
        except ConsentNeededError as refused:
            self._end("refused", str(refused), refused.findings)
        except UsageError as known:
            self._end("failed", str(known))
        except Exception as unknown:  # noqa: BLE001 (whatever torch raises must reach the window as words)
            self._end("failed", f"Training ended by an error of PyTorch's ({type(unknown).__name__}): {unknown}")

    def ask(self, question: Question) -> None:
        """Have a question answered: by the run's thread, or by the caller's once that is over."""
        if not self.reins.ask(question):
            self._answer_afterwards(question)

    def _begin(self) -> Training:
        training = self._set_up()
        self._training = training
        self._device = torch.device(training.recipe.device)
        iteration = training.progress().iteration
        self._send(TrainingBegun(self.ticket, training.task(), training.outcome(), iteration))
        self._look(training)
        return training

    def _set_up(self) -> Training:
        message = self._message
        if not message.resume:
            return Training(message.recipe, trusted=message.trusted)
        checkpoint = read_checkpoint(Path(message.resume))
        epochs = checkpoint.recipe.epochs if message.epochs is None else message.epochs
        recipe = msgspec.structs.replace(checkpoint.recipe, device=message.recipe.device, epochs=epochs)
        return checkpoint.training(recipe, trusted=message.trusted)

    def _train(self, training: Training) -> tuple[EndReason, str]:
        try:
            while not training.finished:
                count = self._permitted(training)
                if count == 0:
                    return "stopped", ""
                started = time.perf_counter()
                step = training.advance(count)
                self._pace(len(step.losses), time.perf_counter() - started)
                self._report(step)
                self._look_if_due(training)
        except DivergedError as error:
            return "diverged", str(error)
        return ("reached" if training.reached else "epochs"), ""

    def _permitted(self, training: Training) -> int:
        """Say how many iterations to take now, after standing still as long as asked; 0 for an end."""
        is_told = False
        while not self.reins.ended:
            self._answer(training)
            if count := self.reins.take(self._block):
                return count
            if self.reins.is_awaited() or not is_told:
                self._flush(paused=True)
                if not is_told:
                    self._look(training)
                is_told = True
            self.reins.wait()
        return 0

    def _answer(self, training: Training) -> None:
        while (question := self.reins.question()) is not None:
            self._flush()
            self._send(answer(question, training))

    def _answer_afterwards(self, question: Question) -> None:
        if self._training is None:
            self._send(refusal(question, "That training never began."))
        elif isinstance(question, ChangeTraining):
            self._send(refusal(question, "That training has ended. Start another with the new value."))
        else:
            self._send(answer(question, self._training))

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
            self._send(TrainingAdvanced(self.ticket, tuple(self._pending), paused, memory_held(self._device)))
            self._pending.clear()
        self._sent_at = time.perf_counter()

    def _look_if_due(self, training: Training) -> None:
        if time.perf_counter() - self._seen_at >= max(SEEN_S, _LOOKING * self._looking_s):
            self._flush()
            self._look(training)

    def _look(self, training: Training) -> None:
        started = time.perf_counter()
        self._send(TrainingSeen(self.ticket, training.predictions()))
        self._seen_at = time.perf_counter()
        self._looking_s = self._seen_at - started

    def _end(self, reason: EndReason, error: str, findings: Sequence[Finding] = ()) -> None:
        self._flush()
        outcome = None
        if self._training is not None:
            outcome = self._training.outcome()
            if reason != "failed":
                self._look(self._training)
        left = self.reins.drop()
        self._send(TrainingEnded(self.ticket, outcome, error, reason, tuple(findings)))
        for question in left:
            self._answer_afterwards(question)
