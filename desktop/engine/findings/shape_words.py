"""Shapes as a person reads them: one alone, several in a row, several under each other."""

import math
import re
from collections.abc import Sequence

Shape = tuple[int, ...]
_MOST = 4


def shape_text(shape: Sequence[int]) -> str:
    """Write a shape as Python does: (3,), (2, 3), ()."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def listed(shapes: Sequence[Sequence[int]]) -> str:
    """Write different shapes in a row."""
    texts = list(dict.fromkeys(map(shape_text, shapes)))
    rest = [f"{len(texts) - _MOST} more"] if len(texts) > _MOST else []
    texts = [*texts[:_MOST], *rest]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if texts[1:] else texts)


def here(shapes: Sequence[Sequence[int]]) -> str:
    """Add the shapes that were met, where they are known."""
    return f" (here {listed(shapes)})" if shapes else ""


def shape_in(text: str) -> Shape:
    """Read the sizes from PyTorch's words, like "[2, 3]"."""
    return tuple(map(int, re.findall(r"-?\d+", text)))


def count(shape: Sequence[int]) -> int:
    """Give how many numbers a shape holds."""
    return math.prod(shape)


def lined_up(shapes: Sequence[Sequence[int]]) -> str:
    """Write shapes under each other, lined up from the right, with a mark under each column that does not fit."""
    length = max(map(len, shapes))
    rows = [[""] * (length - len(shape)) + [str(size) for size in shape] for shape in shapes]
    columns = list(zip(*rows, strict=True))
    marks = ["^" if len({size for size in column if size not in ("", "1")}) > 1 else "" for column in columns]
    widths = [max(map(len, column)) for column in columns]
    wanted = [*rows, marks] if any(marks) else rows
    return "\n".join(
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in wanted
    )
