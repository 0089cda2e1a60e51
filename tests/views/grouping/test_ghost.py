"""The operation that failed stands in the drawing, and in nothing else."""

import msgspec
import pytest

from desktop.engine.run import run
from desktop.layout import place
from desktop.records.graph import Graph
from desktop.records.run import Program, Run
from desktop.views.drawing import Drawing, GhostOperand
from desktop.views.grouping import Groups, bare, failed_call, fold, leading_up, with_ghost

ADD = """import torch
a = torch.ones(3, 4, requires_grad=True)
b = torch.full((5,), 2.0)
c = (a * 2) + b
"""
MODEL = """import torch
from torch import nn
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(9, 2))
out = model(torch.ones(5, 4))
"""
TWO = """import torch
u = torch.ones(3, requires_grad=True).exp()
v = torch.ones(4, requires_grad=True).sin()
z = u * v
"""
SAME = """import torch
a = torch.ones(3, 4, requires_grad=True) * 2
z = a @ a
"""
LOOP = """import torch
w = torch.ones(3, requires_grad=True)
for size in (3, 4):
    x = torch.ones(size)
    loss = (w * x).sum()
    loss.backward()
"""


def drawn(ran: Run, opened: frozenset[str] | None = None) -> Drawing:
    """Draw what led up to a failure, with its ghost."""
    failed = failed_call(ran)
    assert failed is not None
    graph = leading_up(ran, failed) or Graph((), (), ())
    groups = Groups(graph)
    return with_ghost(fold(graph, groups, groups.all_open() if opened is None else opened, saved=False), failed)


def ghost_edges(drawing: Drawing) -> list[str]:
    """Give what the ghost was given, by the ids of drawn nodes."""
    return [edge.target for edge in drawing.edges if edge.source == "ghost"]


def test_a_ghost_stands_behind_its_operands() -> None:
    """An operand with a node is that node, one without a box of its own under the program's name."""
    ran = run(Program(ADD))
    drawing = drawn(ran)
    product = next(node.id for node in ran.graphs[0].nodes if node.kind == "operation")
    assert ghost_edges(drawing) == [product, "ghost:1"]
    (operand,) = [node for node in drawing.nodes if isinstance(node, GhostOperand)]
    assert (operand.label, operand.name) == ("b", "operand 2")
    assert operand.tensor is not None
    assert operand.tensor.shape == (5,)


def test_the_record_holds_no_ghost() -> None:
    """The drawn graph is the run's own, and a graph that is drawn without a failure is drawn as ever."""
    ran = run(Program(ADD))
    drawing = drawn(ran)
    assert drawing.graph is ran.graphs[0]
    assert "ghost" not in drawing.shown_by
    assert with_ghost(msgspec.structs.replace(drawing, failed=None), None).failed is None


@pytest.mark.parametrize("text", [ADD, MODEL, TWO, SAME, LOOP])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_drawing_with_a_ghost_can_be_placed(text: str, *, is_open: bool) -> None:
    """Groups open or closed: every drawn node has a box, and all of the ghost's edges a way."""
    drawing = drawn(run(Program(text)), None if is_open else frozenset())
    placement = place(bare(drawing))
    assert {box.id for box in placement.nodes} == {node.id for node in drawing.nodes}
    ways = [edge.target for edge in placement.edges if edge.source == "ghost"]
    assert sorted(ways) == sorted(ghost_edges(drawing))


def test_the_ghost_stands_below_all_that_it_was_given() -> None:
    """Data runs downwards into it."""
    placement = place(bare(drawn(run(Program(MODEL)))))
    heights = {box.id: box.y for box in placement.nodes}
    assert heights["ghost"] == max(heights.values())


def test_an_operand_inside_a_closed_group_is_the_group() -> None:
    """The edge ends at the group's box; parameters that took no part before go by their paths."""
    drawing = drawn(run(Program(MODEL)), frozenset())
    closed = next(node.id for node in drawing.nodes if node.kind == "group")
    assert ghost_edges(drawing)[0] == closed
    assert {node.label for node in drawing.nodes if node.kind == "operand"} == {"model.2.weight", "model.2.bias"}


def test_operands_of_two_graphs_are_drawn_together() -> None:
    """The failed call would have made them one: both are there, each with its own root."""
    ran = run(Program(TWO))
    assert len(ran.graphs) == 2
    drawing = drawn(ran)
    assert {node.id for node in drawing.graph.nodes} == {node.id for graph in ran.graphs for node in graph.nodes}
    assert set(ghost_edges(drawing)) == set(drawing.roots)


def test_one_tensor_given_twice_has_two_edges() -> None:
    """They are told apart by their place."""
    drawing = drawn(run(Program(SAME)))
    assert len(ghost_edges(drawing)) == 2
    assert len(set(ghost_edges(drawing))) == 1


def test_what_earlier_passes_built_does_not_lead_up_to_a_failure() -> None:
    """Of the graph that rounds of a loop share, only the leaf was an operand."""
    ran = run(Program(LOOP))
    failed = failed_call(ran)
    assert failed is not None
    before = leading_up(ran, failed)
    assert before is not None
    assert [node.label for node in before.nodes] == ["w"]
    assert len(ran.graphs[0].nodes) > 1


def test_a_name_that_is_not_certain_is_not_given() -> None:
    """Of two equal tensors nobody knows which one it was."""
    text = "import torch\nx = torch.ones(2, 3)\ny = torch.ones(2, 3)\nz = x @ y\n"
    failed = failed_call(run(Program(text)))
    assert failed is not None
    assert failed.names == ("", "")


def test_a_run_that_failed_in_no_torch_call_has_no_ghost() -> None:
    """Nor has one that finished."""
    assert failed_call(run(Program("import torch\nx = torch.ones(2)\n1 / 0\n"))) is None
    assert failed_call(run(Program("import torch\nx = torch.ones(2)\n"))) is None
    assert failed_call(None) is None
