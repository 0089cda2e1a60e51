"""Tensors that seem larger than all memory are measured by what lies in memory, and by how often it is repeated."""

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch

from desktop.engine.distinct import distinct, extent, is_beyond_reading
from desktop.engine.holdings import Holdings
from desktop.engine.run import run
from desktop.engine.summary import describe
from desktop.engine.tensor_views import NoSuchViewError, answers
from desktop.records.messages import (
    FetchHistogram,
    FetchPlane,
    FetchTensor,
    HeldTensor,
    TensorHistogram,
    TensorPart,
    TensorPlane,
)
from desktop.records.run import Program

HUGE = 10**13
HUGE_PROGRAMS = {
    "expanded": "x = torch.full((1,), 2.0).expand(10**13)",
    "expanded rows": "x = torch.ones(3, 1).expand(3, 10**12)",
    "integers": "x = torch.ones(1, dtype=torch.int64).expand(10**13)",
    "truth values": "x = torch.tensor(True).expand(10**13)",
    "half": "x = torch.ones(1, dtype=torch.bfloat16).expand(10**13)",
    "conjugate": "x = torch.ones(1, dtype=torch.complex64).expand(10**13).conj()",
    "imaginary part": "x = torch.ones(1, dtype=torch.complex64).expand(10**13).conj().imag",
    "strided by nothing": "x = torch.arange(1e6).as_strided((10**6, 10**6), (0, 1))",
    "strided over itself": "x = torch.arange(2e6).as_strided((10**6, 10**6), (1, 1))",
    "windows": "x = torch.arange(1e6).unfold(0, 100_000, 1)",
    "without memory": "x = torch.empty(10**6, 10**7, device='meta', requires_grad=True)\n(x * 2).sum().backward()",
    "a leaf and its gradient": "one = torch.ones(1).expand(10**13)\nx = one.detach().requires_grad_()\nx.grad = one",
    "in the graph": "w = torch.ones(3, requires_grad=True)\nx = w[:1].expand(10**12)\nw.sum().backward()",
}


@pytest.mark.parametrize("text", HUGE_PROGRAMS.values(), ids=HUGE_PROGRAMS)
def test_a_run_takes_no_memory_for_what_has_none(text: str) -> None:
    """A program with a huge view ends as it does alone, its record tells of the view, and the next run is sound."""
    done = run(Program(f"import torch\n{text}\n", trusted=True), holdings=Holdings())
    assert done.error is None
    (x,) = [each.tensor for each in done.variables if each.name == "x"]
    assert x is not None
    assert x.count == math.prod(x.shape)
    after = run(Program("import torch\ny = torch.ones(2, requires_grad=True)\ny.sum().backward()\nprint(y.grad)"))
    assert after.output == "tensor([1., 1.])\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.tensor([[1.0, -2.0, 0.0, math.inf]]).T.expand(4, 3_000),
        lambda: torch.randn(5, 1, 7).expand(5, 400, 7),
        lambda: torch.randn(1, 1).expand(300, 300),
        lambda: torch.randint(-3, 3, (6, 1)).expand(6, 2_000),
        lambda: torch.randn(6, 1, dtype=torch.complex64).expand(6, 2_000),
        lambda: torch.randn(6, 1, dtype=torch.complex64).expand(6, 2_000).conj(),
        lambda: torch.arange(9_000.0).as_strided((4_000, 3), (2, 1)),
    ],
)
def test_what_repeats_has_the_statistics_of_its_copy(make: Callable[[], torch.Tensor]) -> None:
    """The record of a view that repeats elements equals that of a copy that has them all."""
    tensor = make()
    ours, copied = describe(tensor), describe(tensor.clone(memory_format=torch.contiguous_format))
    assert (ours.count, ours.values, ours.zeros, ours.nans, ours.infinities) == (
        copied.count,
        copied.values,
        copied.zeros,
        copied.nans,
        copied.infinities,
    )
    for name in ("minimum", "maximum", "mean", "deviation", "norm"):
        one, other = getattr(ours, name), getattr(copied, name)
        assert one == other or one == pytest.approx(other, rel=1e-6), name


