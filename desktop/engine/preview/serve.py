"""The engine for previews as a process: each look is taken by a copy of the warm one, so that none can spoil the next.

Where the system cannot copy a process, looks are taken in this one, and whoever asks ends it when it takes too long.
"""

import gc
import os
import select
import signal
import sys
from typing import NamedTuple

from desktop.engine.as_new import AsNew
from desktop.engine.confinement import confine
from desktop.engine.preview.look import look
from desktop.records.preview import FromPreview, Preview, PreviewProgram, PreviewReady, ToPreview
from desktop.records.text import Span
from desktop.records.wire import FrameReader, frame

HARD_S = 2.0
"""How long a look may take with all that belongs to it; one that does not end by itself then is ended."""

_NOWHERE = Span(1, 0, 1, 0)
"""Where a look ended that never came to tell."""

CAN_COPY = sys.platform == "linux"
_CHUNK = 1 << 16


class _Copy(NamedTuple):
    process: int
    stream: int
    ticket: int


class Server:
    """Answers the newest request; one that comes while another is looked at breaks that off. Thread: the only one."""

    def __init__(self, requests: int, answers: int, *, copies: bool = CAN_COPY) -> None:
        """Take the descriptors that requests come on and answers go to."""
        self._requests = requests
        self._answers = answers
        self._copies = copies
        self._reader: FrameReader[PreviewProgram] = FrameReader(ToPreview)
        self._as_new = None if copies else AsNew()
        self._copy: _Copy | None = None
        self._heard = b""

    def serve(self) -> None:
        """Answer until the input ends; raise WireError at a damaged frame."""
        self._say(PreviewReady())
        while self._hear():
            pass
        self._end_copy()

    def _hear(self) -> bool:
        """Wait for whatever comes first: a request, an answer, the end of a copy's time; say whether to go on."""
        streams = [self._requests, *([self._copy.stream] if self._copy else [])]
        ready, _, _ = select.select(streams, [], [], HARD_S if self._copy else None)
        if self._requests in ready:
            return self._read_requests()
        if self._copy is not None:
            self._hear_copy(self._copy, is_late=not ready)
        return True

    def _read_requests(self) -> bool:
        data = os.read(self._requests, _CHUNK)
        requests = list(self._reader.feed(data))
        if requests:
            self._begin(requests[-1])
        return bool(data)

    def _begin(self, request: PreviewProgram) -> None:
        self._end_copy()
        if self._as_new is not None:
            self._say(look(request))
            self._as_new.put_back()
        else:
            self._copy = self._copied(request)

    def _copied(self, request: PreviewProgram) -> _Copy:
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            _look_as_copy(request, writing)
        os.close(writing)
        self._heard = b""
        return _Copy(process, reading, request.ticket)

    def _hear_copy(self, copy: _Copy, *, is_late: bool) -> None:
        data = b"" if is_late else os.read(copy.stream, _CHUNK)
        self._heard += data
        if not data:
            self._answer(copy.ticket)
            self._end_copy()

    def _answer(self, ticket: int) -> None:
        """Pass on what a copy said, if it came to say it all."""
        length = int.from_bytes(self._heard[:4], "big")
        if len(self._heard) == length + 4:
            _write(self._answers, self._heard)
        else:
            self._say(Preview(ticket, "partial", until=_NOWHERE))

    def _end_copy(self) -> None:
        if self._copy is not None:
            os.kill(self._copy.process, signal.SIGKILL)
            os.waitpid(self._copy.process, 0)
            os.close(self._copy.stream)
            self._copy = None

    def _say(self, message: FromPreview) -> None:
        _write(self._answers, frame(message))


def _look_as_copy(request: PreviewProgram, writing: int) -> None:
    """Take a look, confined, and end."""
    try:
        confine()
        gc.disable()
        _write(writing, frame(look(request)))
    finally:
        os._exit(0)


def _write(stream: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(stream, rest) :]
