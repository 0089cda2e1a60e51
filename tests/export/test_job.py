"""A picture asked of another process is the picture drawn here."""

import msgspec
import pytest

from desktop.engine.run import run
from desktop.export.drawing_job import draw
from desktop.export.elsewhere import drawn_elsewhere
from desktop.export.job import PictureJob, decode, encode
from desktop.export.placing import placed
from desktop.records.files import UsageError
from desktop.records.graph import Edge, Graph, Node
from desktop.records.run import Program, Run
from desktop.views.grouping import failed_call

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = """import torch
model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1))
loss = model(torch.ones(4, 3)).sum()
loss.backward()
"""


@pytest.fixture(scope="module")
def recorded() -> Run:
    """Run a small model."""
    return run(Program(TEXT))


def test_a_job_comes_back_as_it_was_sent(recorded: Run) -> None:
    """Graph, placement and flow cross in pieces and are the same beyond."""
    graph, flow = recorded.graphs[0], recorded.flows[0]
    placement = placed(graph).placement
    job = PictureJob(".svg", opened=("s0",), position=2.5, area=(1.0, 2.0, 3.0, 4.0))
    assert decode(encode(job, graph, placement, flow)) == (job, graph, placement, flow)
    assert decode(encode(PictureJob(".dot"), graph, None, None)) == (PictureJob(".dot"), graph, None, None)


def test_a_graph_of_many_pieces_crosses_whole() -> None:
    """A chain that is longer than a piece loses nothing."""
    nodes = tuple(Node(f"n{number}", "AddBackward0", "operation") for number in range(1_001))
    edges = tuple(Edge(f"n{number}", f"n{number + 1}", 0, 0) for number in range(1_000))
    graph = Graph(("n0",), nodes, edges)
    assert decode(encode(PictureJob(".svg"), graph, None, None))[1] == graph


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b"\x00\x00\x00\xffshort", b"\x00\x00\x00\x01\xc0"])
def test_what_is_no_job_is_refused(data: bytes) -> None:
    """Damaged messages raise what the child turns into words."""
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        decode(data)


@pytest.mark.parametrize("suffix", [".svg", ".dot", ".graphml", ".json"])
def test_elsewhere_is_as_here(recorded: Run, suffix: str) -> None:
    """The child's bytes are those of this process."""
    job, graph = PictureJob(suffix), recorded.graphs[0]
    assert drawn_elsewhere(job, graph) == draw(job, graph, None, None)


def test_a_graph_that_cannot_be_drawn_is_explained() -> None:
    """A circle has no layers: one paragraph says so."""
    circle = Graph(
        ("a",), (Node("a", "X", "operation"), Node("b", "X", "operation")), (Edge("a", "b", 0, 0), Edge("b", "a", 0, 0))
    )
    with pytest.raises(UsageError, match="circle"):
        drawn_elsewhere(PictureJob(".svg"), circle)


FAILING = """import torch
a = torch.ones(3, 4, requires_grad=True)
c = (a * 2) + torch.ones(5)
"""


def test_a_failed_call_crosses_and_is_pictured() -> None:
    """The picture from elsewhere has the ghost that the one from here has; the document has the graph alone."""
    ran = run(Program(FAILING))
    graph, failed = ran.graphs[0], failed_call(ran)
    assert failed is not None
    job = PictureJob(".svg", opened=(), failed=failed)
    assert decode(encode(job, graph, None, None))[0] == job
    pictured = drawn_elsewhere(job, graph)
    assert b"failed" in pictured
    assert b"add, which failed" in pictured
    assert b"failed" not in drawn_elsewhere(PictureJob(".svg", opened=()), graph)
    document = msgspec.json.decode(drawn_elsewhere(msgspec.structs.replace(job, suffix=".json"), graph), type=Graph)
    assert document == graph
