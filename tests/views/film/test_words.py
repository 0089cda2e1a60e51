"""Changes and expansions in a few signs."""

import pytest

from desktop.records.flow import Change
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film.change_words import accumulated_words, arrived_words, distance, updated_words
from desktop.views.film.expansions import expansions


def vector(*values: float, kept: bool = True, norm: float = 5.0) -> Tensor:
    """Give a vector; the record may not have kept its values."""
    return Tensor((len(values),), "float32", "cpu", count=len(values), norm=norm, values=values if kept else None)


def number(value: float) -> Tensor:
    """Give a scalar."""
    return Tensor((), "float32", "cpu", count=1, norm=abs(value), values=(value,))


def test_gradients_that_accumulate() -> None:
    """Before + increment = after; of norms, which do not add up, an arrow leads to what it is."""
    assert accumulated_words(Change("n1", number(4.0), number(-4.0)), number(-8.0)) == ".grad 4 + (-8) = -4"
    change = Change("n1", vector(3.0, 4.0), vector(3.0, 4.0, norm=6.5))
    assert accumulated_words(change, vector(1.0, 1.0, norm=2.0)) == ".grad |5| + |2| → |6.5|"
    assert arrived_words(number(-8.0)) == ".grad += -8"
    assert arrived_words(None) == ""


def test_values_that_moved() -> None:
    """A number from where to where, a tensor by how far; where its values were not kept, its norm."""
    assert updated_words(Change("n1", number(3.0), number(3.4))) == "3 → 3.4"
    assert updated_words(Change("n1", vector(1.0, 2.0), vector(4.0, 6.0))) == "|Δ| = 5"
    unknown = Change("n1", vector(1.0, 2.0, kept=False), vector(1.0, 2.0, kept=False, norm=6.0))
    assert updated_words(unknown) == "|5| → |6|"
    assert distance(unknown) is None


@pytest.mark.parametrize(
    ("name", "small", "large", "told"),
    [
        ("AddBackward0", (5,), (16, 5), ("5 → 16×5", "Σ 16×5 → 5")),
        ("MulBackward0", (), (2, 2), ("scalar → 2×2", "Σ 2×2 → scalar")),
        ("ExpandBackward0", (1, 3), (4, 3), ("1×3 → 4×3", "Σ 4×3 → 1×3")),
        ("AddmmBackward0", (5,), (16, 5), ("5 → 16×5", "Σ 16×5 → 5")),
        ("AddBackward0", (16, 5), (16, 5), None),
        ("AddmvBackward0", (1,), (16,), ("1 → 16", "Σ 16 → 1")),
        ("MmBackward0", (1, 5), (1, 5), None),
        ("SumBackward0", (16, 5), (), None),
        ("UnsqueezeBackward0", (5,), (1, 5), None),
    ],
)
def test_broadcasts(name: str, small: tuple[int, ...], large: tuple[int, ...], told: tuple[str, str] | None) -> None:
    """An operand that broadcasts is told on both ways; in operations that do not, a shape that would fit is none."""
    nodes = (
        Node("n0", name, "operation", tensor=Tensor(large, "float32", "cpu")),
        Node("n1", "AccumulateGrad", "leaf", tensor=Tensor(small, "float32", "cpu")),
    )
    found = expansions(Graph(("n0",), nodes, (Edge("n0", "n1", 0, 0),))).get(("n0", "n1", 0))
    assert (None if found is None else (found.forward, found.backward)) == told


def test_a_matrix_that_is_multiplied_is_not_broadcast() -> None:
    """Of `addmm` only what is added is: weights of one row fit by chance."""
    nodes = (
        Node("n0", "AddmmBackward0", "operation", tensor=Tensor((16, 5), "float32", "cpu")),
        Node("n1", "AccumulateGrad", "leaf", tensor=Tensor((1, 5), "float32", "cpu")),
    )
    assert expansions(Graph(("n0",), nodes, (Edge("n0", "n1", 2, 0),))) == {}
