"""The engine process's standard streams: frames keep them to themselves, the program gets others.

Standard input, output and error are kept at private descriptors. For each run descriptors 0, 1 and 2 are lent anew:
reading 0 finds the end of input; what is written to 1, by native code or `os.write`, comes out of a pipe as printed
text; 2 is the error stream, whose tail the parent keeps for the day the process dies. So a program may close them.
"""

import codecs
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import msgspec

from desktop.records.messages import Printed, RunEnded, ToEngine
from desktop.records.wire import FrameReader, frame

if sys.platform != "win32":
    import fcntl
    import resource

STREAMS_CLOSED = 3
"""The exit status of an engine that can no longer speak."""

_CHUNK = 65_536
_LAST_WORDS_S = 0.3
_HIGHEST = 500


class Streams:
    """The private streams. Made once, before anything else writes."""

    def __init__(self) -> None:
        self._input, self._output, self._errors = (_private(descriptor) for descriptor in range(3))
        self._take_back()
        self._sending = threading.Lock()
        self._main_is_sending = False
        self._interrupt_waits = False
        self._is_copy = False
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._become_copy)

    def messages(self) -> Iterator[ToEngine]:
        """Give the messages that come, until the input ends; raise WireError at a damaged one. Thread: one reader."""
        reader = FrameReader[ToEngine](ToEngine)
        while data := os.read(self._input, _CHUNK):
            yield from reader.feed(data)

    def send(self, message: msgspec.Struct) -> None:
        """Write one frame whole, whatever interrupts. Thread: any."""
        if self._is_copy:
            _speak_as_copy(message)
            return
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

    @property
    def is_sending(self) -> bool:
        """Whether the main thread is in the middle of a frame."""
        return self._main_is_sending

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Raise KeyboardInterrupt in the main thread, but never in the middle of a frame. A signal handler."""
        if self._main_is_sending:
            self._interrupt_waits = True
        else:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def lent(self, printed: Callable[[str], object]) -> Iterator[None]:
        """Lend a program descriptors 0, 1 and 2. `printed` gets, in a thread, what is written past Python's streams.

        All of that was passed on when this ends, unless a process the program left behind still holds the pipe.
        """
        reading, writing = os.pipe()
        strays = _private(reading)
        os.close(reading)
        os.dup2(writing, 1)
        os.close(writing)
        reader = threading.Thread(target=_read, args=(strays, printed), daemon=True)
        reader.start()
        try:
            yield
        finally:
            self._take_back()
            reader.join(_LAST_WORDS_S)

    def _take_back(self) -> None:
        nothing = os.open(os.devnull, os.O_RDWR)
        try:
            os.dup2(nothing, 0)
            os.dup2(nothing, 1)
            os.dup2(self._errors, 2)
        except OSError:
            self._fall_silent()
        if nothing > 2:  # noqa: PLR2004 # a program that closed descriptors 0 to 2 has made room for it there
            os.close(nothing)

    def _write(self, data: bytes) -> None:
        with self._sending:
            rest = memoryview(data)
            try:
                while rest:
                    rest = rest[os.write(self._output, rest) :]
            except OSError:
                self._fall_silent()

    def _fall_silent(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._errors, b"The streams on which the engine answers were closed.\n")
        os._exit(STREAMS_CLOSED)

    def _become_copy(self) -> None:
        self._is_copy = True


def ignore_interrupts() -> None:
    """Let an interrupt that comes when no program runs pass."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _speak_as_copy(message: msgspec.Struct) -> None:
    """Speak for a process that a program forked: it prints, and ends with the program; frames are the engine's."""
    if isinstance(message, Printed):
        os.write(1, message.text.encode("utf-8", "replace"))
    elif isinstance(message, RunEnded):
        os._exit(0 if message.run.status == "finished" else 1)


def _private(descriptor: int) -> int:
    """Give a copy of a descriptor where programs that close or count descriptors seldom come."""
    if sys.platform == "win32":
        return os.dup(descriptor)
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    from_here_on = _HIGHEST if allowed > 2 * _HIGHEST or allowed < 0 else allowed // 2
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, from_here_on)


def _read(strays: int, printed: Callable[[str], object]) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    try:
        while data := os.read(strays, _CHUNK):
            printed(decoder.decode(data))
    finally:
        with contextlib.suppress(OSError):
            os.close(strays)
