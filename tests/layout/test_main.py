"""The layout process, spoken to through real pipes."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from desktop.layout import place
from desktop.records.graph import Graph
from desktop.records.messages import (
    NODES_IN_A_PART,
    FromLayout,
    LayoutFailed,
    PlaceGraph,
    PlacementPart,
    Size,
)
from desktop.records.wire import FrameReader, frame

Build = Callable[..., Graph]
_COMMAND = [sys.executable, "-m", "desktop.layout"]


def _served(*requests: bytes) -> tuple[list[FromLayout], subprocess.CompletedProcess[bytes]]:
    process = subprocess.run(_COMMAND, input=b"".join(requests), capture_output=True, check=False, timeout=60)
    reader: FrameReader[FromLayout] = FrameReader(FromLayout)
    return list(reader.feed(process.stdout)), process


def test_a_request_is_answered_with_what_place_gives(graph_of: Build) -> None:
    """The parts joined are the placement; the sizes sent are the sizes used; the end of input is a good end."""
    graph = graph_of("z>x", "z>y", leaves="x y")
    sizes = (Size("z", 200.0, 40.0), Size("x", 60.0, 30.0))
    answers, process = _served(frame(PlaceGraph(7, graph, sizes)))
    expected = place(graph, {"z": (200.0, 40.0), "x": (60.0, 30.0)})
    assert answers == [PlacementPart(7, expected.nodes, expected.edges, expected.size, last=True)]
    assert (process.returncode, process.stderr) == (0, b"")


def test_a_large_placement_comes_in_parts(graph_of: Build) -> None:
    """No part holds more nodes than allowed, and only the last says so."""
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(2_500)))
    answers, _ = _served(frame(PlaceGraph(1, graph, ())))
    parts = [answer for answer in answers if isinstance(answer, PlacementPart)]
    assert [part.last for part in parts] == [False, False, True]
    assert max(len(part.nodes) for part in parts) <= NODES_IN_A_PART
    assert tuple(node for part in parts for node in part.nodes) == place(graph).nodes
    assert tuple(edge for part in parts for edge in part.edges) == place(graph).edges


def test_an_empty_graph_is_answered() -> None:
    """Whoever asked is not left waiting."""
    answers, _ = _served(frame(PlaceGraph(3, Graph((), (), ()), ())))
    assert answers == [PlacementPart(3, (), (), (0.0, 0.0), last=True)]


def test_an_impossible_graph_is_answered_and_the_process_goes_on(graph_of: Build) -> None:
    """A cycle gives one paragraph; the next request is served."""
    with subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        reader: FrameReader[FromLayout] = FrameReader(FromLayout)
        process.stdin.write(frame(PlaceGraph(1, graph_of("a>b", "b>a"), ())))
        process.stdin.flush()
        (failed,) = _next(process, reader)
        assert isinstance(failed, LayoutFailed)
        assert failed.ticket == 1
        assert "circle" in failed.error
        process.stdin.write(frame(PlaceGraph(2, graph_of("a>b"), ())))
        process.stdin.flush()
        (placed,) = _next(process, reader)
        assert placed.ticket == 2
        process.stdin.close()
        assert process.wait(60) == 0


def test_of_requests_that_queue_up_only_the_newest_is_placed(graph_of: Build) -> None:
    """While one graph is being placed, three more come: the last is answered, and no ticket twice."""
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(2_000)))
    answers, _ = _served(*(frame(PlaceGraph(ticket, graph, ())) for ticket in range(30)))
    finished = [answer.ticket for answer in answers if isinstance(answer, PlacementPart) and answer.last]
    assert finished == sorted(set(finished))
    assert finished[-1] == 29
    assert len(finished) < 30


def test_what_is_being_placed_is_broken_off_for_a_newer_request(graph_of: Build) -> None:
    """A graph that would take for ever is left where it is; the next one is answered by the same process."""
    code = (
        "import sys; import desktop.layout.serve as serve; from desktop.layout import __main__ as program\n"
        "place = serve.place\n"
        "def endless(graph, *rest, **more):\n"
        "    if graph.nodes[0].id == 'endless':\n"
        "        sys.stderr.write('begun'); sys.stderr.flush()\n"
        "        while True: pass\n"
        "    return place(graph, *rest, **more)\n"
        "serve.place = endless\n"
        "sys.exit(program.main())"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe) as process:
        reader: FrameReader[FromLayout] = FrameReader(FromLayout)
        assert process.stdin is not None
        assert process.stderr is not None
        for ticket in range(3):
            process.stdin.write(frame(PlaceGraph(2 * ticket, graph_of("endless>b"), ())))
            process.stdin.flush()
            assert process.stderr.read(5) == b"begun"
            process.stdin.write(frame(PlaceGraph(2 * ticket + 1, graph_of("a>b"), ())))
            process.stdin.flush()
            assert [answer.ticket for answer in _next(process, reader)] == [2 * ticket + 1]
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.parametrize("damaged", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x03abc"])
def test_a_damaged_frame_ends_the_process(damaged: bytes) -> None:
    """With status 2, one line on standard error and no traceback."""
    answers, process = _served(damaged)
    assert answers == []
    assert process.returncode == 2
    assert len(process.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in process.stderr


def test_prints_do_not_reach_the_stream() -> None:
    """Whatever a library prints goes to standard error."""
    code = (
        "import os, sys; import desktop.layout.serve as serve; from desktop.layout import __main__ as program\n"
        "program.serve = lambda requests, answers: (print('stray', flush=True), os.write(1, b'raw'))\n"
        "sys.exit(program.main())"
    )
    process = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=False, timeout=60)
    assert (process.returncode, process.stdout) == (0, b"")
    assert b"stray" in process.stderr
    assert b"raw" in process.stderr


def test_the_process_needs_neither_torch_nor_qt() -> None:
    """Placing a graph imports nothing of either."""
    code = (
        "import sys, desktop.layout.__main__; from desktop.layout import place; from desktop.records.graph import *\n"
        "place(Graph((), (Node('a', 'Add', 'operation'),), ()))\n"
        "sys.exit(any(name.split('.')[0] in ('torch', 'PySide6', 'pyqtgraph') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def _next(process: subprocess.Popen[bytes], reader: FrameReader[FromLayout]) -> list[FromLayout]:
    assert process.stdout is not None
    answers: list[FromLayout] = []
    while not answers:
        data = process.stdout.read1(65_536)  # type: ignore[attr-defined]
        assert data
        answers = list(reader.feed(data))
    return answers
