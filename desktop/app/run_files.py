"""The runs that were trained, one JSON file each in the data folder."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.app.file_writer import FileWriter
from desktop.records.files import UsageError
from desktop.views.training.kept_run import KeptRun

MOST_RUNS = 100
"""Of more runs the oldest are removed."""

_MOST_BYTES = 4_000_000


@dataclass(frozen=True)
class Shelf:
    """What a folder holds: its runs, the latest first, and the names of files that are no runs."""

    runs: tuple[KeptRun, ...]
    damaged: tuple[str, ...] = ()


class RunFiles:
    """Keeps runs in a folder; files are written and removed in the writer's thread. Thread: GUI, but for `load`."""

    def __init__(self, folder: Path, writer: FileWriter) -> None:
        self._folder = folder
        self._writer = writer

    def load(self) -> Shelf:
        """Read every run; what is damaged is left where it is, and named. Thread: any."""
        runs, damaged = [], []
        for path in sorted(self._folder.glob("*.json")):
            try:
                runs.append(read_run(path))
            except UsageError:
                damaged.append(path.name)
        return Shelf(tuple(sorted(runs, key=lambda run: run.created, reverse=True)), tuple(damaged))

    def keep(self, run: KeptRun) -> None:
        """Write a run, soon."""
        self._writer.write(self._path(run), encode_run(run))

    def remove(self, run: KeptRun) -> None:
        """Remove a run, soon."""
        self._writer.remove(self._path(run))

    def _path(self, run: KeptRun) -> Path:
        return self._folder / f"{run.id}.json"


def encode_run(run: KeptRun) -> bytes:
    """Write a run as JSON."""
    return msgspec.json.format(msgspec.json.encode(run), indent=1)


def read_run(path: Path) -> KeptRun:
    """Read what `encode_run` wrote; raise UsageError where the file is missing, too large, damaged or another."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path.name} is too large for a run.")
        return msgspec.json.decode(path.read_bytes(), type=KeptRun)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path.name} is no run of Chainrule's, or it is damaged ({error}).") from error
