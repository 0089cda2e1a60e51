"""The runs that are kept, between their list and their files: they survive a restart."""

from pathlib import Path
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.background import Background
from desktop.app.run_files import MOST_RUNS, RunFiles, Shelf, encode_run, read_run
from desktop.app.settings import Settings
from desktop.records.files import UsageError, write_atomically
from desktop.views.training.kept_run import KeptRun
from desktop.views.training_page import TrainingPage

_FILTER = "Runs (*.json);;All files (*)"


class RunShelf(QObject):
    """Keeps what the page's list of runs holds in files. Thread: GUI; the files are read in another."""

    def __init__(self, files: RunFiles, page: TrainingPage, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._files = files
        self._page = page
        self._list = page.panel.runs
        self._settings = settings
        self._window = window
        self._background = Background(self)
        page.run_ended.connect(self._on_run_ended)
        self._list.run_changed.connect(files.keep)
        self._list.run_restored.connect(files.keep)
        self._list.run_deleted.connect(files.remove)
        self._list.export_requested.connect(self._ask_export)
        self._list.import_requested.connect(self._ask_import)

    def load(self) -> None:
        """Read the runs of before in the background, and show them."""
        self._background.begin(self._files.load, self._show)

    def close(self) -> None:
        """Read no more."""
        self._background.close()

    def export_to(self, run: KeptRun, path: Path) -> None:
        """Write a run to a file of the person's; say below the list what came of it."""
        try:
            write_atomically(path, encode_run(run))
        except UsageError as error:
            self._list.say(str(error))
            return
        self._list.say(f"Wrote {path.name}.")

    def import_from(self, path: Path) -> None:
        """Put the run of a file into the list, as one of its own; say below the list what came of it."""
        try:
            run = msgspec.structs.replace(read_run(path), id=uuid4().hex)
        except UsageError as error:
            self._list.say(str(error))
            return
        self._add(run)
        self._list.say(f"Read “{run.name}”.")

    def _on_run_ended(self, run: KeptRun) -> None:
        alike = {other.name for other in self._list.runs()}
        name = next(name for name in _names(run.name) if name not in alike)
        self._add(msgspec.structs.replace(run, name=name))

    def _add(self, run: KeptRun) -> None:
        self._list.add(run)
        self._files.keep(run)
        for old in self._list.runs()[MOST_RUNS:]:
            self._list.drop(old)
            self._files.remove(old)

    def _show(self, shelf: Shelf) -> None:
        known = {run.id for run in self._list.runs()}
        for run in shelf.runs[:MOST_RUNS]:
            if run.id not in known:
                self._list.add(run)
        if shelf.damaged:
            self._list.say(f"Could not be read, and left as they are: {', '.join(shelf.damaged)}.")

    def _ask_export(self, run: KeptRun) -> None:
        dialog = self._dialog("Export a run", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(f"{''.join(c if c.isalnum() or c in ' .-' else '_' for c in run.name)}.json")
        dialog.fileSelected.connect(lambda name: self.export_to(run, Path(name)))
        dialog.open()

    def _ask_import(self) -> None:
        dialog = self._dialog("Import a run", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.import_from(Path(name)))
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, str(self._settings.last_folder), _FILTER)
        dialog.setAcceptMode(mode)
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def _names(name: str) -> tuple[str, ...]:
    """Give a name, and the same with numbers, for runs by recipes that are told apart by something else."""
    return name, *(f"{name} ({number})" for number in range(2, MOST_RUNS + 3))
