"""Light, dark, or as the desktop: chosen once, told to everything that is drawn."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.app.settings import Settings
from desktop.views.theme import DARK, LIGHT, THEMES, Theme, palette


def theme_for(choice: str) -> Theme:
    """Give the theme for "light", "dark" or "system"."""
    if choice in THEMES:
        return THEMES[choice]
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


class Appearance(QObject):
    """Tells a choice of theme to the application and to each of `listeners`. Thread: GUI."""

    def __init__(self, settings: Settings, listeners: tuple[Callable[[Theme], None], ...], parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._listeners = listeners
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_desktop)
        self._apply()

    def choose(self, choice: str) -> None:
        """Use "light", "dark" or "system" from now on."""
        self._settings.theme = choice
        self._apply()

    def _follow_desktop(self, _: Qt.ColorScheme) -> None:
        if self._settings.theme == "system":
            self._apply()

    def _apply(self) -> None:
        theme = theme_for(self._settings.theme)
        QApplication.setPalette(palette(theme))
        for listener in self._listeners:
            listener(theme)
