"""Saved tensors stand beside their owners, under the program's names where these are certain."""

import msgspec
import pytest

from desktop.layout.place import place
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.drawing import SavedTensor
from desktop.views.grouping import Groups, bare, fold


def filled(value: float, shape: tuple[int, ...] = (2,)) -> Tensor:
    """Give the record of a tensor full of one value."""
    return Tensor(shape, "float32", "cpu", count=2, norm=abs(value), values=(value, value))


def product(left: Tensor | None, right: Tensor | None, *saved: NamedTensor) -> Graph:
    """Give the graph of y = left * right in a model, in which z = sin(y) is computed, too."""
    nodes = (
        Node("n0", "SinBackward0", "operation", "z", filled(7.0), scope="s0"),
        Node("n1", "MulBackward0", "operation", "y", filled(6.0), "model", None, saved, "s0"),
        Node("n2", "AccumulateGrad", "leaf", "model.weight", left),
        Node("n3", "Tensor", "input", "x", right),
    )
    edges = (Edge("n0", "n1", 0, 0), Edge("n1", "n2", 0, 0), Edge("n1", "n3", None, None))
    return Graph(("n0",), nodes, edges, (Scope("s0", "", "module", "model", "Model"),))


def saved_of(graph: Graph) -> list[SavedTensor]:
    """Give the saved tensors that are drawn with everything open."""
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.all_open(), saved=True)
    return [node for node in drawing.nodes if isinstance(node, SavedTensor)]


def label(graph: Graph) -> str:
    """Give the one saved tensor's label."""
    (saved,) = saved_of(graph)
    return saved.label


def test_a_saved_tensor_has_the_name_of_the_input_that_it_is() -> None:
    """The saved tensor has gone through autograd's hands: that it needs no gradient now does not make it another."""
    leaf = msgspec.structs.replace(filled(2.0), requires_grad=True, is_leaf=True)
    assert label(product(leaf, filled(3.0), NamedTensor("other", filled(2.0)))) == "model.weight"
    assert label(product(leaf, filled(3.0), NamedTensor("other", filled(3.0)))) == "x"


def test_a_saved_result_has_the_name_of_its_owner() -> None:
    """Whatever else has the same values: "result" is what the node computed."""
    assert label(product(filled(6.0), filled(1.0), NamedTensor("result", filled(6.0)))) == "y"


@pytest.mark.parametrize(
    ("left", "right", "saved"),
    [
        (filled(2.0), filled(2.0), filled(2.0)),
        (filled(2.0), filled(3.0), filled(4.0)),
        (filled(2.0), filled(3.0), filled(2.0, (1, 2))),
        (msgspec.structs.replace(filled(2.0), values=None), None, msgspec.structs.replace(filled(2.0), values=None)),
        (filled(2.0), filled(3.0), None),
    ],
)
def test_an_uncertain_name_is_none(left: Tensor | None, right: Tensor | None, saved: Tensor | None) -> None:
    """Two inputs with the same values, other values, another shape, values that nobody knows, no tensor."""
    assert label(product(left, right, NamedTensor("self", saved))) == ""


def test_of_equal_tensors_the_one_of_that_name_is_meant() -> None:
    """Autograd calls it "weight", and one of the two that it may be is a weight."""
    assert label(product(filled(2.0), filled(2.0), NamedTensor("weight", filled(2.0)))) == "model.weight"


def test_each_saved_tensor_hangs_on_its_owner() -> None:
    """It is drawn behind its owner, in its frame, on an edge that carries nothing, and layout places it."""
    pair = NamedTensor("self", filled(1.0)), NamedTensor("other", None)
    graph = product(filled(2.0), filled(3.0), *pair)
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.all_open(), saved=True)
    assert [node.id for node in drawing.nodes] == ["n0", "n1", "n1:0", "n1:1", "n2", "n3"]
    assert [(edge.source, edge.target, edge.slot, edge.carries) for edge in drawing.edges[-2:]] == [
        ("n1", "n1:0", None, ()),
        ("n1", "n1:1", None, ()),
    ]
    assert set(drawing.opened[0].members) == {"n0", "n1", "n1:0", "n1:1", "n2"}
    assert [(saved.owner, saved.name, saved.module) for saved in saved_of(graph)] == [
        ("n1", "self", "model"),
        ("n1", "other", "model"),
    ]
    assert {box.id for box in place(bare(drawing)).nodes} == {node.id for node in drawing.nodes}


def test_a_closed_group_keeps_its_saved_tensors_inside() -> None:
    """What is not drawn has nothing beside it."""
    graph = product(filled(2.0), filled(3.0), NamedTensor("self", filled(1.0)))
    drawing = fold(graph, Groups(graph), frozenset(), saved=True)
    assert [node.id for node in drawing.nodes] == ["s0", "n3"]


def test_bare_nodes_say_who_may_stand_beside_whom() -> None:
    """Operations and groups have one box each; leaves, inputs and saved tensors may have several."""
    graph = product(filled(2.0), filled(3.0), NamedTensor("self", filled(1.0)))
    groups = Groups(graph)
    opened = bare(fold(graph, groups, groups.all_open(), saved=True))
    closed = bare(fold(graph, groups, frozenset(), saved=True))
    assert [node.kind for node in opened.nodes] == ["operation", "operation", "input", "input", "input"]
    assert [node.kind for node in closed.nodes] == ["operation", "input"]
    assert [(edge.slot, edge.output) for edge in opened.edges] == [(0, 0), (0, 0), (None, None), (None, None)]
