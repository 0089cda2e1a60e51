"""Choosing the CSV file a training learns from: its first line names the columns the form offers."""

import csv
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.app.notice import Notice
from desktop.app.settings import Settings
from desktop.records.files import UsageError, decode_text
from desktop.views.training_page import TrainingPage

_HEAD_BYTES = 1 << 20
_FEWEST = 2


class TableChoice(QObject):
    """Asks for a table where the page wants one. Thread: GUI."""

    def __init__(self, page: TrainingPage, settings: Settings, notice: Notice, window: QWidget) -> None:
        super().__init__(window)
        self._page = page
        self._settings = settings
        self._notice = notice
        self._window = window
        page.table_requested.connect(self.ask)

    def ask(self) -> None:
        """Ask for a file."""
        folder = str(self._settings.last_folder)
        dialog = QFileDialog(self._window, "Choose a table", folder, "Tables (*.csv);;All files (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.choose(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def choose(self, path: Path) -> None:
        """Offer a file's columns in the form, or say why that cannot be."""
        try:
            columns = read_columns(path)
        except UsageError as error:
            self._notice.say(str(error))
            return
        self._page.panel.form.show_table(str(path), columns)


def read_columns(path: Path) -> tuple[str, ...]:
    """Read the names of a table's columns; raise UsageError where there are none."""
    try:
        with path.open("rb") as file:
            line = file.readline(_HEAD_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        names = tuple(name.strip() for name in next(csv.reader([decode_text(line, str(path))]), []))
    except csv.Error as error:
        raise UsageError(f"The first line of {path.name} cannot be read as columns: {error}.") from error
    if len(names) < _FEWEST or not all(names) or len(set(names)) < len(names):
        raise UsageError(
            f"The first line of {path.name} must name at least two columns, each once, with commas between them."
        )
    return names
