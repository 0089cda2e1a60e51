"""What a person chose and wants to find again: theme, window, last folder, recent files. An INI file of Qt's."""

from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from desktop.views.health.verdict import Thresholds

RECENT_KEPT = 10
THEME_CHOICES = ("system", "light", "dark")


class Settings:
    """Typed doors to a QSettings; a missing or damaged entry reads as its default. Thread: GUI."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    @property
    def theme(self) -> str:
        """One of THEME_CHOICES."""
        choice = str(self._store.value("window/theme", "system", type=str))
        return choice if choice in THEME_CHOICES else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("window/theme", choice)

    @property
    def thresholds(self) -> Thresholds:
        """Where gradients are too small or too large."""
        try:
            return msgspec.json.decode(str(self._store.value("health/thresholds", "{}", type=str)), type=Thresholds)
        except msgspec.MsgspecError:
            return Thresholds()

    @thresholds.setter
    def thresholds(self, thresholds: Thresholds) -> None:
        self._store.setValue("health/thresholds", msgspec.json.encode(thresholds).decode())

    @property
    def last_folder(self) -> Path:
        """The folder of the file that was opened or saved last; the person's home at first."""
        folder = Path(str(self._store.value("files/folder", "", type=str)))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Files that were opened or saved, the latest first."""
        count = self._store.beginReadArray("files/recent")
        paths = []
        for index in range(min(count, RECENT_KEPT)):
            self._store.setArrayIndex(index)
            paths.append(Path(str(self._store.value("path", "", type=str))))
        self._store.endArray()
        return tuple(path for path in paths if path.is_absolute())

    def remember_file(self, path: Path) -> None:
        """Put a file first among the recent ones, and its folder where the next dialog opens."""
        self._store.setValue("files/folder", str(path.parent))
        self._write_recent((path, *(recent for recent in self.recent_files if recent != path))[:RECENT_KEPT])

    def forget_file(self, path: Path) -> None:
        """Leave a file out of the recent ones."""
        self._write_recent(tuple(recent for recent in self.recent_files if recent != path))

    def shows(self, panel: str) -> bool:
        """Say whether a panel that can be hidden is shown; at first each is."""
        return bool(self._store.value(f"window/shows_{panel}", True, type=bool))

    def keep_shown(self, panel: str, shown: bool) -> None:  # noqa: FBT001 -- it is the value to keep
        """Keep whether a panel is shown."""
        self._store.setValue(f"window/shows_{panel}", shown)

    @property
    def starts_with_lessons(self) -> bool:
        """Whether a start without a file shows the lessons; at first it does."""
        return bool(self._store.value("window/starts_with_lessons", True, type=bool))

    @starts_with_lessons.setter
    def starts_with_lessons(self, wanted: bool) -> None:
        self._store.setValue("window/starts_with_lessons", wanted)

    def state(self, part: str) -> QByteArray:
        """Give the saved geometry or state of a part of the window; empty where there is none."""
        value = self._store.value(f"window/{part}", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, part: str, state: QByteArray) -> None:
        """Keep the geometry or state of a part of the window."""
        self._store.setValue(f"window/{part}", state)

    def _write_recent(self, paths: tuple[Path, ...]) -> None:
        self._store.remove("files/recent")
        self._store.beginWriteArray("files/recent", len(paths))
        for index, path in enumerate(paths):
            self._store.setArrayIndex(index)
            self._store.setValue("path", str(path))
        self._store.endArray()


def own_settings() -> Settings:
    """Give the settings of the person who is logged in."""
    return Settings(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "chainrule", "chainrule"))


def own_data() -> Path:
    """Give the folder where the person's consents and unsaved texts are kept; it need not exist."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))
