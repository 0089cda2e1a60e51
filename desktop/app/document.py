"""The open program as a file: where it lies, what was last read or written, and whether somebody else changed it."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop.records.files import UsageError, read_text, write_atomically

UNTITLED = "untitled.py"
_SETTLE_MS = 150
"""Other editors write in several steps; only what stands after this long is looked at."""


class Document(QObject):
    """Knows the file of the program being edited, never its unsaved text. Thread: GUI."""

    path_changed = Signal()
    changed_outside = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._text = ""
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.fileChanged.connect(lambda _: self._settle.start())
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
        write_atomically(target, text.encode("utf-8"))
        self._adopt(target, text)

    def differs_on_disk(self) -> bool:
        """Say whether the file now holds another text than was last read or written here."""
        return self._text_on_disk() not in (None, self._text)

    def _adopt(self, path: Path | None, text: str) -> None:
        self._path = path
        self._text = text
        self._watch()
        self.path_changed.emit()

    def _watch(self) -> None:
        """Watch the open file anew: a file that was replaced is no longer the one that was watched."""
        if watched := self._watcher.files():
            self._watcher.removePaths(watched)
        if self._path is not None and self._path.exists():
            self._watcher.addPath(str(self._path))

    def _look(self) -> None:
        self._watch()
        if self.differs_on_disk():
            self.changed_outside.emit()

    def _text_on_disk(self) -> str | None:
        if self._path is None:
            return None
        try:
            return read_text(self._path)
        except UsageError:
            # A file that is gone or unreadable is no newer text; saving writes it again.
            return None
