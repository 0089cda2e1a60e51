"""The chosen columns of a CSV file as numbers: read once, everything that is wrong named with its row and column."""

import csv
import io
import math
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from desktop.records.files import UsageError, read_text

LARGEST_MB = 64
MOST_ROWS = 1_000_000

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
_SEPARATORS = ",;\t"
_FIRST_ROW = 2
"""The header stands in row 1, as a spreadsheet counts."""


def read_columns(path: Path, names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Read the columns `names`, shape (rows, columns); a missing value is NaN.

    Raises UsageError where the file cannot be read, lacks a column, is too large, or holds what is no number.
    """
    _check_size(path)
    text = read_text(path)
    header, *_rest = text.partition("\n")
    separator = max(_SEPARATORS, key=header.count)
    try:
        return _numbers(path, csv.reader(io.StringIO(text), delimiter=separator, strict=True), names)
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV that can be read: {error}.") from error


def _check_size(path: Path) -> None:
    try:
        megabytes = path.stat().st_size / 2**20
    except OSError:
        return  # reading says it better
    if megabytes > LARGEST_MB:
        raise UsageError(
            f"{path} holds {megabytes:,.0f} MiB, more than the {LARGEST_MB} a table may have. Leave some of it out."
        )


def _numbers(path: Path, rows: "Iterable[list[str]]", names: Sequence[str]) -> npt.NDArray[np.float64]:
    lines = iter(rows)
    places = _places(path, next(lines, []), names)
    values = array("d")
    for row, cells in enumerate(lines, _FIRST_ROW):
        if row - _FIRST_ROW >= MOST_ROWS:
            raise UsageError(f"{path} has more than the {MOST_ROWS:,} rows a table may have. Leave some out.")
        if cells:  # an empty line is no row
            values.extend(_value(path, row, name, cells, place) for name, place in zip(names, places, strict=True))
    if not values:
        raise UsageError(f"{path} has a header and no rows, so that there is nothing to train on.")
    return np.frombuffer(values, dtype=np.float64).reshape(-1, len(names))


def _places(path: Path, header: list[str], names: Sequence[str]) -> list[int]:
    titles = [title.strip() for title in header]
    for name in names:
        if titles.count(name) != 1:
            how = "twice or more" if name in titles else "not at all"
            there = ", ".join(titles) or "none"
            raise UsageError(f"{path} has the column {name!r} {how}. Its header names: {there}.")
    return [titles.index(name) for name in names]


def _value(path: Path, row: int, name: str, cells: list[str], place: int) -> float:
    text = cells[place].strip() if place < len(cells) else ""
    if text.lower() in _MISSING:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not abs(value) <= float(np.finfo(np.float32).max):
        raise UsageError(
            f"{path} holds {text!r} in column {name!r}, row {row}: that is no number one can train on. "
            "Choose columns of numbers, or write the words as numbers first."
        )
    return value
