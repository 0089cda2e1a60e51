"""What `train --json` writes: the outcome, or with `--stream` a line for each step and the outcome as the last."""

from pathlib import Path
from typing import TextIO

import msgspec

from desktop.records.files import UsageError, write_atomically
from desktop.records.record import Record
from desktop.records.training import Outcome, TrainingStep


class Records:
    """Writes to a file, to `output` ("-") or nowhere (None).

    A file of an outcome alone is written whole; one with steps begins empty and grows by lines, so that another
    program can read along.
    """

    def __init__(self, json: str | None, output: TextIO, *, stream: bool) -> None:
        self._path = None if json in {None, "-"} else Path(str(json))
        self._output = output if json == "-" else None
        self._is_streaming = stream
        self._has_begun = False

    def add(self, step: TrainingStep) -> None:
        """Write a step where they are wanted; raise UsageError where that fails."""
        if self._is_streaming:
            self._write(step)

    def end(self, outcome: Outcome) -> None:
        """Write the outcome; raise UsageError where that fails."""
        if self._path is not None and not self._has_begun:
            write_atomically(self._path, _line(outcome))
        else:
            self._write(outcome)

    def _write(self, record: Record) -> None:
        if self._output is not None:
            self._output.write(_line(record).decode())
            self._output.flush()
        elif self._path is not None:
            self._append(self._path, _line(record))

    def _append(self, path: Path, line: bytes) -> None:
        try:
            with path.open("ab" if self._has_begun else "wb") as file:
                file.write(line)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
        self._has_begun = True


def _line(record: Record) -> bytes:
    return msgspec.json.encode(record) + b"\n"
