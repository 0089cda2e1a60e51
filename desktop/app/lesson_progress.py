"""How far a person has come with the lessons, in a small file of their data folder."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QLocale

from desktop.app.file_writer import FileWriter
from desktop.records.record import Record

MOST_DRAFT = 100_000
"""In characters: a longer program is no answer to a lesson's question, and is not kept."""


class Progress(Record, frozen=True):
    """What is kept, lessons by their keys: those solved and begun, the one opened last, programs as they were left."""

    solved: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    last: str = ""
    drafts: dict[str, str] = msgspec.field(default_factory=dict)
    language: str = ""
    folder: str = ""


class LessonProgress:
    """Reads the file once and writes it whenever something changes. A damaged one counts as empty. Thread: GUI."""

    def __init__(self, path: Path, writer: FileWriter) -> None:
        self._path = path
        self._writer = writer
        self._kept = _read(path)

    @property
    def solved(self) -> frozenset[str]:
        """The lessons whose questions were answered."""
        return frozenset(self._kept.solved)

    @property
    def begun(self) -> frozenset[str]:
        """The lessons that were opened."""
        return frozenset(self._kept.begun)

    @property
    def language(self) -> str:
        """The language that was chosen; at first Korean where the system speaks it, and else English."""
        spoken = "ko" if QLocale.system().language() == QLocale.Language.Korean else "en"
        return self._kept.language or spoken

    @property
    def folder(self) -> Path | None:
        """The teacher's folder that was opened last."""
        return Path(self._kept.folder) if self._kept.folder else None

    def draft(self, key: str) -> str | None:
        """Give a lesson's program as the person left it; None where they left it as it was."""
        return self._kept.drafts.get(key)

    def following(self, keys: Sequence[str]) -> str:
        """Give the one of these lessons to go on with; "" where all are solved.

        That is the one opened last, until it is solved; then the next one after it that is not, from the start again
        behind the last.
        """
        place = keys.index(self._kept.last) if self._kept.last in keys else 0
        in_order = (*keys[place:], *keys[:place])
        return next((key for key in in_order if key not in self._kept.solved), "")

    def note_begun(self, key: str) -> None:
        """Note that a lesson was opened."""
        begun = self._kept.begun if key in self._kept.begun else (*self._kept.begun, key)
        if (begun, key) != (self._kept.begun, self._kept.last):
            self._keep(begun=begun, last=key)

    def note_solved(self, key: str) -> None:
        """Note that a lesson's question was answered."""
        if key not in self._kept.solved:
            self._keep(solved=(*self._kept.solved, key))

    def note_draft(self, key: str, text: str | None) -> None:
        """Keep a lesson's program as it stands; None forgets it."""
        others = {each: kept for each, kept in self._kept.drafts.items() if each != key}
        drafts = others if text is None or len(text) > MOST_DRAFT else {**others, key: text}
        if drafts != self._kept.drafts:
            self._keep(drafts=drafts)

    def choose_language(self, language: str) -> None:
        """Keep the language that a person reads in."""
        self._keep(language=language)

    def choose_folder(self, folder: Path | None) -> None:
        """Keep a teacher's folder, to be shown the next time; None forgets it."""
        self._keep(folder="" if folder is None else str(folder))

    def _keep(self, **changes: object) -> None:
        self._kept = msgspec.structs.replace(self._kept, **changes)
        self._writer.write(self._path, msgspec.json.format(msgspec.json.encode(self._kept)))


def _read(path: Path) -> Progress:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Progress()  # nothing was kept, or it cannot be read: then one begins anew
