"""A training, from the page's buttons to the engine and back to its plot."""

from PySide6.QtCore import QObject

from desktop.app.status import StatusLine
from desktop.records.messages import EngineReady, TrainingAdvanced, TrainingEnded
from desktop.records.training import Recipe
from desktop.views.training_page import TrainingPage
from desktop.workers.training_process import TrainingProcess

STARTING = "Starting PyTorch for training…"


class TrainingSession(QObject):
    """Connects one training engine with one page. Thread: GUI."""

    def __init__(self, process: TrainingProcess, page: TrainingPage, status: StatusLine, parent: QObject) -> None:
        super().__init__(parent)
        self._process = process
        self._page = page
        self._status = status
        process.unavailable.connect(self._on_unavailable)
        process.ready.connect(self._on_ready)
        process.training_advanced.connect(self._on_advanced)
        process.training_ended.connect(self._on_ended)
        page.start_requested.connect(self._start)
        page.pause_requested.connect(process.pause_training)
        page.resume_requested.connect(process.resume_training)
        page.advance_requested.connect(process.resume_training)
        page.stop_requested.connect(process.stop_training)

    def start_engine(self) -> None:
        """Start the engine in the background, unless it is there: the page is being looked at."""
        if not self._process.is_ready:
            self._status.say(STARTING)
            self._status.begin(STARTING)
            self._process.start()

    def _start(self, recipe: Recipe, iterations: int) -> None:
        self.start_engine()
        self._process.start_training(recipe)
        if iterations:
            self._process.pause_training()
            self._process.resume_training(iterations)
        self._page.begin(recipe)

    def _on_ready(self, message: EngineReady) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch {message.torch} is ready to train")
        self._page.show_devices(message.devices)

    def _on_unavailable(self, reason: str) -> None:
        self._status.end(STARTING)
        self._status.say(f"PyTorch did not start. {reason}")

    def _on_advanced(self, message: TrainingAdvanced) -> None:
        self._page.append_steps(message.steps, message.paused, message.memory)

    def _on_ended(self, message: TrainingEnded) -> None:
        self._page.end(message.outcome, message.reason, message.error)
