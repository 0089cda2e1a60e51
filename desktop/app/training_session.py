"""A training, from the page's buttons to the engine and back to its plots."""

from PySide6.QtCore import QObject, Signal

from desktop.app.status import StatusLine
from desktop.records.messages import (
    EngineReady,
    IterationOpened,
    TrainingAdvanced,
    TrainingBegun,
    TrainingChanged,
    TrainingEnded,
    TrainingSeen,
)
from desktop.records.training import ChangeName, Recipe
from desktop.views.training_page import TrainingPage
from desktop.workers.training_process import TrainingProcess

STARTING = "Starting PyTorch for training…"


class TrainingSession(QObject):
    """Connects one training engine with one page. Thread: GUI.

    `iteration_opened` gives the text of a program that takes one iteration of the run: it is to be opened and run.
    """

    iteration_opened = Signal(str)

    def __init__(self, process: TrainingProcess, page: TrainingPage, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._process = process
        self._page = page
        self._status = status
        self._hear()
        page.start_requested.connect(self._start)
        page.consented.connect(lambda recipe: self._begin(recipe, trusted=True))
        page.pause_requested.connect(process.pause_training)
        page.resume_requested.connect(process.resume_training)
        page.advance_requested.connect(process.resume_training)
        page.stop_requested.connect(process.stop_training)
        page.change_requested.connect(self._change)
        page.iteration_requested.connect(process.open_iteration)

    def start_engine(self) -> None:
        """Start the engine in the background, unless it is there: the page is being looked at."""
        if not self._process.is_ready:
            self._status.say(STARTING)
            self._status.begin(STARTING)
            self._process.start()

    def resume_from(self, path: str) -> None:
        """Go on from a checkpoint; the run stands still until it is told to go on."""
        self.start_engine()
        recipe = self._page.begin_resumed()
        self._process.start_training(recipe, resume=path, paused=True)

    def _hear(self) -> None:
        process = self._process
        process.unavailable.connect(self._on_unavailable)
        process.ready.connect(self._on_ready)
        process.training_begun.connect(self._on_begun)
        process.training_advanced.connect(self._on_advanced)
        process.training_seen.connect(self._on_seen)
        process.training_changed.connect(self._on_changed)
        process.iteration_opened.connect(self._on_iteration_opened)
        process.training_ended.connect(self._on_ended)

    def _start(self, recipe: Recipe, iterations: int) -> None:
        """Begin a run that goes on freely, or stands still after so many iterations."""
        self._begin(recipe, iterations=iterations)

    def _begin(self, recipe: Recipe, *, iterations: int = 0, trusted: bool = False) -> None:
        self.start_engine()
        self._process.start_training(recipe, paused=iterations > 0, trusted=trusted)
        if iterations:
            self._process.resume_training(iterations)
        self._page.begin(recipe)

    def _change(self, name: ChangeName, value: float) -> None:
        self._process.change_training(name, value)

    def _on_ready(self, message: EngineReady) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch {message.torch} is ready to train")
        self._page.show_devices(message.devices)

    def _on_unavailable(self, reason: str) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch did not start. {reason}")

    def _on_begun(self, message: TrainingBegun) -> None:
        self._page.begin_task(message.task, message.so_far, message.iteration)

    def _on_advanced(self, message: TrainingAdvanced) -> None:
        self._page.append_steps(message.steps, message.paused, message.memory)

    def _on_seen(self, message: TrainingSeen) -> None:
        self._page.show_predictions(message.predictions)

    def _on_changed(self, message: TrainingChanged) -> None:
        if message.change is not None:
            self._page.note_change(message.change)
        else:
            self._status.say(message.error)

    def _on_iteration_opened(self, message: IterationOpened) -> None:
        if message.error:
            self._status.say(message.error)
        else:
            self.iteration_opened.emit(message.text)

    def _on_ended(self, message: TrainingEnded) -> None:
        wants = " ".join(finding.message for finding in message.findings)
        self._page.end(message.outcome, message.reason, " ".join(part for part in (message.error, wants) if part))
