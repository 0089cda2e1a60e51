"""The programs a person trusts: kept as digests of their exact texts, never as the texts themselves."""

import hashlib
import re
from pathlib import Path

from desktop.app.file_writer import FileWriter

MOST_KEPT = 500
_DIGEST = re.compile("[0-9a-f]{64}")


class Consents:
    """A file of SHA-256 digests, the latest last. A missing or damaged file trusts nothing. Thread: GUI."""

    def __init__(self, path: Path, writer: FileWriter) -> None:
        self._path = path
        self._writer = writer
        self._given = _read(path)

    def holds(self, text: str) -> bool:
        """Say whether a person consented to this very text."""
        return digest(text) in self._given

    def give(self, text: str) -> None:
        """Note consent to this text; another window's consents, given meanwhile, stay."""
        ours = dict.fromkeys((*self._given, digest(text)))
        theirs = [each for each in _read(self._path) if each not in ours]
        latest = [each for each in ours if each != digest(text)]
        self._given = (*theirs, *latest, digest(text))[-MOST_KEPT:]
        self._writer.write(self._path, "".join(f"{each}\n" for each in self._given).encode("ascii"))

    def forget_all(self) -> None:
        """Trust nothing any more."""
        self._given = ()
        self._writer.remove(self._path)


def digest(text: str) -> str:
    """Give the SHA-256 of a text in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_bytes().decode("ascii", "replace").split()
    except OSError:
        return ()  # nothing was kept, or it cannot be read: then nothing is trusted
    return tuple(line for line in lines if _DIGEST.fullmatch(line))[-MOST_KEPT:]
