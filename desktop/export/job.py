"""A picture that one process asks of another: what is drawn of which graph, and in which form."""

from collections.abc import Iterable, Iterator

import msgspec

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.placement import Direction, PlacedEdge, PlacedNode, Placement
from desktop.records.record import Record
from desktop.views.drawing import FailedCall

_IN_A_PIECE = 250
"""Records encoded in one go: more would hold the interpreter, and with it a window, for too long."""


class PictureJob(Record, frozen=True):
    """One picture, in the form of `suffix`.

    `opened` are the groups that stand open (None: the graph as it was recorded, without groups), `saved` says whether
    saved tensors show. With `is_flow` the whole flow is pictured, moving or as stills; else the moment at `position`.
    `area` (left, top, width, height in the picture's pixels) at the zoom `scale` is what is seen of it; None is all.
    `ratio` is how many pixels of a .png stand for one. `failed` is the call that is drawn as a ghost.
    """

    suffix: str
    theme: str = "light"
    ratio: float = 2.0
    opened: tuple[str, ...] | None = None
    saved: bool = False
    is_flow: bool = False
    position: float = 0.0
    area: tuple[float, float, float, float] | None = None
    scale: float = 1.0
    failed: FailedCall | None = None


class _Head(Record, frozen=True):
    """What does not grow with the graph."""

    job: PictureJob
    roots: tuple[str, ...]
    size: tuple[float, float] | None
    direction: Direction
    flow: Flow | None


_KINDS: tuple[type[msgspec.Struct], ...] = (Node, Edge, Scope, PlacedNode, PlacedEdge, FlowStep)


def encode(job: PictureJob, graph: Graph, placement: Placement | None, flow: Flow | None) -> bytes:
    """Encode a job with what it is about, piece by piece. Thread: any but the GUI's."""
    bare = None if flow is None else msgspec.structs.replace(flow, steps=())
    place = placement or Placement((), (), (0.0, 0.0))
    head = _Head(job, graph.roots, placement.size if placement else None, place.direction, bare)
    lists = (graph.nodes, graph.edges, graph.scopes, place.nodes, place.edges, flow.steps if flow else ())
    return b"".join([_sized(msgspec.msgpack.encode(head)), *(piece for each in lists for piece in _encoded(each))])


def decode(data: bytes) -> tuple[PictureJob, Graph, Placement | None, Flow | None]:
    """Give what `encode` was given; raise msgspec.MsgspecError or ValueError where it is no such thing."""
    pieces = _pieces(data)
    head = msgspec.msgpack.decode(next(pieces, b""), type=_Head)
    nodes, edges, scopes, boxes, curves, steps = (_decoded(pieces, kind) for kind in _KINDS)
    graph = Graph(head.roots, nodes, edges, scopes)
    placement = None if head.size is None else Placement(boxes, curves, head.size, head.direction)
    flow = None if head.flow is None else msgspec.structs.replace(head.flow, steps=steps)
    return head.job, graph, placement, flow


def _encoded(records: tuple[msgspec.Struct, ...]) -> Iterator[bytes]:
    """Encode a list in pieces; an empty one ends it."""
    for start in range(0, len(records), _IN_A_PIECE):
        yield _sized(msgspec.msgpack.encode(records[start : start + _IN_A_PIECE]))
    yield _sized(msgspec.msgpack.encode(()))


def _decoded(pieces: Iterable[bytes], kind: type[msgspec.Struct]) -> tuple:  # type: ignore[type-arg] # of that kind
    found: list[msgspec.Struct] = []
    for piece in pieces:
        records = msgspec.msgpack.decode(piece, type=tuple[kind, ...])  # type: ignore[valid-type] # known when it runs
        if not records:
            break
        found.extend(records)
    return tuple(found)


def _sized(piece: bytes) -> bytes:
    return len(piece).to_bytes(4, "big") + piece


def _pieces(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = start + 4 + int.from_bytes(data[start : start + 4], "big")
        if end > len(data):
            raise ValueError("A picture was asked for in a message that ends too early.")
        yield data[start + 4 : end]
        start = end
