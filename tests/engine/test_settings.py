"""What a node keeps beside tensors: the plain arguments that its derivative depends on."""

import msgspec
import pytest

from desktop.engine.run import run
from desktop.records.run import Program, Run

TEXT = """
import torch

class Odd(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        ctx._saved_odd = {}
        return a * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2

x = torch.ones(3, 4, requires_grad=True)
y = torch.add(x, x, alpha=2.5).softmax(-1).clamp(0.0, float("inf"))
z = torch.nn.functional.gelu(y.sum(-1)).pow(2).sum() + Odd.apply(x).sum()
z.backward()
"""


@pytest.fixture(scope="module")
def ran() -> Run:
    """Run it once."""
    return run(Program(TEXT))


def settings(ran: Run, name: str) -> dict[str, object]:
    """Give the settings of the first node of a name."""
    node = next(node for node in ran.graphs[0].nodes if node.name == name)
    return {setting.name: setting.value for setting in node.settings}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SoftmaxBackward0", {"dim": -1}),
        ("SumBackward1", {"dim": (-1,), "keepdim": False}),
        ("PowBackward0", {"exponent": 2}),
        ("ClampBackward1", {"max": "Infinity", "min": 0.0}),
        ("GeluBackward0", {"approximate": "none"}),
        ("OddBackward", {}),
        ("AccumulateGrad", {}),
    ],
)
def test_the_arguments_of_an_operation_are_recorded(ran: Run, name: str, expected: dict[str, object]) -> None:
    """They are as the program gave them, though a backward has freed the tensors; shapes are no settings."""
    assert ran.status == "finished"
    assert settings(ran, name) == expected


def test_an_argument_is_told_by_its_place(ran: Run) -> None:
    """Of several nodes of a name each has its own."""
    alphas = [each.value for node in ran.graphs[0].nodes if node.name == "AddBackward0" for each in node.settings]
    assert alphas == [1, 2.5]


def test_settings_cross_whole(ran: Run) -> None:
    """JSON and the wire lose nothing of them."""
    assert msgspec.json.decode(msgspec.json.encode(ran), type=Run) == ran
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ran), type=Run) == ran
