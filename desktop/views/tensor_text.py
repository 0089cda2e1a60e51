"""A tensor's facts and numbers as readable text."""

import math

from desktop.records.record import Value
from desktop.records.tensor import Tensor

COLUMNS_SHOWN = 8
ROWS_SHOWN = 8
LINE = 38
"""Characters a row takes where nobody says how many there is room for, blanks included."""
_WHOLE_NUMBERS = 1_000_000
"""Whole numbers below are written out; beyond, and for fractions, four significant digits are enough."""
_SIGNS = {"nan": "NaN", "inf": "∞", "-inf": "-∞"}

Rows = tuple[tuple[str, ...], ...]


def number_text(value: Value | None) -> str:
    """Write one number: four significant digits, scientific where it is very large or small; "–" for none."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, tuple):
        real, imaginary = (number_text(part) for part in value)
        return f"{real}{'' if imaginary.startswith('-') else '+'}{imaginary}i"
    number = float(value)
    if not math.isfinite(number):
        return _SIGNS[str(number)]
    if number.is_integer() and abs(number) < _WHOLE_NUMBERS:
        return str(int(number))
    return f"{number:.4g}"


def shape_text(tensor: Tensor | None) -> str:
    """Write a shape as people say it: its sizes with a times sign between, or "scalar"; "" where there is no tensor."""
    if tensor is None:
        return ""
    return "×".join(map(str, tensor.shape)) or "scalar"


def share_text(count: int, total: int) -> str:
    """Write how many of all: "3 of 16 (19 %)"."""
    return f"{count:,} of {total:,} ({count / total:.0%})".replace("%", " %") if total else "0"


def tensor_facts(tensor: Tensor) -> tuple[tuple[str, str], ...]:
    """Give what is known of a tensor as pairs of name and text: only what there is to tell."""
    facts = [
        ("shape", shape_text(tensor)),
        ("dtype", f"{tensor.dtype} on {tensor.device}"),
        ("norm", number_text(tensor.norm)),
        ("everywhere", number_text(tensor.minimum)),
        ("range", f"{number_text(tensor.minimum)} … {number_text(tensor.maximum)}"),
        ("mean", f"{number_text(tensor.mean)} ± {number_text(tensor.deviation)}"),
        ("zeros", share_text(tensor.zeros or 0, tensor.count)),
        ("NaN", share_text(tensor.nans or 0, tensor.count)),
        ("∞", share_text(tensor.infinities or 0, tensor.count)),
    ]
    hidden = _untold(tensor)
    return tuple(fact for fact in facts if fact[0] not in hidden)


def value_rows(tensor: Tensor, line: int = LINE) -> Rows:
    """Lay the recorded values out as rows of a matrix; a cell "…" stands for what is left out.

    `line` is how many characters a row may take, blanks included.
    A vector is one row, more dimensions are matrices one below the other, with an empty row between them.
    """
    if not tensor.values:
        return ()
    width = tensor.shape[-1] if tensor.shape else 1
    cells = [number_text(value) for value in tensor.values]
    columns = min(max(line // (max(map(len, cells)) + 2), 2), COLUMNS_SHOWN)
    rows = [_row(cells[start : start + width], width, columns) for start in range(0, len(cells), width)]
    complete = len(tensor.values) == tensor.count and len(rows) <= ROWS_SHOWN
    shown = tuple(_between_matrices(rows[:ROWS_SHOWN], tensor.shape))
    return shown if complete or len(rows) == 1 else (*shown, ("…",))


def values_note(tensor: Tensor) -> str:
    """Say how many of a tensor's values the record kept, where it did not keep all."""
    kept = len(tensor.values or ())
    return f"first {kept:,} of {tensor.count:,} values" if 0 < kept < tensor.count else ""


def _untold(tensor: Tensor) -> set[str]:
    """Name the facts that would say nothing: counts of zero, a range where all elements are equal."""
    untold = {name for name, count in _counts(tensor).items() if not count}
    if tensor.norm is None:
        untold.add("norm")
    uniform = tensor.minimum is not None and tensor.minimum == tensor.maximum and not tensor.nans
    untold |= {"range", "mean"} if uniform or tensor.count == 1 else {"everywhere"}
    if tensor.minimum is None:
        untold |= {"range", "everywhere"}
    if tensor.mean is None:
        untold.add("mean")
    return untold


def _counts(tensor: Tensor) -> dict[str, int | None]:
    return {"zeros": tensor.zeros, "NaN": tensor.nans, "∞": tensor.infinities}


def _row(cells: list[str], width: int, columns: int) -> tuple[str, ...]:
    return (*cells[:columns], "…") if width > columns or len(cells) < width else tuple(cells)


def _between_matrices(rows: list[tuple[str, ...]], shape: tuple[int, ...]) -> list[tuple[str, ...]]:
    height = shape[-2] if len(shape) > 2 else len(rows)  # noqa: PLR2004 (a matrix has two dimensions)
    parted: list[tuple[str, ...]] = []
    for index, row in enumerate(rows):
        if index and index % height == 0:
            parted.append(())
        parted.append(row)
    return parted
