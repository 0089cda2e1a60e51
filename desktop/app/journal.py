"""Nothing typed is lost: a window's unsaved text is written down within a second, until it is saved or let go."""

import os
import time
import uuid
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from desktop.app.consents import digest
from desktop.app.document import Document
from desktop.app.file_writer import FileWriter
from desktop.app.journal_entry import JournalEntry, encode
from desktop.views.editor import CodeEditor

SUFFIX = ".json"
LOCK_SUFFIX = ".lock"
_PACE_MS = 400


class Journal(QObject):
    """Keeps one window's journal; its lock file, held as long as the process lives, says whose it is. Thread: GUI."""

    def __init__(
        self, folder: Path, editor: CodeEditor, document: Document, writer: FileWriter, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._document = document
        self._writer = writer
        name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._path = folder / f"{name}{SUFFIX}"
        self._lock = QLockFile(str(folder / f"{name}{LOCK_SUFFIX}"))
        self._lock.setStaleLockTime(0)
        self._is_written = False
        self._pace = QTimer(self, singleShot=True, interval=_PACE_MS)
        self._pace.timeout.connect(self.write)
        editor.document().contentsChanged.connect(self._follow)
        editor.document().modificationChanged.connect(self._follow)

    def write(self) -> None:
        """Write the text down now."""
        if not self._lock.isLocked():
            self._claim()
        self._is_written = True
        self._writer.write(self._path, encode(self._entry()))

    def close(self) -> None:
        """Let go of the text: the window is closed, and its text was saved or is not wanted."""
        self._pace.stop()
        self._drop()
        self._lock.unlock()

    def _follow(self) -> None:
        if self._editor.document().isModified():
            if not self._pace.isActive():
                self._pace.start()
        else:
            self._pace.stop()
            self._drop()

    def _claim(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # the writer meets the same obstacle and says so
        self._lock.tryLock(0)

    def _drop(self) -> None:
        if self._is_written:
            self._is_written = False
            self._writer.remove(self._path)

    def _entry(self) -> JournalEntry:
        path = self._document.path
        return JournalEntry(
            text=self._editor.toPlainText(),
            caret=self._editor.textCursor().position(),
            time=time.time(),
            path=None if path is None else str(path),
            saved=digest(self._document.text),
        )
