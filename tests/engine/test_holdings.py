"""The tensors of the last run are there for who asks, exactly, or it is said why not."""

import gc
import math
from typing import Any

import numpy as np
import pytest
import torch

from desktop.engine.holdings import Holdings, NotHeldError
from desktop.engine.run import run
from desktop.engine.tensor_views import BINS, NoSuchViewError, answers
from desktop.records.messages import (
    PLANE_SIZE,
    FetchHistogram,
    FetchPlane,
    FetchTensor,
    HeldTensor,
    TensorHistogram,
    TensorPart,
    TensorPlane,
)
from desktop.records.run import Program, Run

PROGRAM = """
import torch
w = torch.arange(6.0, requires_grad=True)
x = (w.reshape(2, 3) * 2).exp()
loss = x.sum()
loss.backward(retain_graph=True)
loss.backward()
"""


def held(text: str, most_bytes: int = 1 << 30) -> tuple[Run, Holdings]:
    """Run a program and give what is held of it."""
    holdings = Holdings(most_bytes)
    outcome = run(Program(text, trusted=True), holdings=holdings)
    assert outcome.error is None, outcome.error.traceback
    return outcome, holdings


def node(outcome: Run, name: str) -> str:
    """Give the id of the first node of a name."""
    return next(each.id for graph in outcome.graphs for each in graph.nodes if each.name == name)


def values(tensor: torch.Tensor) -> Any:
    """Put a tensor's bytes together again."""
    parts = [each for each in answers(FetchTensor(1, 1, HeldTensor("value")), tensor) if isinstance(each, TensorPart)]
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    data = b"".join(part.data for part in parts)
    return np.frombuffer(data, np.dtype(parts[0].dtype).newbyteorder("<")).reshape(parts[0].shape)


def plane(tensor: torch.Tensor, rows: int, columns: int, at: tuple[int, ...] = ()) -> tuple[TensorPlane, Any, Any]:
    """Ask for a plane."""
    (answer,) = answers(FetchPlane(1, 1, HeldTensor("value"), rows, columns, at), tensor)
    assert isinstance(answer, TensorPlane)
    least, greatest = (np.frombuffer(each, "<f8") for each in (answer.least, answer.greatest))
    shape = (answer.height, answer.width)
    return answer, least.reshape(shape), greatest.reshape(shape)


def histogram(tensor: torch.Tensor) -> TensorHistogram:
    """Ask for a histogram."""
    (answer,) = answers(FetchHistogram(1, 1, HeldTensor("value")), tensor)
    assert isinstance(answer, TensorHistogram)
    return answer


def test_values_saved_tensors_gradients_and_variables_are_the_programs() -> None:
    """What is held is bit for bit what the program computed, for each pass."""
    outcome, holdings = held(PROGRAM)
    x = (torch.arange(6.0).reshape(2, 3) * 2).exp()
    exp, leaf = node(outcome, "ExpBackward0"), node(outcome, "AccumulateGrad")
    assert torch.equal(holdings.find(HeldTensor("value", exp)), x)
    assert torch.equal(holdings.find(HeldTensor("saved", exp, "result")), x)
    assert torch.equal(holdings.find(HeldTensor("value", leaf)), torch.arange(6.0))
    assert torch.equal(holdings.find(HeldTensor("variable", name="x")), x)
    for number in (1, 2):
        arrived = holdings.find(HeldTensor("incoming", leaf, number=number))
        assert torch.equal(arrived, (x * 2).reshape(6))
        sent = holdings.find(HeldTensor("outgoing", exp, number=number))
        assert torch.equal(sent, x)


@pytest.mark.parametrize(
    ("text", "which", "words"),
    [
        ("y = x * 1\ny.add_(1)\ny.sum().backward()", HeldTensor("value", "n2"), "changed"),
        ("y = x * 1", HeldTensor("value", "n99"), "does not hold"),
        ("y = torch.ones(2, device='meta')", HeldTensor("variable", name="y"), "meta"),
    ],
)
def test_what_is_not_there_is_said_in_a_paragraph(text: str, which: HeldTensor, words: str) -> None:
    """A tensor that changed in place, that nobody knows or that has no elements gives its reason and no numbers."""
    _, holdings = held(f"import torch\nx = torch.ones(2, requires_grad=True)\n{text}\n")
    with pytest.raises(NotHeldError, match=words):
        holdings.find(which)


def test_the_newest_are_held_up_to_the_bound() -> None:
    """Past the bound on memory the older tensors are let go, and memory that is shared counts once."""
    text = "import torch\na = torch.ones(1000, requires_grad=True)\nb = (a * 1)\nb.backward(torch.ones(1000))\n"
    _, holdings = held(text, most_bytes=6000)
    assert torch.equal(holdings.find(HeldTensor("variable", name="a")), torch.ones(1000))
    with pytest.raises(NotHeldError, match="more than"):
        holdings.find(HeldTensor("value", "n0"))


