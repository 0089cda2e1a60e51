"""A failed operation is a ghost with its operands, and the graph up to it is recorded."""

import pytest

from desktop.engine.run import run
from desktop.records.run import Program
from desktop.records.text import Span

FAILING = "import torch\na = torch.rand(2, 3, requires_grad=True)\nb = (a * 2).exp() + torch.rand(2, 4)\n"


def test_a_shape_error_keeps_the_graph_up_to_it() -> None:
    """Operands that no name holds are recorded with their graph, and the ghost names their nodes."""
    done = run(Program(FAILING))
    assert done.error is not None
    ghost = done.error.ghost
    assert ghost is not None
    assert (ghost.name, ghost.span, ghost.message) == ("add", Span(3, 4, 3, 36), done.error.message)
    assert [each.tensor.shape for each in ghost.operands] == [(2, 3), (2, 4)]
    names = {node.id: node.name for graph in done.graphs for node in graph.nodes}
    assert names[ghost.operands[0].node or ""] == "ExpBackward0"
    assert ghost.operands[1].node is None
    assert "MulBackward0" in names.values()


def test_a_layer_that_fails_shows_its_weight() -> None:
    """Within a module the operands are the input and the parameters."""
    done = run(Program("import torch\ny = torch.nn.Linear(3, 2)(torch.rand(4, 5, requires_grad=True))\n"))
    assert done.error is not None
    assert done.error.ghost is not None
    assert [each.tensor.shape for each in done.error.ghost.operands] == [(4, 5), (2, 3), (2,)]


@pytest.mark.parametrize("text", ["raise ValueError('no')\n", "import torch\ntorch.rand(2).nothing\n", "1 / 0\n"])
def test_what_is_no_operation_has_no_ghost(text: str) -> None:
    """An exception from elsewhere has none."""
    done = run(Program(text))
    assert done.error is not None
    assert done.error.ghost is None


def test_a_caught_failure_leaves_no_ghost() -> None:
    """Only what ended the program counts."""
    text = "import torch\ntry:\n    torch.rand(2) + torch.rand(3)\nexcept RuntimeError:\n    pass\nraise KeyError(1)\n"
    done = run(Program(text))
    assert done.error is not None
    assert done.error.ghost is None


REFUSING_TO_TELL = {
    "unbound": "p = torch.zeros(2, requires_grad=True) * 1\n"
    "with torch.no_grad():\n    x, y = p\np.add_(1)\nx @ torch.ones(3)",
    "chunks of a weight": "e = nn.Embedding(10, 3, padding_idx=0)\nwith torch.no_grad():\n"
    "    x, y = e.weight[:4].chunk(2)\n    e.weight.mul_(2)\nx @ torch.ones(5, 5)",
    "chunks of data": "p, w = torch.zeros(4, 2), torch.ones(2, requires_grad=True)\nx, y = p.chunk(2)\np.mul_(w)\n"
    "x @ torch.ones(3)",
}


@pytest.mark.parametrize("text", REFUSING_TO_TELL.values(), ids=REFUSING_TO_TELL)
def test_views_that_torch_refuses_to_describe_are_operands_all_the_same(text: str) -> None:
    """A view made without grad whose base was changed since has no node in the ghost, and its ghost is there."""
    done = run(Program(f"import torch\nfrom torch import nn\n{text}", trusted=True))
    assert done.error is not None
    assert done.error.ghost is not None
    assert len(done.error.ghost.operands) > 0
    assert done.error.ghost.operands[0].node is None


def test_rosenbrock_by_a_closure_prints_what_it_prints_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Coordinates unbound from the parameter that LBFGS moves in place disturb neither the run nor its record."""
    text = """
import torch
p = torch.tensor([-1.5, 2.0], requires_grad=True)
optimizer = torch.optim.LBFGS([p], lr=0.1)
def closure():
    global x, y
    optimizer.zero_grad()
    x, y = p
    loss = (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
    loss.backward()
    return loss
for _ in range(5):
    print(optimizer.step(closure).item())
"""
    exec(compile(text, "alone.py", "exec"), {"__name__": "alone"})  # noqa: S102 # the program is ours
    done = run(Program(text, trusted=True))
    assert done.error is None
    assert done.output == capsys.readouterr().out
