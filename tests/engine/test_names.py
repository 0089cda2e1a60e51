"""What the record calls leaves and modules, and where it says that nodes were made, in programs of every kind."""

from textwrap import dedent

import pytest

from desktop.engine.run import run
from desktop.records.graph import Graph, Node
from desktop.records.run import Program, Run


def ran(text: str) -> Run:
    """Run a program that may do everything, and expect it to finish."""
    outcome = run(Program(dedent(text), trusted=True))
    assert outcome.error is None, outcome.error.traceback
    return outcome


def leaves(graph: Graph) -> set[str]:
    """Give what the leaves of a graph are called."""
    return {node.label for node in graph.nodes if node.kind == "leaf"}


def operations(outcome: Run) -> list[Node]:
    """Give all operations of a run."""
    return [node for graph in outcome.graphs for node in graph.nodes if node.kind == "operation"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("w = nn.Parameter(torch.rand(2))\n(w * 2).sum().backward()", {"w"}),
        ("ws = [nn.Parameter(torch.rand(2)) for _ in range(2)]\n(ws[0] * ws[1]).sum().backward()", {"ws[0]", "ws[1]"}),
        ("ps = {'a': nn.Parameter(torch.rand(2))}\n(ps['a'] * 2).sum().backward()", {"ps['a']"}),
        ("def f():\n    q = nn.Parameter(torch.rand(2))\n    return (q * 2).sum()\nf().backward()", {"q"}),
        (
            (
                "class Affine:\n    def __init__(self):\n        self.w = nn.Parameter(torch.rand(2))\n"
                "    def loss(self):\n        return (self.w * 2).sum()\nAffine().loss().backward()"
            ),
            {"self.w"},
        ),
        (
            "w = torch.rand(3, requires_grad=True)\ntorch.vmap(lambda x: x * w)(torch.rand(4, 3)).sum().backward()",
            {"w"},
        ),
    ],
)
def test_a_leaf_bears_the_name_it_has_in_the_program(lines: str, expected: set[str]) -> None:
    """A parameter needs no module to be named, and is named also where only a transform used it."""
    (graph,) = ran(f"import torch\nfrom torch import nn\n{lines}\n").graphs
    assert leaves(graph) == expected


def test_layers_that_were_replaced_keep_their_names() -> None:
    """What a layer made bears that layer's path, also when another layer has taken its place since."""
    outcome = ran(
        """
        import torch
        from torch import nn
        m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
        m(torch.rand(1, 2)).sum().backward()
        m(torch.rand(1, 2)).sum().backward()
        m[1] = nn.Linear(2, 3)
        m(torch.rand(1, 2)).sum().backward()
        """
    )
    (graph,) = outcome.graphs
    assert leaves(graph) == {"m.0.weight", "m.0.bias", "m.1.weight", "m.1.bias"}
    assert {node.module for node in operations(outcome) if node.name == "AddmmBackward0"} == {"m.0", "m.1"}


@pytest.mark.parametrize(
    "lines",
    [
        "torch.vmap(lambda x: torch.dot(x, w).sin())(torch.rand(5, 3)).sum().backward()",
        "torch.func.grad(lambda t: (t * w).pow(2).sum())(torch.ones(3)).sum().backward()",
        "g = torch.autograd.grad((w ** 3).sum(), w, create_graph=True)[0]\ng.sum().backward()",
        "y = w * 1\nv = y[1:]\ny.mul_(2)\nv.grad_fn\nv.sum().backward()",
        "z = w // 0.3",
        "y = w * 1\ny.view(-1)[1:].mul_(y[:2] * 2)\ny.sum().backward()",
    ],
)
def test_every_operation_stands_somewhere_in_the_text(lines: str) -> None:
    """In transforms, double backwards, renewed views and operations without a derivative each node has its span."""
    outcome = ran(f"import torch\nw = torch.rand(3, requires_grad=True)\n{lines}\n")
    assert [node.name for node in operations(outcome) if node.span is None] == []


def test_equal_runs_tell_objects_alike() -> None:
    """The address of an object is no part of what a variable is said to be."""
    text = "class Thing:\n    pass\nthings = [Thing(), Thing()]\n"
    first, second = ran(text), ran(text)
    assert first.variables == second.variables
    assert "0x" not in first.variables[0].text


def test_an_anomaly_is_told_without_frames_of_ours() -> None:
    """The traceback of the forward call that torch prints begins with the program's own frame."""
    outcome = ran(
        """
        import torch
        x = torch.zeros(1, requires_grad=True)
        with torch.autograd.detect_anomaly():
            y = (x.sqrt() * 0).sum()
            try:
                y.backward()
            except RuntimeError:
                pass
        """
    )
    assert "Traceback of forward call" in outcome.output
    assert 'File "program.py", line 5' in outcome.output
    assert "desktop" not in outcome.output
