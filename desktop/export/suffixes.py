"""The forms there are, by the ends of their files' names."""

from pathlib import Path

from desktop.records.files import UsageError, check_writable

PICTURES = (".svg", ".pdf", ".png")
DOCUMENTS = (".dot", ".graphml", ".json")
MOVING = (".gif", ".webp", ".png")
STILLS = (".svg", ".pdf")


def check_place(path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise UsageError unless a file's name ends in one of some suffixes, and it can be written."""
    if path.suffix.lower() not in suffixes:
        known = f"{', '.join(suffixes[:-1])} or {suffixes[-1]}"
        raise UsageError(f"{path} cannot be drawn: its name has to end in {known}.")
    check_writable(path)
