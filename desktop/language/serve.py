"""Language help as a process: requests come on one stream, answers leave on another."""

import queue
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from desktop.language.deadline import TooLongError, deadline
from desktop.language.mistakes import mistakes
from desktop.language.reading import Reading
from desktop.records.language import (
    CheckText,
    CompleteAt,
    Completions,
    DefineAt,
    Definition,
    DescribeName,
    Description,
    FromLanguage,
    LanguageReady,
    Mistakes,
    Signatures,
    SignaturesAt,
    ToLanguage,
)
from desktop.records.wire import FrameReader, WireError, frame

LONGEST_ANSWER_S = 0.4
"""Of this process's own time. What takes longer is answered with nothing."""
_BYTES_AT_ONCE = 1 << 20


class Requests:
    """Reads requests in a thread of its own; of each kind only the newest is wanted."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: queue.SimpleQueue[ToLanguage | None] = queue.SimpleQueue()
        self._is_open = True
        self._error: WireError | None = None
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def __iter__(self) -> Iterator[ToLanguage]:
        """Yield requests until the stream ends; raise WireError where it is damaged."""
        newest: dict[type, ToLanguage] = {}
        while self._gather(newest) or newest:
            yield newest.pop(next(iter(newest)))
        if self._error is not None:
            raise self._error

    def _gather(self, newest: dict[type, ToLanguage]) -> bool:
        """Take what waits, and wait where nothing does; say whether more may come."""
        while self._is_open and (not newest or not self._waiting.empty()):
            request = self._waiting.get()
            if request is None:
                self._is_open = False
            else:
                newest.pop(type(request), None)
                newest[type(request)] = request
        return self._is_open

    def _read(self) -> None:
        reader: FrameReader[ToLanguage] = FrameReader(ToLanguage)
        try:
            while data := self._stream.read(_BYTES_AT_ONCE):
                for request in reader.feed(data):
                    self._waiting.put(request)
        except WireError as error:
            self._error = error
        finally:
            self._waiting.put(None)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests (unbuffered) end; raise WireError at a damaged frame. Thread: the main one."""
    incoming = Requests(requests)
    reading = Reading()
    reading.warm_up()
    _say(answers, LanguageReady())
    for request in incoming:
        _say(answers, answer(reading, request))


def answer(reading: Reading, request: ToLanguage) -> FromLanguage:
    """Answer one request; with nothing, where it takes too long or the text is more than the reader can take."""
    answers, nothing = _ways(reading, request)
    try:
        with deadline(LONGEST_ANSWER_S):
            return answers()
    # jedi guesses at unfinished text, and where it fails, it fails with whatever comes: no help then, and no harm.
    except (TooLongError, Exception):  # noqa: BLE001
        return nothing


def _ways(reading: Reading, request: ToLanguage) -> tuple[Callable[[], FromLanguage], FromLanguage]:
    """Give how a request is answered, and what is said where it cannot be."""
    ticket = request.ticket
    match request:
        case CompleteAt(_, text, line, column, after_tensor):
            ways = partial(reading.complete, ticket, text, line, column, after_tensor=after_tensor)
            return ways, Completions(ticket, 0, ())
        case DescribeName(_, name):
            return lambda: reading.describe(ticket, name), Description(ticket, name, (), "")
        case SignaturesAt(_, text, line, column):
            return lambda: reading.signatures(ticket, text, line, column), Signatures(ticket, ())
        case DefineAt(_, text, line, column):
            return lambda: reading.define(ticket, text, line, column), Definition(ticket, None)
        case CheckText(_, text):
            return lambda: Mistakes(ticket, mistakes(text)), Mistakes(ticket, ())


def _say(answers: BinaryIO, message: FromLanguage) -> None:
    answers.write(frame(message))
    answers.flush()
