"""Where something stands in a program's text."""

from desktop.records.record import Record


class Span(Record, frozen=True):
    """A stretch of text: lines from 1, columns from 0, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def contains(self, line: int, column: int) -> bool:
        """Say whether the position lies in the span, its last edge included (a caret stands there)."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)


class Edit(Record, frozen=True):
    """Replace the text of a span."""

    span: Span
    text: str
