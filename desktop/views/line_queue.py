"""Printed lines on their way to the screen: the newest so many, handed out a few at a time."""

from collections import deque

from desktop.views.transcript import Transcript


class LineQueue:
    """Keeps the lines that wait to be shown. Where more are printed than are kept, the oldest go unseen."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._transcript = Transcript()
        # The first is always what the last line on the screen should read.
        self._lines: deque[str] = deque([""], maxlen=kept)
        self._is_new = False

    @property
    def is_empty(self) -> bool:
        """Whether the screen shows everything."""
        return not self._is_new

    def feed(self, text: str) -> None:
        """Take printed text."""
        newest = text.rsplit("\n", self._kept)
        if len(newest) > self._kept:
            text = "\n".join(newest[1:])
            self._transcript = Transcript()
        self._lines.pop()
        self._lines.extend(self._transcript.feed(text))
        self._is_new = True

    def take(self, count: int) -> list[str]:
        """Give up to so many lines; the first stands in place of the last one given before."""
        lines = [self._lines.popleft() for _ in range(min(count, len(self._lines)))]
        self._is_new = bool(self._lines)
        self._lines.appendleft(lines[-1])
        return lines
