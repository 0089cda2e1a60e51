"""The layout as a process: requests come on one stream, placements leave on another."""

import threading
from collections.abc import Iterator
from typing import BinaryIO

from desktop.layout.place import place
from desktop.records.messages import NODES_IN_A_PART, FromLayout, LayoutFailed, PlaceGraph, PlacementPart, ToLayout
from desktop.records.placement import Placement
from desktop.records.wire import FrameReader, WireError, frame

_BYTES_AT_ONCE = 1 << 20


class Newest:
    """Reads requests in a thread of its own and keeps only the newest: who asks again wants the old answer no more."""

    def __init__(self, requests: BinaryIO) -> None:
        self._requests = requests
        self._changed = threading.Condition()
        self._newest: PlaceGraph | None = None
        self._ended = False
        self._error: WireError | None = None
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def __iter__(self) -> Iterator[PlaceGraph]:
        """Yield the newest request whenever there is one, until the stream ends; raise WireError if it is damaged."""
        while (request := self._take()) is not None:
            yield request

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

    def _end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer PlaceGraph frames until they end; `requests` unbuffered. Raises WireError at a damaged frame."""
    for request in Newest(requests):
        answers.writelines(frame(answer) for answer in _answers(request))
        answers.flush()


def _answers(request: PlaceGraph) -> Iterator[FromLayout]:
    sizes = {size.node: (size.width, size.height) for size in request.sizes}
    near = {spot.node: (spot.x, spot.y) for spot in request.near}
    try:
        placement = place(request.graph, sizes, near=near, direction=request.direction, groups=request.groups)
    except ValueError as error:
        yield LayoutFailed(request.ticket, str(error))
    else:
        yield from _parts(request.ticket, placement)


def _parts(ticket: int, placement: Placement) -> Iterator[PlacementPart]:
    longest = max(len(placement.nodes), len(placement.edges), 1)
    for start in range(0, longest, NODES_IN_A_PART):
        end = start + NODES_IN_A_PART
        nodes, edges = placement.nodes[start:end], placement.edges[start:end]
        yield PlacementPart(ticket, nodes, edges, placement.size, last=end >= longest)
