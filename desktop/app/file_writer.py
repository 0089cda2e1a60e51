"""Small files written and removed in a thread of their own: a slow disk must not stall the typing."""

import glob
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.records.files import UsageError, write_atomically

_PATIENCE_S = 2.0
"""How long the end of a session waits for the disk."""


class FileWriter(QObject):
    """Does the latest thing asked for each path. Thread: GUI, all methods; the signal comes there too.

    `failed` says in a paragraph why something could not be written or removed.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: dict[Path, bytes | None] = {}
        self._changed = threading.Condition()
        self._is_closing = False
        self._thread = threading.Thread(target=self._work, name="file writer", daemon=True)
        self._thread.start()

    def write(self, path: Path, data: bytes) -> None:
        """Write a file, and its folder if need be, atomically and soon."""
        self._ask(path, data)

    def remove(self, path: Path) -> None:
        """Remove a file soon, if there is one."""
        self._ask(path, None)

    def close(self) -> None:
        """Do what is still to be done, and no more after that."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join(_PATIENCE_S)

    def _ask(self, path: Path, data: bytes | None) -> None:
        with self._changed:
            self._asked[path] = data
            self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._asked or self._is_closing)
                if not self._asked:
                    return
                path = next(iter(self._asked))
                data = self._asked.pop(path)
            self._do(path, data)

    def _do(self, path: Path, data: bytes | None) -> None:
        try:
            if data is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, data)
        except (UsageError, OSError) as error:
            sweep_parts(path)
            self.failed.emit(str(error))


def sweep_parts(path: Path) -> None:
    """Remove what was being written for a path when its writer ended: `write_atomically` names its parts so."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*"):
        try:
            part.unlink(missing_ok=True)
        except OSError:
            return  # what cannot be removed does no harm
