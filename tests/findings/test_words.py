"""PyTorch's commonest errors are told with the shapes and numbers that were met, at the expression that raised."""

import math
from typing import NamedTuple

import pytest
import torch
from torch.nn import functional

from desktop.engine.run import run
from desktop.records.run import Program

PREAMBLE = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


class Told(NamedTuple):
    """A program's last line, the rule that must speak of it, and what it must say among other things."""

    line: str
    rule: str
    words: tuple[str, ...]


TOLD = (
    Told("torch.rand(4, 3) @ torch.rand(4, 3)", "matmul-mismatch", ("(4, 3) @ (4, 3)", "3, must equal", "4.")),
    Told("nn.Linear(8, 2)(torch.rand(5, 6))", "matmul-mismatch", ("of 8 features", "(5, 6) has 6")),
    Told("nn.Conv2d(3, 8, 3)(torch.rand(2, 1, 8, 8))", "matmul-mismatch", ("of 3 channels", "(2, 1, 8, 8) has 1")),
    Told("nn.LSTM(3, 4)(torch.rand(5, 2, 8))", "matmul-mismatch", ("of 3 features", "has 8")),
    Told("torch.rand(4, 3) + torch.rand(4, 2)", "broadcast-mismatch", ("4  3", "4  2", "^")),
    Told("torch.cat([torch.rand(2, 3), torch.rand(2, 4)])", "join-mismatch", ("(2, 3) and (2, 4)",)),
    Told("torch.stack([torch.rand(3), torch.rand(4)])", "join-mismatch", ("(3,) and (4,)",)),
    Told("torch.rand(4, 3).view(5, 2)", "reshape-mismatch", ("(5, 2) has 10 places", "12 numbers", "(4, 3)")),
    Told("torch.rand(4, 3).reshape(-1, 5)", "reshape-mismatch", ("12 numbers", "parts of 5")),
    Told("torch.rand(3, 2).expand(3, 4)", "reshape-mismatch", ("(3, 2)",)),
    Told("torch.rand(10).split([3, 3])", "reshape-mismatch", ("3 + 3 = 6", "has 10")),
    Told("torch.rand(3).sum(1)", "dimension-out-of-range", ("one dimension", "(3,)", "no dimension 1")),
    Told("nn.BatchNorm2d(8)(torch.rand(2, 4, 5, 5))", "layer-mismatch", ("8 channels", "has 4", "(2, 4, 5, 5)")),
    Told("nn.BatchNorm1d(8)(torch.rand(2, 8, 5, 5))", "layer-mismatch", ("4 dimensions", "(2, 8, 5, 5)")),
    Told("nn.LayerNorm(8)(torch.rand(2, 4))", "layer-mismatch", ("(8,)", "(2, 4)")),
    Told("nn.Conv2d(3, 8, 3)(torch.rand(8, 8))", "layer-mismatch", ("(channels, height, width)", "(8, 8)")),
    Told("nn.Conv2d(1, 8, 5)(torch.rand(1, 1, 3, 3))", "input-too-small", ("5x5", "3x3")),
    Told("nn.Embedding(10, 3)(torch.tensor([1, 10]))", "index-out-of-range", ("10 rows", "0 to 9", "1 to 10")),
    Told("torch.rand(3)[5]", "index-out-of-range", ("0 to 2", "5 is none of them")),
    Told(
        "F.cross_entropy(torch.rand(4, 3), torch.tensor([0, 1, 2, 3]))",
        "target-out-of-range",
        ("3 scores", "0 to 2", "says 3"),
    ),
    Told(
        "F.cross_entropy(torch.rand(4, 3), torch.tensor([0, 1, 2]))",
        "target-mismatch",
        ("scores for 4", "classes for 3", "(4, 3) and (3,)"),
    ),
    Told("F.binary_cross_entropy(torch.rand(4, 1), torch.ones(4))", "target-mismatch", ("(4, 1) and (4,)",)),
    Told("nn.Linear(2, 2)(torch.ones(1, 2).double())", "dtype-mismatch", ("float64, float32",)),
    Told("torch.rand(3).item()", "one-number-wanted", ("3 numbers",)),
    Told("nn.Linear(2, 3).load_state_dict(nn.Linear(4, 3).state_dict())", "state-dict-mismatch", ("(3, 2)", "(3, 4)")),
    Told("torch.optim.SGD(nn.Linear(2, 1).parameters(), rate=1)", "optimizer-arguments", ("no argument rate", "lr")),
    Told("nn.Linear(2, 1).wait", "missing-attribute", ("nothing called wait", "weight, bias")),
    Told("torch.empty(10**13)", "out-of-memory", ("40 TB",)),
    Told("torch.tensor([[1, 2], [3]])", "data-conversion", ("one has 2 and another 1",)),
    Told("torch.rand(2) + torch.rand(2, device='meta')", "device-mismatch", ("cpu, meta",)),
)


@pytest.mark.parametrize("told", TOLD, ids=[f"{each.rule}: {each.line}" for each in TOLD])
def test_an_error_is_told_with_its_numbers(told: Told) -> None:
    """PyTorch's own words stay, the place is the expression, and the explanation names what was met."""
    done = run(Program(f"{PREAMBLE}{told.line}\n", trusted=True))
    assert done.error is not None
    (found,) = [each for each in done.findings if each.rule == told.rule]
    assert (found.severity, found.message) == ("error", done.error.message)
    assert found.span is not None
    assert (found.span.line, found.span.column) == (4, 0)
    assert [each for each in told.words if each not in found.explanation] == [], found.explanation


def test_a_step_between_two_passes_is_told_as_what_changed_the_weights() -> None:
    """Where an optimizer changed what backward needs, the step is the place, and the advice is about its order."""
    text = (
        "net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))\n"
        "opt = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "first, second = net(torch.rand(4, 2)).mean(), net(torch.rand(4, 2)).pow(2).mean()\n"
        "first.backward()\nopt.step()\nsecond.backward()\n"
    )
    (found,) = [each for each in run(Program(PREAMBLE + text)).findings if each.rule == "inplace-saved"]
    assert found.span is not None
    assert found.span.line == 8
    assert "`opt.step()` (line 8) changed it" in found.explanation


def test_an_error_holds_no_colours_of_a_terminal() -> None:
    """PyTorch's advice about torch.load, bold on a terminal, is plain text in the record."""
    text = "import io\nfile = io.BytesIO()\ntorch.save(nn.ReLU(), file)\nfile.seek(0)\ntorch.load(file)\n"
    error = run(Program(PREAMBLE + text, trusted=True)).error
    assert error is not None
    assert "Weights only load failed" in error.message
    assert "\x1b" not in error.message + error.traceback


def test_a_loss_of_probabilities_stays_as_far_from_0_as_is_said() -> None:
    """Of two classes, the surest probabilities give a cross entropy of 0.31, and never less."""
    surest = functional.cross_entropy(torch.tensor([[1.0, 0.0]]), torch.tensor([0]))
    assert math.isclose(float(surest), 0.3133, abs_tol=1e-4)
