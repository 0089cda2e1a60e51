"""What the preview of a program says before anything is run: shapes, remarks that follow from them, and its cost."""

from typing import Literal

from desktop.records.finding import Finding
from desktop.records.record import Record
from desktop.records.run import Program
from desktop.records.text import Span

Shape = tuple[int, ...]
_GAP = 2


class TensorShape(Record, frozen=True):
    """A tensor that was never computed: `dtype` and `device` are PyTorch's names ("float32", "cpu")."""

    shape: Shape
    dtype: str
    device: str = "cpu"
    requires_grad: bool = False


class Seen(Record, frozen=True):
    """What an expression gave: one tensor, or those of a tuple; `others` are shapes it had before, at most a few.

    `operands` are the shapes that were broadcast together, where the expression is arithmetic of two tensors.
    """

    span: Span
    tensors: tuple[TensorShape, ...]
    others: tuple[Shape, ...] = ()
    operands: tuple[Shape, ...] = ()


class LineHint(Record, frozen=True):
    """What a line binds (or returns: `name` is empty): tensors, or a module with so many `parameters`.

    `others` are shapes it had before, at most a few.
    """

    line: int
    name: str
    tensors: tuple[TensorShape, ...] = ()
    others: tuple[Shape, ...] = ()
    parameters: int | None = None


class Estimate(Record, frozen=True):
    """What a run will take at least: bytes of tensors alive at the peak, and floating-point operations.

    `complete` says that the preview saw the program to its end, with all rounds of its loops counted.
    """

    memory: int = 0
    operations: int = 0
    complete: bool = False


PreviewStatus = Literal["complete", "partial", "unreadable", "permission"]
"""Seen to its end; as far as shapes can be known without values; no Python; in need of consent, so not looked at."""


class PreviewProgram(Record, frozen=True, tag=True):
    """Look at a program without computing; answered by one Preview. A newer request breaks off an older one."""

    ticket: int
    program: Program


class PreviewReady(Record, frozen=True, tag=True):
    """The engine for previews is warm."""


class Preview(Record, frozen=True, tag=True):
    """What there is to say of a program before it runs; `until` is where the look ended, unless at its end."""

    ticket: int
    status: PreviewStatus
    lines: tuple[LineHint, ...] = ()
    expressions: tuple[Seen, ...] = ()
    findings: tuple[Finding, ...] = ()
    estimate: Estimate = Estimate()
    until: Span | None = None


ToPreview = PreviewProgram
FromPreview = PreviewReady | Preview


def broadcast(first: Shape, second: Shape) -> Shape | None:
    """Give the shape of two that are broadcast together, or None where they cannot be."""
    longest = max(len(first), len(second))
    pairs = zip(_filled(first, longest), _filled(second, longest), strict=True)
    sizes = [max(a, b) if a and b else 0 for a, b in pairs if a == b or 1 in (a, b)]
    return tuple(sizes) if len(sizes) == longest else None


def lined_up(*shapes: Shape) -> tuple[str, ...]:
    """Write shapes below each other, their last dimensions in one column, as broadcasting reads them."""
    longest = max(map(len, shapes))
    rows = [[""] * (longest - len(shape)) + [str(size) for size in shape] for shape in shapes]
    widths = [max(len(row[place]) for row in rows) for place in range(longest)]
    gap = " " * _GAP
    return tuple(gap.join(size.rjust(width) for size, width in zip(row, widths, strict=True)) for row in rows)


def _filled(shape: Shape, length: int) -> Shape:
    return (1,) * (length - len(shape)) + shape
