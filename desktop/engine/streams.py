"""The engine process's standard streams: frames keep them to themselves, the program gets others.

Standard input and output are moved to private descriptors. What is then written to descriptor 1, by native code or
`os.write`, comes out of a pipe as printed text; reading descriptor 0 finds the end of input. Descriptor 2 stays: the
parent keeps its tail for the day the process dies.
"""

import codecs
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import msgspec

from desktop.records.messages import ToEngine
from desktop.records.wire import FrameReader, frame

_CHUNK = 65_536


class Streams:
    """The private pair of streams. Made once, before anything else writes."""

    def __init__(self) -> None:
        self._input = os.dup(0)
        self._output = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        self._stray, writer = os.pipe()
        os.dup2(writer, 1)
        os.close(writer)
        self._sending = threading.Lock()
        self._main_is_sending = False
        self._interrupt_waits = False

    def messages(self) -> Iterator[ToEngine]:
        """Give the messages that come, until the input ends; raise WireError at a damaged one. Thread: one reader."""
        reader = FrameReader[ToEngine](ToEngine)
        while data := os.read(self._input, _CHUNK):
            yield from reader.feed(data)

    def send(self, message: msgspec.Struct) -> None:
        """Write one frame whole, whatever interrupts. Thread: any."""
        in_main = threading.current_thread() is threading.main_thread()
        if not in_main:
            self._write(frame(message))
            return
        self._main_is_sending = True
        try:
            self._write(frame(message))
        finally:
            self._main_is_sending = False
            if self._interrupt_waits:
                self._interrupt_waits = False
                raise KeyboardInterrupt

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt in the main thread, but never in the middle of a frame. A signal handler."""
        if self._main_is_sending:
            self._interrupt_waits = True
        else:
            raise KeyboardInterrupt

    def read_strays(self, printed: Callable[[str], None]) -> None:
        """Pass on what is written past Python's streams, until the process ends. Thread: one of its own."""
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        while data := os.read(self._stray, _CHUNK):
            printed(decoder.decode(data))

    def _write(self, data: bytes) -> None:
        with self._sending:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._output, rest) :]


def ignore_interrupts() -> None:
    """Let an interrupt that comes when no program runs pass."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
