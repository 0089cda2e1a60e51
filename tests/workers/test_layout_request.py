"""A request encoded piece by piece is on the wire what it would be at once."""

import pytest

from desktop.records.graph import Edge, Graph, Node
from desktop.records.messages import Near, PlaceGraph, Size, ToLayout
from desktop.records.tensor import Tensor
from desktop.records.wire import FrameReader, frame
from desktop.workers.layout_request import encoded


def sent(request: PlaceGraph) -> PlaceGraph:
    """Give what the layout process reads."""
    reader: FrameReader[PlaceGraph] = FrameReader(ToLayout)
    (received,) = reader.feed(frame(encoded(request)))
    return received


@pytest.mark.parametrize("count", [0, 1, 20, 70_000])
def test_the_layout_reads_the_request_with_bare_nodes(count: int) -> None:
    """Tensors stay behind, all else arrives, however long the arrays are."""
    nodes = tuple(Node(f"n{i}", "Mul", "leaf", "x", Tensor((2,), "float32", "cpu")) for i in range(count))
    edges = tuple(Edge("n0", f"n{i}", None if i % 2 else i, 0) for i in range(1, count))
    sizes = tuple(Size(f"n{i}", 1.0 + i, 20.0) for i in range(count))
    near = tuple(Near(f"n{i}", 1.0, 2.0) for i in range(0, count, 3))
    groups = (("n0", "n1"), ()) if count else ()
    bare = Graph(("n0",), tuple(Node(node.id, node.name, node.kind, node.label) for node in nodes), edges)
    request = PlaceGraph(7, Graph(("n0",), nodes, edges), sizes, near, "gradients", groups)
    assert sent(request) == PlaceGraph(7, bare, sizes, near, "gradients", groups)
