"""Light, dark, or as the desktop: chosen once, told to everything that is drawn."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.app.settings import Settings
from desktop.views.theme import DARK, LIGHT, THEMES, Theme, palette


def theme_for(choice: str) -> Theme:
    """Give the theme for "light", "dark" or "system"."""
    if choice in THEMES:
        return THEMES[choice]
    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


class Themed(Protocol):
    """A widget that is drawn in a theme's colours."""

    def isVisible(self) -> bool:  # noqa: N802 # Qt's name
        """Say whether a person can see it."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""


class Appearance(QObject):
    """Tells a choice of theme to the application, to `listeners`, and to each of `widgets`. Thread: GUI.

    Widgets that nobody sees are told a moment later, one at a time: together they would hold the window up.
    """

    def __init__(
        self,
        settings: Settings,
        listeners: tuple[Callable[[Theme], None], ...],
        widgets: tuple[Themed, ...],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._listeners = listeners
        self._widgets = widgets
        self._waiting: list[Themed] = []
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._tell_next)
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
        self._waiting = [widget for widget in self._widgets if not widget.isVisible()]
        for widget in self._widgets:
            if widget.isVisible():
                widget.set_theme(theme)
        self._turn.start()

    def _tell_next(self) -> None:
        """Tell one widget of the theme; the last ends the turns."""
        if self._waiting:
            self._waiting.pop(0).set_theme(theme_for(self._settings.theme))
        else:
            self._turn.stop()
