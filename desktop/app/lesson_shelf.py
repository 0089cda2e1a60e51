"""The lessons there are: ours, and those of a teacher's folder, which is read in a thread of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.app.background import Background
from desktop.records.lesson import Lesson, Shelf
from desktop.views.lessons.reading import lessons_in, own_lessons

_PATIENCE_MS = 250
"""A folder that takes longer is said to be being read."""


class LessonShelf(QObject):
    """Holds what was read last; `changed` says that it is different now. Thread: GUI.

    Ours are read once, at once: they are few, and beside the program. A teacher's may lie on a slow disk.
    `waiting` names the folder that takes its time to be read, and "" once it no longer does.
    """

    changed = Signal()
    waiting = Signal(str)

    def __init__(self, parent: QObject, read: Callable[[Path], Shelf] = lessons_in) -> None:
        super().__init__(parent)
        self._read = read
        self._background = Background(self)
        self._own: Shelf | None = None
        self._theirs = Shelf()
        self._folder: Path | None = None
        self._reading: Path | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.waiting.emit(str(self._folder)))

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The teacher's lessons before ours."""
        return (*self._theirs.lessons, *self._ours().lessons)

    @property
    def faults(self) -> tuple[str, ...]:
        """A paragraph on each lesson that could not be read."""
        return (*self._theirs.faults, *self._ours().faults)

    def load(self, folder: Path | None) -> None:
        """Begin to read a teacher's folder, anew if it is the same; None: there is none any more."""
        if folder != self._folder:
            self._theirs = Shelf()
        self._folder = folder
        if folder is None:
            self._background.give_up()
            self._end_wait()
        elif folder != self._reading:  # one look at a folder is enough, however often the page is shown meanwhile
            self._reading = folder
            self._patience.start()
            self._background.begin(lambda: self._read(folder), self._take)

    def close(self) -> None:
        """End; a folder that is still being read is forgotten."""
        self._patience.stop()
        self._background.close()

    def _ours(self) -> Shelf:
        if self._own is None:
            self._own = own_lessons()
        return self._own

    def _take(self, theirs: Shelf) -> None:
        self._end_wait()
        if theirs != self._theirs:
            self._theirs = theirs
            self.changed.emit()

    def _end_wait(self) -> None:
        self._reading = None
        self._patience.stop()
        self.waiting.emit("")
