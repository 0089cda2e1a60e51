"""The engine that trains, as the window sees it: an engine of its own, so that a run and a training never meet."""

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from desktop.records.messages import (
    ChangeTraining,
    EndReason,
    EngineReady,
    FromEngine,
    IterationOpened,
    OpenIteration,
    PauseTraining,
    ResumeTraining,
    SaveTraining,
    StartTraining,
    StopTraining,
    TrainingAdvanced,
    TrainingBegun,
    TrainingChanged,
    TrainingEnded,
    TrainingSaved,
    TrainingSeen,
)
from desktop.records.training import ChangeName, Recipe
from desktop.workers.ending import ending
from desktop.workers.engine_process import ENGINE
from desktop.workers.process_door import ChildEnd, ProcessDoor

STOP_GRACE_MS = 500
"""How long the iteration in progress may take to end after Stop, before its engine is killed."""


class TrainingProcess(QObject):
    """Trains one recipe at a time in an engine that is started when first needed. Thread: the one it lives in.

    `unavailable` says in a paragraph why an engine ended before it was ready; the next training starts another.
    """

    ready = Signal(EngineReady)
    unavailable = Signal(str)
    training_begun = Signal(TrainingBegun)
    training_advanced = Signal(TrainingAdvanced)
    training_seen = Signal(TrainingSeen)
    training_changed = Signal(TrainingChanged)
    training_saved = Signal(TrainingSaved)
    iteration_opened = Signal(IterationOpened)
    training_ended = Signal(TrainingEnded)

    def __init__(self, parent: QObject | None = None, module: str = ENGINE) -> None:
        super().__init__(parent)
        self._door = ProcessDoor(module, FromEngine, _read, self)
        self._door.received.connect(self._on_received)
        self._door.ended.connect(self._on_ended)
        self._grace = QTimer(self, singleShot=True, interval=STOP_GRACE_MS)
        self._grace.timeout.connect(self._kill_training)
        self._last_ticket = 0
        self._ticket: int | None = None
        self._is_ready = False
        # What an ended run still answers (it can be saved) comes under its ticket, too.
        self._heard: dict[type, SignalInstance] = {
            TrainingBegun: self.training_begun,
            TrainingAdvanced: self.training_advanced,
            TrainingSeen: self.training_seen,
            TrainingChanged: self.training_changed,
            TrainingSaved: self.training_saved,
            IterationOpened: self.iteration_opened,
        }

    @property
    def is_ready(self) -> bool:
        """Whether torch is imported and a training would start at once."""
        return self._is_ready

    @property
    def is_busy(self) -> bool:
        """Whether a training was started and has not ended."""
        return self._ticket is not None

    def start(self) -> None:
        """Start the engine in the background, unless it is there."""
        if not self._door.is_alive:
            self._restart()

    def start_training(
        self,
        recipe: Recipe,
        *,
        resume: str = "",
        epochs: int | None = None,
        paused: bool = False,
        trusted: bool = False,
    ) -> int:
        """Train by a recipe as soon as the engine can, ending the training before; give its ticket.

        `resume`, `epochs`, `paused` and `trusted` are those of StartTraining.
        """
        if self.is_busy:
            self._kill_training()
        self.start()
        self._last_ticket += 1
        self._ticket = self._last_ticket
        self._door.send(StartTraining(self._ticket, recipe, resume, epochs, paused, trusted))
        return self._ticket

    def pause_training(self) -> None:
        """Stand still after the iteration in progress; a TrainingAdvanced with `paused` answers."""
        if self._ticket is not None:
            self._door.send(PauseTraining(self._ticket))

    def resume_training(self, iterations: int | None = None) -> None:
        """Go on, for so many iterations or (None) to the end."""
        if self._ticket is not None:
            self._door.send(ResumeTraining(self._ticket, iterations))

    def stop_training(self) -> None:
        """End after the iteration in progress; `training_ended` comes, if need be without an outcome."""
        if self._ticket is not None and not self._grace.isActive():
            self._door.send(StopTraining(self._ticket))
            self._grace.start()

    def change_training(self, name: ChangeName, value: float) -> None:
        """Go on with another learning rate, momentum or batch size; `training_changed` answers."""
        if self._ticket is not None:
            self._door.send(ChangeTraining(self._ticket, name, value))

    def save_training(self, path: str) -> None:
        """Write a checkpoint of the last training, be it under way or over; `training_saved` answers."""
        self._door.send(SaveTraining(self._last_ticket, path))

    def open_iteration(self) -> None:
        """Have the next iteration of the last training written as a program; `iteration_opened` answers."""
        self._door.send(OpenIteration(self._last_ticket))

    def close(self) -> None:
        """End the engine at once and for good."""
        self._grace.stop()
        self._ticket = None
        self._door.close()

    def _on_received(self, message: object) -> None:
        if isinstance(message, EngineReady):
            self._is_ready = True
            self.ready.emit(message)
        elif isinstance(message, TrainingEnded) and message.ticket == self._ticket:
            self._end(message)
        elif type(message) in self._heard and getattr(message, "ticket", None) == self._last_ticket:
            self._heard[type(message)].emit(message)

    def _end(self, message: TrainingEnded) -> None:
        self._grace.stop()
        self._ticket = None
        self.training_ended.emit(message)

    def _end_with(self, error: str, reason: EndReason = "failed") -> None:
        if self._ticket is not None:
            self._end(TrainingEnded(self._ticket, None, error, reason))

    def _restart(self) -> None:
        self._is_ready = False
        self._door.start()

    def _kill_training(self) -> None:
        self._restart()
        kept = "The training was stopped in the middle of an iteration; what was plotted until then is kept."
        self._end_with(kept, "stopped")

    def _on_ended(self, end: ChildEnd) -> None:
        text = ending("The training's engine process", end.returncode, end.report)
        was_ready, self._is_ready = self._is_ready, False
        if not was_ready:
            self.unavailable.emit(text)
        self._end_with(text)


def _read(message: msgspec.Struct) -> object:
    return message
