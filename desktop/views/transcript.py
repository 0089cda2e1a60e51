"""What a program printed, as a terminal would leave it on paper."""

import re

LONGEST_LINE = 2_000
"""Characters of one line that are shown; a line of ten million would stall any text widget."""

_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")


class Transcript:
    """Takes printed text in pieces and gives what the last line and those after it now read."""

    def __init__(self) -> None:
        self._line = ""
        self._cut = 0

    def feed(self, text: str) -> list[str]:
        """Give the lines that stand in place of the last one: a carriage return has overwritten what was before it."""
        text = _ESCAPES.sub("", text).replace("\r\n", "\n")
        first, *rest = text.split("\n")
        lines = [self._continued(first)]
        for line in rest:
            self._line, self._cut = "", 0
            lines.append(self._continued(line))
        return lines

    def _continued(self, piece: str) -> str:
        kept, carriage_return, after = piece.rpartition("\r")
        if carriage_return and after:
            self._line, self._cut = "", 0
            piece = after
        elif carriage_return:
            piece = kept.rpartition("\r")[2]
            self._line, self._cut = ("", 0) if piece else (self._line, self._cut)
        return self._grown(piece)

    def _grown(self, piece: str) -> str:
        room = LONGEST_LINE - len(self._line)
        self._line += piece[:room]
        self._cut += max(len(piece) - room, 0)
        return f"{self._line} … {self._cut:,} more characters" if self._cut else self._line