def test_holding_keeps_nothing_alive_while_the_program_runs() -> None:
    """Tensors die in the program when they would, with holdings or without."""
    text = """
import gc, torch, weakref
x = torch.ones(3, requires_grad=True)
def f():
    y = x.exp()
    y.sum().backward()
    return weakref.ref(y)
print(f()() is None)
"""
    outcome, _ = held(text)
    assert outcome.output == "True\n"
    gc.collect()


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.complex64, torch.int64, torch.bool]
)
def test_bytes_are_the_values_of_every_dtype(dtype: torch.dtype) -> None:
    """Elements cross whole; a dtype that NumPy lacks crosses as float32, which holds all its values."""
    tensor = (torch.arange(12) % 5).reshape(3, 4).to(dtype).T
    expected = tensor.float().numpy() if dtype is torch.bfloat16 else tensor.numpy()
    assert values(tensor).dtype == expected.dtype
    assert (values(tensor) == expected).all()


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1_500_000,)])
def test_tensors_cross_in_parts_of_a_few_megabytes(shape: tuple[int, ...]) -> None:
    """A scalar, an empty and a large tensor come back in their shape."""
    tensor = torch.arange(math.prod(shape), dtype=torch.float32).reshape(shape)
    assert (values(tensor) == tensor.numpy()).all()
    assert values(tensor).shape == shape


def test_a_small_plane_is_exact() -> None:
    """Each cell is one element of the plane that the indices name, either way round."""
    tensor = torch.arange(24.0).reshape(2, 3, 4)
    answer, least, greatest = plane(tensor, 1, 2, (1, 0, 0))
    assert (answer.shape, answer.step) == ((3, 4), (1, 1))
    assert (least == tensor[1].numpy()).all()
    assert (greatest == least).all()
    assert (plane(tensor, 2, 0, (0, 2, 0))[1] == tensor[:, 2].T.numpy()).all()
    assert (plane(tensor[0, 0], 0, 0)[1] == [[0, 1, 2, 3]]).all()
    assert plane(torch.tensor(3.0), 0, 0)[1].tolist() == [[3.0]]


def test_a_large_plane_keeps_every_extreme() -> None:
    """A plane of more cells than a picture has keeps the least and the greatest of each, and NaN shows."""
    tensor = torch.rand(1000, 2000)
    tensor[713, 1999], tensor[2, 3], tensor[500, 500] = 9, -9, math.nan
    answer, least, greatest = plane(tensor, 0, 1)
    assert max(answer.height, answer.width) <= PLANE_SIZE
    rows, columns = answer.step
    assert greatest[713 // rows, 1999 // columns] == 9
    assert least[2 // rows, 3 // columns] == -9
    assert np.isnan(least[500 // rows, 500 // columns])
    assert np.isnan(least).sum() == 1


def test_a_histogram_counts_every_finite_element_once() -> None:
    """Counts are NumPy's over the same interval; NaN and infinities are counted apart."""
    tensor = torch.cat([torch.randn(5000, dtype=torch.float64), torch.tensor([math.nan, math.inf, -math.inf])])
    answer = histogram(tensor)
    finite = tensor[:5000].numpy()
    expected, _ = np.histogram(finite, BINS, (finite.min(), finite.max()))
    assert (answer.low, answer.high) == (finite.min(), finite.max())
    assert sum(answer.counts) == 5000
    assert np.abs(np.cumsum(answer.counts) - np.cumsum(expected)).max() <= 1  # a value on a border may fall either way
    assert (answer.nans, answer.infinities) == (1, 2)


@pytest.mark.parametrize("low_high", [(1.0, 1.0), (-1.7e308, 1.7e308), (0.0, 5e-324)])
def test_a_histogram_of_extremes(low_high: tuple[float, float]) -> None:
    """A constant, the widest and the narrowest interval there is lose no element."""
    answer = histogram(torch.tensor(low_high, dtype=torch.float64))
    assert sum(answer.counts) == 2
    assert (answer.low, answer.high) == low_high


@pytest.mark.parametrize(("rows", "columns", "at"), [(0, 2, ()), (0, 1, (0,)), (1, 1, (7, 0))])
def test_a_plane_that_is_not_there_is_refused(rows: int, columns: int, at: tuple[int, ...]) -> None:
    """Indices outside of the tensor are told, not guessed."""
    with pytest.raises(NoSuchViewError):
        plane(torch.ones(2, 3), rows, columns, at)


def test_complex_tensors_have_no_order() -> None:
    """No heat map and no histogram is made up for complex numbers."""
    with pytest.raises(NoSuchViewError, match="complex"):
        histogram(torch.ones(2, dtype=torch.complex64))
