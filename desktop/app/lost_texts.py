"""The journals that windows left behind which ended without a word."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from desktop.app.file_writer import sweep_parts
from desktop.app.journal import LOCK_SUFFIX, SUFFIX
from desktop.app.journal_entry import DamagedJournalError, JournalEntry, read_entry

_ASIDE = ".damaged"


@dataclass(frozen=True)
class LostText:
    """A journal of a window that is no more; nobody else claims it as long as the lock is held."""

    entry: JournalEntry
    path: Path
    lock: QLockFile


class LostTexts:
    """Finds and claims the journals of dead windows in a folder. `damaged` names what was put aside. Thread: GUI."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged: list[Path] = []

    def claim(self) -> tuple[LostText, ...]:
        """Claim every journal that no living window holds, the latest first."""
        return tuple(sorted(self._claimed(), key=lambda lost: lost.entry.time, reverse=True))

    def _claimed(self) -> Iterator[LostText]:
        for stem in sorted({path.stem for path in self._files()}):
            lock = QLockFile(str(self._folder / f"{stem}{LOCK_SUFFIX}"))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                lost = self._read(self._folder / f"{stem}{SUFFIX}", lock)
                if lost is None:
                    lock.unlock()
                else:
                    yield lost

    def _files(self) -> list[Path]:
        try:
            return [path for path in self._folder.iterdir() if path.suffix in {SUFFIX, LOCK_SUFFIX}]
        except OSError:
            return []  # no window ever wrote anything down here

    def _read(self, path: Path, lock: QLockFile) -> LostText | None:
        sweep_parts(path)
        if not path.exists():
            return None
        try:
            return LostText(read_entry(path), path, lock)
        except DamagedJournalError:
            self._put_aside(path)
            return None

    def _put_aside(self, path: Path) -> None:
        self.damaged.append(path)
        try:
            path.replace(path.with_name(path.name + _ASIDE))
        except OSError:
            return  # it stays, and is named again next time
