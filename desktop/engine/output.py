"""What a program prints, passed on as it comes and bounded."""

import io
from collections.abc import Callable

LONGEST_OUTPUT = 1_000_000
"""In characters, of one run."""


class Output(io.TextIOBase):
    """Stands for standard output and error while a program runs. Thread: any of the program's.

    Each write is passed on at once, so that nothing printed is lost when the process dies on the next line.
    """

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, printed: Callable[[str], None]) -> None:
        super().__init__()
        self._printed = printed
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """Everything passed on so far."""
        return "".join(self._parts)

    def writable(self) -> bool:
        """Say yes, as a terminal would."""
        return True

    def write(self, text: str, /) -> int:
        """Pass text on; past the bound say so once and drop the rest."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._length < LONGEST_OUTPUT:
            kept = text[: LONGEST_OUTPUT - self._length]
            self._length += len(kept)
            if self._length == LONGEST_OUTPUT:
                kept += f"\n[The output is longer than {LONGEST_OUTPUT:,} characters; the rest is left out.]\n"
            self._parts.append(kept)
            if kept:
                self._printed(kept)
        return len(text)