def test_the_figures_of_a_huge_view_are_exact() -> None:
    """Counts and the norm scale with how often elements are repeated; first values are those of the view."""
    told = describe(torch.tensor([[0.0], [3.0], [math.nan]]).expand(3, HUGE))
    assert (told.zeros, told.nans, told.infinities) == (HUGE, HUGE, 0)
    assert told.values == (0.0,) * 64
    assert describe(torch.tensor([2.0]).expand(HUGE)).norm == 2 * math.sqrt(HUGE)


def test_a_large_tensor_is_reduced_in_parts() -> None:
    """A tensor of more than one part has the figures that NumPy finds in double precision."""
    tensor = torch.rand(2**24 + 1_000) + 3
    tensor[-1] = 100.0
    told, exact = describe(tensor), tensor.numpy().astype(np.float64)
    assert (told.minimum, told.maximum) == (float(exact.min()), 100.0)
    assert told.mean == pytest.approx(exact.mean(), rel=1e-12)
    assert told.deviation == pytest.approx(exact.std(), rel=1e-9)
    assert told.norm == pytest.approx(float(np.linalg.norm(exact)), rel=1e-12)
    tensor[5] = math.nan
    spoilt = describe(tensor)
    assert (spoilt.minimum, spoilt.maximum, spoilt.mean, spoilt.nans) == ("NaN", "NaN", "NaN", 1)


def test_distinct_elements_and_how_often() -> None:
    """Only dimensions along which nothing moves are taken once; overlaps by other strides are told apart."""
    assert distinct(torch.ones(2, 1, 3).expand(2, 5, 3))[1] == 5
    assert distinct(torch.ones(2, 1).expand(4, 2, 6))[1] == 24
    assert distinct(torch.ones(2, 3).T)[1] == 1
    assert extent(torch.ones(4, 6)[:, ::2]) == 23
    assert extent(torch.ones(0, 3)) == 0
    assert not is_beyond_reading(torch.ones(1).expand(HUGE)[:100])
    assert is_beyond_reading(torch.arange(1e6).unfold(0, 100_000, 1))


def test_views_of_a_huge_tensor() -> None:
    """Its histogram and its planes are told from what lies in memory; its values and overlaps are refused."""
    rows = torch.tensor([[0.0], [1.0], [1.0]]).expand(3, HUGE)
    (histogram,) = answers(FetchHistogram(1, 1, HeldTensor("value")), rows)
    assert isinstance(histogram, TensorHistogram)
    assert (histogram.counts[0], histogram.counts[-1]) == (HUGE, 2 * HUGE)
    (plane,) = answers(FetchPlane(1, 1, HeldTensor("value"), 0, 1), rows)
    assert isinstance(plane, TensorPlane)
    assert plane.shape == (3, HUGE)
    values = np.frombuffer(plane.least, "<f8").reshape(plane.height, plane.width)
    assert (values == [[0.0], [1.0], [1.0]]).all()
    windows = torch.arange(1e6).unfold(0, 100_000, 1)
    for request, tensor in (
        (FetchTensor(1, 1, HeldTensor("value")), rows),
        (FetchPlane(1, 1, HeldTensor("value"), 0, 1), windows),
        (FetchHistogram(1, 1, HeldTensor("value")), windows),
    ):
        with pytest.raises(NoSuchViewError):
            list(answers(request, tensor))


def test_the_values_of_a_small_view_are_sent() -> None:
    """What was expanded to a size that can be sent is sent in full."""
    (part,) = answers(FetchTensor(1, 1, HeldTensor("value")), torch.tensor([2.0]).expand(3))
    assert isinstance(part, TensorPart)
    assert np.frombuffer(part.data, "<f4").tolist() == [2.0, 2.0, 2.0]
