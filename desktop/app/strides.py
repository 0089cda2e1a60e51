"""A training taken in strides: it stands still after every so many iterations, so that equal recipes look equal."""

from itertools import chain

from PySide6.QtCore import QObject, Signal

from desktop.records.messages import TrainingAdvanced, TrainingBegun, TrainingEnded, TrainingSeen
from desktop.records.training import Predictions, Recipe, TrainingStep
from desktop.workers.training_process import TrainingProcess


class Strides(QObject):
    """Leads a training process; once `ended`, `steps` has one step for each stride. Thread: GUI.

    Left alone, an engine reports as often as its speed allows, and where its steps end differs from run to run.
    `begun` says what was to be learned, `predictions` what the model answered last.
    """

    ended = Signal()

    def __init__(self, process: TrainingProcess, length: int) -> None:
        super().__init__(process)
        self._process = process
        self._length = length
        self._ticket = 0
        self._stride: list[TrainingStep] = []
        self.steps: list[TrainingStep] = []
        self.begun: TrainingBegun | None = None
        self.predictions: Predictions | None = None
        process.training_begun.connect(self._on_begun)
        process.training_advanced.connect(self._on_advanced)
        process.training_seen.connect(self._on_seen)
        process.training_ended.connect(self._on_ended)

    def start(self, recipe: Recipe) -> None:
        """Start the training; its epochs should be whole numbers of strides."""
        self._stride.clear()
        self._ticket = 0  # the end of a training that this one replaces is not ours
        self._ticket = self._process.start_training(recipe, paused=True)

    def _on_begun(self, message: TrainingBegun) -> None:
        if message.ticket == self._ticket:
            self.begun = message

    def _on_advanced(self, message: TrainingAdvanced) -> None:
        if message.ticket != self._ticket:
            return
        self._stride.extend(message.steps)
        done = sum(len(step.losses) for step in self._stride)
        if done == self._length:
            self.steps.append(merged(self._stride))
            self._stride.clear()
        if message.paused:
            self._process.resume_training(self._length - done % self._length)

    def _on_seen(self, message: TrainingSeen) -> None:
        if message.ticket == self._ticket:
            self.predictions = message.predictions

    def _on_ended(self, message: TrainingEnded) -> None:
        if message.ticket == self._ticket:
            self.ended.emit()


def merged(steps: list[TrainingStep]) -> TrainingStep:
    """Give consecutive steps of one epoch as one."""
    last = steps[-1]
    losses = tuple(chain.from_iterable(step.losses for step in steps))
    return TrainingStep(last.epoch, last.iteration, losses, last.parameters, last.summary, last.gradients)
