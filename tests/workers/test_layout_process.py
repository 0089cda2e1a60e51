"""The layout behind the window: the latest graph asked for is placed, a stale answer never comes."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.graph import Edge, Graph, Node
from desktop.records.messages import Size
from desktop.records.placement import Placement
from desktop.records.tensor import Tensor
from desktop.workers.layout_process import LayoutProcess

LONG_MS = 20_000

FAKE_LAYOUT = """
    import os, time
    from desktop.records.messages import *
    from desktop.records.placement import *
    from desktop.records.wire import FrameReader, frame

    def say(message):
        os.write(1, frame(message))

    def place(ticket, graph, sizes):
        name = graph.nodes[0].name
        if name == "slow":
            time.sleep(60)
        if name == "crash":
            os.abort()
        if name == "odd":
            say(LayoutFailed(ticket, "This graph is odd."))
            return
        for node, size in zip(graph.nodes, sizes):
            x = 0.0 if node.tensor is None else 99.0
            say(PlacementPart(ticket, (PlacedNode(node.id, x, 0.0, size.width, size.height),), (), (1.0, 1.0), False))
        edges = tuple(PlacedEdge(e.source, e.target, e.slot, 0, ()) for e in graph.edges)
        say(PlacementPart(ticket, (), edges, (9.0, 8.0), True))

    reader = FrameReader(ToLayout)
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            place(message.ticket, message.graph, message.sizes)
"""
SIZES = (Size("n0", 30.0, 10.0), Size("n1", 20.0, 10.0))


def graph(name: str) -> Graph:
    """Give two nodes and an edge; `name` is what the fake layout acts on."""
    tensor = Tensor((2, 2), "float32", "cpu")
    nodes = (Node("n0", name, "operation", tensor=tensor), Node("n1", "AccumulateGrad", "leaf", tensor=tensor))
    return Graph(("n0",), nodes, (Edge("n0", "n1", 0, 0),))


@pytest.fixture
def layout(child: Callable[[str], str]) -> Iterator[LayoutProcess]:
    """Give a layout process whose child is the tests' own, not started."""
    process = LayoutProcess(module=child(FAKE_LAYOUT))
    yield process
    process.close()


def placed(qtbot: QtBot, layout: LayoutProcess, name: str) -> Placement:
    """Place a graph and give its placement."""
    with qtbot.waitSignal(layout.placed, timeout=LONG_MS) as blocker:
        ticket = layout.place(graph(name), SIZES)
    assert blocker.args is not None
    assert blocker.args[0] == ticket
    placement = blocker.args[1]
    assert isinstance(placement, Placement)
    return placement


def test_parts_are_joined(qtbot: QtBot, layout: LayoutProcess) -> None:
    """The parts become one placement with the last part's size; nodes were sent bare (their x says so)."""
    placement = placed(qtbot, layout, "fine")
    assert [(node.id, node.x, node.width) for node in placement.nodes] == [("n0", 0.0, 30.0), ("n1", 0.0, 20.0)]
    assert placement.edges[0].target == "n1"
    assert placement.size == (9.0, 8.0)


def test_newer_graph_wins(qtbot: QtBot, layout: LayoutProcess) -> None:
    """A graph that takes long is given up as soon as another is asked for."""
    tickets: list[int] = []
    layout.placed.connect(lambda ticket, _: tickets.append(ticket))
    slow = layout.place(graph("slow"), SIZES)
    placed(qtbot, layout, "fine")
    assert slow not in tickets
    assert not layout.is_busy


@pytest.mark.parametrize(("name", "words"), [("odd", "This graph is odd."), ("crash", "SIGABRT")])
def test_failure(qtbot: QtBot, layout: LayoutProcess, name: str, words: str) -> None:
    """A graph that cannot be placed is told in one paragraph, and the next one is placed."""
    with qtbot.waitSignal(layout.failed, timeout=LONG_MS) as blocker:
        layout.place(graph(name), SIZES)
    assert blocker.args is not None
    assert words in blocker.args[1]
    placed(qtbot, layout, "fine")
