"""Applying edits to the text they were made for."""

from collections.abc import Iterable, Sequence

from desktop.records.finding import Fix
from desktop.records.text import Edit, Span


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Give the text with all edits made at once, equal ones once. They must not overlap (see `compatible`)."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    ordered = sorted(enumerate(dict.fromkeys(edits)), key=lambda each: (_start(each[1].span), each[0]), reverse=True)
    for _, edit in ordered:
        begin = starts[edit.span.line - 1] + edit.span.column
        end = starts[edit.span.end_line - 1] + edit.span.end_column
        text = text[:begin] + edit.text + text[end:]
    return text


def compatible(fix: Fix, others: Sequence[Fix]) -> bool:
    """Say whether a fix can be applied together with others: no two of their edits touch the same text."""
    return not any(_overlap(one.span, two.span) for other in others for one in fix.edits for two in other.edits)


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column


def _overlap(one: Span, two: Span) -> bool:
    if _start(one) == _start(two):
        return True
    return _start(one) < _end(two) and _start(two) < _end(one)
