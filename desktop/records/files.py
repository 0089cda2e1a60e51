"""Reading what a person names and writing what they asked for: whole or not at all, with a plain word on why not."""

import os
import tempfile
from pathlib import Path


class UsageError(Exception):
    """Something a person gave cannot be used. The message is one readable paragraph: what was wrong, what to do."""


def read_text(path: Path) -> str:
    """Read a UTF-8 text (a byte order mark is dropped, line ends become LF); raise UsageError where it is none."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}. Check the spelling and the folder.") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path} is a folder. Name a file in it.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    return decode_text(data, str(path))


def decode_text(data: bytes, origin: str) -> str:
    """Decode UTF-8 text that came from `origin`; raise UsageError where it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{origin} is not UTF-8 text (byte {error.start:,}). Save it as UTF-8 and try again."
        ) from error
    if "\0" in text:
        raise UsageError(f"{origin} is a binary file, not a program's text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_writable(path: Path) -> None:
    """Raise UsageError unless a file can be written at `path`; to be asked before anything runs."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder. Name a file to write.")
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder} to write {path.name} in. Create it first.")
    if path.exists() and not os.access(path, os.W_OK):
        raise UsageError(f"{path} is read-only. Choose another name.")
    if path.exists() and not path.is_file():
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(f"Nothing can be written in {folder}: {error.strerror}. Choose another folder.") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one; raise UsageError where it fails."""
    target = path.resolve()
    if target.exists() and not target.is_file():  # a device or a pipe is written to, not replaced
        _write_into(path, data)
        return
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
            temporary = Path(part.name)
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    try:
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _write_into(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
