"""The open program as a file: where it lies, what was last read or written, and whether somebody else changed it."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop.app.consents import digest
from desktop.records.files import UsageError, read_text, write_atomically

UNTITLED = "untitled.py"
OnDisk = Literal["same", "changed", "gone", "folder"]
"""What stands in the file's place: what was last read or written here, something else, nothing, a folder."""
_SETTLE_MS = 150
"""Other editors write in several steps; only what stands after this long is looked at."""


class Document(QObject):
    """Knows the file of the program being edited, never its unsaved text. Thread: GUI.

    `changed_outside` carries an OnDisk that is not "same".
    """

    path_changed = Signal()
    changed_outside = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._text = ""
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.fileChanged.connect(lambda _: self._settle.start())
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        self._told: OnDisk = "same"
        self._settle.timeout.connect(self._look)

    @property
    def path(self) -> Path | None:
        """The file, or None for a program that was never saved."""
        return self._path

    @property
    def name(self) -> str:
        """What the program is called in titles and tracebacks."""
        return self._path.name if self._path else UNTITLED

    @property
    def text(self) -> str:
        """The text as it was last read or written."""
        return self._text

    def start_new(self, text: str = "") -> None:
        """Begin an untitled program with a text."""
        self._adopt(None, text)

    def load(self, path: Path) -> str:
        """Read a file and make it the open one; give its text; raise UsageError and change nothing where it fails."""
        path = path.absolute()
        text = read_text(path)
        self._adopt(path, text)
        return text

    def save(self, text: str, path: Path | None = None) -> None:
        """Write the text to the open file or to `path`, which then is the open one; raise UsageError where it fails."""
        target = (path or self._path or Path(UNTITLED)).absolute()
        if target.is_dir():
            raise UsageError(f"{target} is a folder. Name a file to write.")
        write_atomically(target, text.encode("utf-8", "replace"))
        self._adopt(target, text)

    def resume(self, path: Path, saved: str) -> str:
        """Make a file the open one whose text was changed and not saved; give the text it holds now ("" for none).

        `saved` is the digest of what it held then: where it holds something else now, it counts as changed outside.
        """
        path = path.absolute()
        try:
            text = read_text(path)
        except UsageError:
            text = ""
        self._adopt(path, text if digest(text) == saved else "")
        return text

    def on_disk(self) -> OnDisk:
        """Say what stands in the open file's place now; a program that was never saved is the same."""
        if self._path is None:
            return "same"
        if self._path.is_dir():
            return "folder"
        if not self._path.exists():
            return "gone"
        try:
            return "same" if read_text(self._path) == self._text else "changed"
        except UsageError:
            return "changed"  # it is no text any more, or not ours to read

    def _adopt(self, path: Path | None, text: str) -> None:
        self._path = path
        self._text = text
        self._told = "same"
        self._watch()
        self.path_changed.emit()

    def _watch(self) -> None:
        """Watch the open file anew: a file that was replaced is no longer the one that was watched.

        Where there is none any more, its folder is watched until there is one again.
        """
        if watched := [*self._watcher.files(), *self._watcher.directories()]:
            self._watcher.removePaths(watched)
        place = self._path if self._path is None or self._path.exists() else self._path.parent
        if place is not None and place.exists():
            self._watcher.addPath(str(place))

    def _look(self) -> None:
        self._watch()
        found = self.on_disk()
        if found not in {"same", self._told} or found == "changed":
            self.changed_outside.emit(found)
        self._told = found
