"""What a journal holds of a window's unsaved text, and how it is read back, whatever lies there in its place."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from desktop.records.record import Record

_LARGEST = 512 * 1024 * 1024
"""In bytes; no text that was typed is as large."""
_LATEST = 4e9
"""Seconds since 1970 that every calendar knows."""


class DamagedJournalError(Exception):
    """A file that stands where a journal should and is none."""


class JournalEntry(Record, frozen=True, forbid_unknown_fields=True):
    """A text as it stood at a time (seconds since 1970), its caret in UTF-16 units, the file it belongs to.

    `saved` is the digest of the text that was last read from that file or written to it.
    """

    text: str
    caret: Annotated[int, Meta(ge=0)]
    time: Annotated[float, Meta(ge=0, le=_LATEST)]
    path: str | None = None
    saved: str = ""

    @property
    def file(self) -> Path | None:
        """The file that the text belongs to; None where it was never saved."""
        path = Path(self.path) if self.path and "\0" not in self.path else None
        return path if path is not None and path.is_absolute() else None

    def account(self, now: datetime) -> str:
        """Say which text it is: "Your text of 14:32 (model.py, 31 lines)", with its day where that is not today."""
        then = datetime.fromtimestamp(self.time).astimezone()
        moment = f"{then:%H:%M}" if then.date() == now.date() else f"{then:%d %B, %H:%M}"
        lines = self.text.count("\n") + 1
        name = f"{self.file.name}, " if self.file else ""
        return f"Your text of {moment} ({name}{lines:,} line{'s' * (lines != 1)})"


def encode(entry: JournalEntry) -> bytes:
    """Write an entry as a file's content: JSON, so that even a person can read it."""
    return msgspec.json.encode(entry)


def read_entry(path: Path) -> JournalEntry:
    """Read a journal; raise DamagedJournalError where the file is none."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise DamagedJournalError(f"{path} is no journal.")
        return msgspec.json.decode(path.read_bytes(), type=JournalEntry)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedJournalError(f"{path} is no journal: {error}") from error
