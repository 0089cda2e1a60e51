"""What a person should know about their program, and the edit that mends it."""

from typing import Literal

from desktop.records.record import Record
from desktop.records.text import Edit, Span

Severity = Literal["error", "warning", "hint"]


class Fix(Record, frozen=True):
    """A mechanical mend: applying all edits at once to the text it was made for."""

    title: str
    edits: tuple[Edit, ...]


class Finding(Record, frozen=True):
    """One remark at one expression, by the rule that made it; `nodes` are the ids of those it concerns."""

    rule: str
    severity: Severity
    message: str
    explanation: str
    span: Span | None
    fix: Fix | None = None
    nodes: tuple[str, ...] = ()
