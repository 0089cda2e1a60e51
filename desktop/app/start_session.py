"""The start page's column: new programs, files, and whether the page is shown at the next start."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.app.file_session import FileSession
from desktop.app.settings import Settings
from desktop.views.lessons.start_column import StartColumn


class StartSession(QObject):
    """Connects the column with the files and the settings. Thread: GUI."""

    def __init__(self, column: StartColumn, files: FileSession, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._column = column
        self._settings = settings
        column.at_start.setChecked(settings.starts_with_lessons)
        column.new_requested.connect(files.new)
        column.open_requested.connect(files.ask_open)
        column.file_chosen.connect(files.open)
        column.at_start_chosen.connect(self._choose)
        files.recent_changed.connect(self._show_recent)
        self._show_recent()

    def begin(self, show: Callable[[], object]) -> None:
        """Let the page be shown where it is wanted: a start without a file."""
        if self._settings.starts_with_lessons:
            show()

    def _choose(self, wanted: bool) -> None:  # noqa: FBT001 -- it is a slot for a box that is ticked
        self._settings.starts_with_lessons = wanted

    def _show_recent(self) -> None:
        self._column.show_recent(self._settings.recent_files)
