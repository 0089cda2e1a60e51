"""What stands around the training page: checkpoints, plots as files, tables, a program's classes, the runs kept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.app.checkpoint_session import CheckpointSession
from desktop.app.file_writer import FileWriter
from desktop.app.model_classes import ModelClasses
from desktop.app.notice import Notice
from desktop.app.plot_files import PlotFiles
from desktop.app.run_files import RunFiles
from desktop.app.run_shelf import RunShelf
from desktop.app.settings import Settings
from desktop.app.status import StatusLine
from desktop.app.table_choice import TableChoice
from desktop.app.training_session import TrainingSession
from desktop.views.training_page import TrainingPage
from desktop.workers.training_process import TrainingProcess


class TrainingRoom:
    """Builds the sessions of the training page and holds them together. Thread: GUI."""

    def __init__(
        self,
        page: TrainingPage,
        process: TrainingProcess,
        settings: Settings,
        status: StatusLine,
        notice: Notice,
        window: QWidget,
    ) -> None:
        self._page = page
        self._settings = settings
        self._window = window
        self.session = TrainingSession(process, page, status, window)
        self.checkpoints = CheckpointSession(process, page, self.session, settings, status, notice, window)
        self.plots = PlotFiles(page, settings, status, notice, window)
        self.tables = TableChoice(page, settings, notice, window)
        self.shelf: RunShelf | None = None

    def offer_classes_of(self, text: Callable[[], str]) -> None:
        """Offer the model classes of a text that is asked for when the page is looked at."""
        self.classes = ModelClasses(self._page, text, self._window)

    def keep_runs(self, folder: Path, writer: FileWriter) -> None:
        """Keep finished runs in a folder from now on."""
        self.shelf = RunShelf(RunFiles(folder, writer), self._page, self._settings, self._window)

    def load(self) -> None:
        """Find the runs that were kept."""
        if self.shelf is not None:
            self.shelf.load()

    def close(self) -> None:
        """Keep no more runs."""
        if self.shelf is not None:
            self.shelf.close()
