"""The layout behind the window: the latest graph asked for is placed, a stale answer never comes."""

import threading
from collections.abc import Callable, Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop.records.graph import Edge, Graph, Node
from desktop.records.messages import Near, Size
from desktop.records.placement import Placement
from desktop.records.tensor import Tensor
from desktop.workers.layout_process import LayoutProcess

LONG_MS = 20_000

FAKE_LAYOUT = """
    import os
    from desktop.records.messages import *
    from desktop.records.placement import *
    from desktop.records.wire import FrameReader, frame

    def say(message):
        os.write(1, frame(message))

    def place(ticket, graph, sizes, near, groups):
        name = graph.nodes[0].name if graph.nodes else "empty"
        if name == "slow":
            return
        if name == "crash":
            os.abort()
        if name == "odd":
            say(LayoutFailed(ticket, "This graph is odd."))
            return
        for node, size in zip(graph.nodes, sizes):
            x = 0.0 if node.tensor is None else 99.0
            x += sum(spot.x for spot in near if spot.node == node.id) + sum(node.id in group for group in groups)
            say(PlacementPart(ticket, (PlacedNode(node.id, x, 0.0, size.width, size.height),), (), (1.0, 1.0), False))
        edges = tuple(PlacedEdge(e.source, e.target, e.slot, 0, ()) for e in graph.edges)
        say(PlacementPart(ticket, (), edges, (9.0, 8.0), True))

    reader = FrameReader(ToLayout)
    held = []
    while data := os.read(0, 65536):
        for message in reader.feed(data):
            held.append(message)
            if message.graph.nodes and message.graph.nodes[0].name == "late":
                continue
            for each in held:
                place(each.ticket, each.graph, each.sizes, each.near, each.groups)
            held.clear()
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


def test_where_nodes_stood_and_what_belongs_together_is_sent(qtbot: QtBot, layout: LayoutProcess) -> None:
    """The child is told both (it adds them to x), and the placement says which way it runs."""
    with qtbot.waitSignal(layout.placed, timeout=LONG_MS) as blocker:
        layout.place(graph("fine"), SIZES, (Near("n1", 7.0, 0.0),), "gradients", (("n0", "n1"), ("n0",)))
    assert blocker.args is not None
    assert [node.x for node in blocker.args[1].nodes] == [2.0, 8.0]
    assert blocker.args[1].direction == "gradients"


@pytest.mark.parametrize("name", ["slow", "late"])
def test_newer_graph_wins(qtbot: QtBot, layout: LayoutProcess, name: str) -> None:
    """A graph that takes long is given up as soon as another is asked for, and its late answer is nobody's."""
    placements: list[tuple[int, Placement]] = []
    layout.placed.connect(lambda ticket, placement: placements.append((ticket, placement)))
    layout.place(graph(name), SIZES)
    newer = layout.place(graph("fine"), (Size("n0", 77.0, 10.0),))
    qtbot.waitUntil(lambda: not layout.is_busy, timeout=LONG_MS)
    assert [(ticket, placement.nodes[0].width) for ticket, placement in placements] == [(newer, 77.0)]


def test_a_placement_on_its_way_is_not_taken_for_a_newer_one(qtbot: QtBot, layout: LayoutProcess) -> None:
    """What the reader thread has already joined does not answer the next request."""
    placements: list[Placement] = []
    layout.placed.connect(lambda _, placement: placements.append(placement))
    layout.place(graph("fine"), (Size("n0", 33.0, 10.0),))
    joined = threading.Event()
    read = layout._door._read

    def reading(message: msgspec.Struct) -> object | None:
        answer = read(message)
        if answer is not None:
            joined.set()
        return answer

    layout._door._read = reading
    assert joined.wait(LONG_MS / 1000)
    layout.place(graph("fine"), (Size("n0", 77.0, 10.0),))
    qtbot.waitUntil(lambda: not layout.is_busy, timeout=LONG_MS)
    assert [placement.nodes[0].width for placement in placements] == [77.0]


def test_what_is_given_up_is_broken_off_in_the_same_process(qtbot: QtBot, layout: LayoutProcess) -> None:
    """No placement comes, and the next graph needs no new process."""
    tickets: list[int] = []
    layout.placed.connect(lambda ticket, _: tickets.append(ticket))
    placed(qtbot, layout, "fine")
    child = layout._door._child
    layout.place(graph("slow"), SIZES)
    layout.give_up()
    assert not layout.is_busy
    placed(qtbot, layout, "fine")
    assert tickets == [1, 3]
    assert layout._door._child is child


@pytest.mark.parametrize(("name", "words"), [("odd", "This graph is odd."), ("crash", "SIGABRT")])
def test_failure(qtbot: QtBot, layout: LayoutProcess, name: str, words: str) -> None:
    """A graph that cannot be placed is told in one paragraph, and the next one is placed."""
    with qtbot.waitSignal(layout.failed, timeout=LONG_MS) as blocker:
        layout.place(graph(name), SIZES)
    assert blocker.args is not None
    assert words in blocker.args[1]
    placed(qtbot, layout, "fine")
