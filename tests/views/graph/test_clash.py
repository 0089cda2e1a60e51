"""The sizes that stand out are those that PyTorch could not bring together."""

import pytest

from desktop.engine.run import run
from desktop.records.ghost import Ghost
from desktop.records.run import Program
from desktop.views.graph.clash import clashing

CASES = {
    "torch.ones(3, 4) + torch.ones(5)": {(0, 1), (1, 0)},
    "torch.ones(2, 1, 4) * torch.ones(3, 5, 1)": {(0, 0), (1, 0)},
    "torch.where(torch.ones(2, 3) > 0, torch.ones(2, 1), torch.ones(4, 3))": {(0, 0), (1, 0), (2, 0)},
    "torch.ones(2, 3) @ torch.ones(4, 5)": {(0, 1), (1, 0)},
    "torch.mv(torch.ones(2, 3), torch.ones(4))": {(0, 1), (1, 0)},
    "torch.bmm(torch.ones(7, 2, 3), torch.ones(7, 4, 5))": {(0, 2), (1, 1)},
    "torch.addmm(torch.ones(5), torch.ones(2, 3), torch.ones(4, 5))": {(1, 1), (2, 0)},
    "torch.nn.functional.linear(torch.ones(2, 3), torch.ones(5, 4))": {(0, 1), (1, 1)},
    "torch.nn.functional.conv2d(torch.ones(1, 3, 8, 8), torch.ones(2, 4, 3, 3))": {(0, 1), (1, 1)},
    "torch.nn.functional.conv1d(torch.ones(3, 8), torch.ones(2, 4, 3))": {(0, 0), (1, 1)},
    "torch.cat([torch.ones(2, 3), torch.ones(5, 3), torch.ones(2, 4)])": {(0, 1), (1, 1), (2, 1)},
    "torch.cat([torch.ones(2, 3), torch.ones(5, 3)], 1)": {(0, 0), (1, 0)},
    "torch.stack([torch.ones(2, 3), torch.ones(2, 4)])": {(0, 1), (1, 1)},
}
NONE = (
    "torch.ones(3, 4).view(5, 2)",
    "torch.nn.functional.cross_entropy(torch.ones(2, 3), torch.ones(2))",
    "torch.ones(2, 2) @ torch.ones(2, 2, dtype=torch.float64)",
)


def failed(expression: str) -> Ghost:
    """Evaluate an expression that fails and give what the run says of it."""
    error = run(Program(f"import torch\n{expression}\n")).error
    assert error is not None
    assert error.ghost is not None
    return error.ghost


@pytest.mark.parametrize("expression", CASES)
def test_the_sizes_that_do_not_fit_are_found(expression: str) -> None:
    """Whether lined up, multiplied, convolved or joined."""
    assert clashing(failed(expression)) == CASES[expression]


@pytest.mark.parametrize("expression", NONE)
def test_where_it_was_no_size_none_stands_out(expression: str) -> None:
    """A number of elements, a dtype: no single size is to blame."""
    assert clashing(failed(expression)) == frozenset()
