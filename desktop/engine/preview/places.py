"""Where in a text the instructions of its marked program stand: the marks have the places of what they mark."""

from types import CodeType

from desktop.records.text import Span


class Places:
    """One text, compiled under `name`."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._lines = text.split("\n")

    def span(self, code: CodeType, instruction: int) -> Span | None:
        """Give the span of the expression whose instruction starts at byte `instruction` of `code`."""
        line, end_line, column, end_column = list(code.co_positions())[instruction // 2]
        if line is None or end_line is None or column is None or end_column is None:
            return None
        return Span(line, self._characters(line, column), end_line, self._characters(end_line, end_column))

    def _characters(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))
