"""The layout as a process: requests come on one stream, placements leave on another."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from desktop.layout.breaking_off import MainWork
from desktop.layout.place import place
from desktop.records.messages import NODES_IN_A_PART, FromLayout, LayoutFailed, PlaceGraph, PlacementPart, ToLayout
from desktop.records.placement import Placement
from desktop.records.wire import FrameReader, WireError, frame

_BYTES_AT_ONCE = 1 << 20


class Newest:
    """Reads requests in a thread of its own and keeps only the newest: who asks again wants the old answer no more.

    `newer` is called in that thread when there is one.
    """

    def __init__(self, requests: BinaryIO, newer: Callable[[], None]) -> None:
        self._requests = requests
        self._newer = newer
        self._changed = threading.Condition()
        self._newest: PlaceGraph | None = None
        self._ended = False
        self._error: WireError | None = None
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def __iter__(self) -> Iterator[PlaceGraph]:
        """Yield the newest request whenever there is one, until the stream ends; raise WireError if it is damaged."""
        while (request := self._take()) is not None:
            yield request

    def is_nothing_newer(self) -> bool:
        """Say whether the request given last is still the newest."""
        return self._newest is None

    def _take(self) -> PlaceGraph | None:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._ended)
            if self._error is not None:
                raise self._error
            request, self._newest = self._newest, None
            return request

    def _read(self) -> None:
        reader: FrameReader[PlaceGraph] = FrameReader(ToLayout)
        try:
            while data := self._requests.read(_BYTES_AT_ONCE):
                for request in reader.feed(data):
                    self._put(request)
        except WireError as error:
            self._error = error
        finally:
            self._end()

    def _put(self, request: PlaceGraph) -> None:
        with self._changed:
            self._newest = request
            self._changed.notify()
        self._newer()

    def _end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer PlaceGraph frames until they end; `requests` unbuffered. Raises WireError at a damaged frame.

    What is being placed when a newer request comes is broken off and not answered. Thread: the main one.
    """
    work = MainWork()
    newest = Newest(requests, work.break_off)
    for request in newest:
        answer = work.done(partial(_answer, request), newest.is_nothing_newer)
        if answer is not None:
            answers.writelines(frame(part) for part in _parts(request.ticket, answer))
            answers.flush()


def _answer(request: PlaceGraph) -> Placement | LayoutFailed:
    sizes = {size.node: (size.width, size.height) for size in request.sizes}
    near = {spot.node: (spot.x, spot.y) for spot in request.near}
    try:
        return place(request.graph, sizes, near=near, direction=request.direction, groups=request.groups)
    except ValueError as error:
        return LayoutFailed(request.ticket, str(error))


def _parts(ticket: int, answer: Placement | LayoutFailed) -> Iterator[FromLayout]:
    if isinstance(answer, LayoutFailed):
        yield answer
        return
    longest = max(len(answer.nodes), len(answer.edges), 1)
    for start in range(0, longest, NODES_IN_A_PART):
        end = start + NODES_IN_A_PART
        yield PlacementPart(ticket, answer.nodes[start:end], answer.edges[start:end], answer.size, last=end >= longest)
