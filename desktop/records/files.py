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
    try:
        _try_to_write(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Choose another name or folder.") from error


def _try_to_write(path: Path) -> None:
    target = path.resolve()
    if target.is_dir():
        raise UsageError(f"{path} is a folder. Name a file to write.")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} to write {path.name} in. Create it first.")
    if target.exists():
        if not os.access(target, os.W_OK):
            raise UsageError(f"{path} is read-only. Choose another name.")
        if not target.is_file():  # a device or a pipe
            return
    target.with_name(f"{target.name}x").exists()  # asks the system whether so long a name can be
    with tempfile.TemporaryFile(dir=target.parent):
        pass


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one; raise UsageError where it fails."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():  # a device or a pipe is written to, not replaced
            path.write_bytes(data)
        else:
            _replace(target, data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _replace(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".chainrule-")
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as part:  # noqa: PTH123 # a descriptor has no path to open
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
