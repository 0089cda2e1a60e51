"""The window as it was left: its place on the screen, how its parts share the room, which of them are shown."""

from PySide6.QtWidgets import QWidget

from desktop.app.actions import Actions
from desktop.app.program_page import ProgramPage
from desktop.app.settings import Settings

_GEOMETRY = "geometry"
_PROGRAM_PAGE = "program_page_with_lesson"


class KeptState:
    """Restores it at the start and keeps it at the end. Thread: GUI."""

    def __init__(self, settings: Settings, window: QWidget, page: ProgramPage, commands: Actions) -> None:
        self._settings = settings
        self._window = window
        self._page = page
        self._commands = commands

    def restore(self) -> None:
        """Find the window as it was left."""
        self._window.restoreGeometry(self._settings.state(_GEOMETRY))
        self._page.set_state(self._settings.state(_PROGRAM_PAGE))
        for name, action in self._commands.kept.items():
            action.setChecked(self._settings.shows(name))
        self._commands.choose_theme(self._settings.theme)

    def keep(self) -> None:
        """Keep the window as it is."""
        self._settings.keep_state(_GEOMETRY, self._window.saveGeometry())
        self._settings.keep_state(_PROGRAM_PAGE, self._page.state())
        for name, action in self._commands.kept.items():
            self._settings.keep_shown(name, action.isChecked())
