"""A request to the layout process, encoded record by record.

Encoded at once, a graph of 20,000 nodes holds the interpreter, and with it the window, for as long as three frames of
a film take; so the writer thread stops between two records.
"""

from collections.abc import Iterable

import msgspec

from desktop.records.graph import Node
from desktop.records.messages import PlaceGraph
from desktop.records.placement import Direction
from desktop.records.record import Record

_ARRAY_32 = b"\xdd"
"""How MessagePack announces an array: this, and its length in four bytes."""


class _EncodedGraph(Record, frozen=True):
    """A Graph whose nodes and edges are encoded."""

    roots: tuple[str, ...]
    nodes: msgspec.Raw
    edges: msgspec.Raw


class EncodedRequest(Record, frozen=True, tag="PlaceGraph"):
    """On the wire the same as a PlaceGraph."""

    ticket: int
    graph: _EncodedGraph
    sizes: msgspec.Raw
    near: msgspec.Raw
    direction: Direction
    groups: msgspec.Raw


def encoded(request: PlaceGraph) -> EncodedRequest:
    """Encode a request, leaving out what layout does not read of the nodes. Thread: any but the GUI's."""
    bare = (Node(node.id, node.name, node.kind, node.label) for node in request.graph.nodes)
    graph = _EncodedGraph(request.graph.roots, _array(bare), _array(request.graph.edges))
    near, groups = _array(request.near), _array(request.groups)
    return EncodedRequest(request.ticket, graph, _array(request.sizes), near, request.direction, groups)


def _array(values: Iterable[object]) -> msgspec.Raw:
    encode = msgspec.msgpack.Encoder().encode
    pieces = [encode(value) for value in values]
    return msgspec.Raw(_ARRAY_32 + len(pieces).to_bytes(4, "big") + b"".join(pieces))
