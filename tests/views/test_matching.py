"""Nodes of an edited program are found again, whatever their ids have become."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.records.graph import Node
from desktop.records.tensor import Tensor
from desktop.views.drawing import DrawnEdge, DrawnNode, Group, SavedTensor
from desktop.views.matching import matched

Side = tuple[list[DrawnNode], list[DrawnEdge]]


def operation(name: str, label: str = "", shape: tuple[int, ...] = (2,)) -> Node:
    """Give an operation; its id comes later."""
    return Node("", f"{name}Backward0", "operation", label, Tensor(shape, "float32", "cpu"))


def leaf(label: str) -> Node:
    """Give a parameter."""
    return Node("", "torch::autograd::AccumulateGrad", "leaf", label, Tensor((2, 2), "float32", "cpu"))


def program(*steps: tuple[str, Node, str]) -> Side:
    """Give the graph of steps (its name here, its node, the names of its inputs), numbered from the last backwards."""
    numbers = {name: f"n{len(steps) - 1 - index}" for index, (name, _, _) in enumerate(steps)}
    nodes: list[DrawnNode] = [
        Node(numbers[name], node.name, node.kind, node.label, node.tensor) for name, node, _ in reversed(steps)
    ]
    edges = [
        DrawnEdge(numbers[name], numbers[other], slot)
        for name, _, inputs in reversed(steps)
        for slot, other in enumerate(inputs.split())
    ]
    return nodes, edges


def found(before: Side, after: Side) -> dict[str, str]:
    """Match two graphs, and hold that no node is matched twice and that what is matched is of one kind and name."""
    pairs = matched(before[0], after[0], before[1], after[1])
    assert len(set(pairs.values())) == len(pairs)
    old, new = ({node.id: node for node in nodes} for nodes, _ in (before, after))
    assert all((new[a].kind, new[a].name) == (old[b].kind, old[b].name) for a, b in pairs.items())
    return pairs


def layers(count: int, *extra: int, name: str = "Relu") -> list[tuple[str, Node, str]]:
    """Give a chain of layers with a parameter each; after those in `extra` comes one more operation."""
    steps, last = [("x", leaf("x"), "")], "x"
    for index in range(count):
        steps += [(f"w{index}", leaf(f"w{index}"), ""), (f"m{index}", operation("Mm"), f"{last} w{index}")]
        last = f"m{index}"
        if index in extra:
            steps.append((f"extra{index}", operation(name), last))
            last = f"extra{index}"
        steps.append((f"r{index}", operation("Relu"), last))
        last = f"r{index}"
    return [*steps, ("loss", operation("Sum", "loss", ()), last)]


def names(steps: Iterable[tuple[str, Node, str]]) -> list[str]:
    """Give the names of the steps in the order of their nodes."""
    return [name for name, _, _ in steps][::-1]


def by_name(before: list[tuple[str, Node, str]], after: list[tuple[str, Node, str]]) -> dict[str, str]:
    """Match two programs and tell it with the names of their steps."""
    pairs = found(program(*before), program(*after))
    old, new = names(before), names(after)
    return {new[int(a[1:])]: old[int(b[1:])] for a, b in pairs.items()}


def test_an_unchanged_program_keeps_every_node() -> None:
    """Every id is matched with itself."""
    nodes, edges = program(*layers(20))
    assert found((nodes, edges), (nodes, edges)) == {node.id: node.id for node in nodes}


@pytest.mark.parametrize("where", [0, 7, 19])
def test_all_but_an_inserted_operation_are_found(where: int) -> None:
    """On both sides of it, though every id behind it has shifted."""
    before, after = layers(20), layers(20, where, name="Tanh")
    assert by_name(before, after) == {name: name for name in names(before)}
    assert by_name(after, before) == {name: name for name in names(before)}


def test_two_insertions_leave_what_lies_between_them() -> None:
    """What neither the leaves nor the root lead to is found through its parameters."""
    before = layers(20)
    assert by_name(before, layers(20, 3, 15, name="Tanh")) == {name: name for name in names(before)}


def test_one_more_of_equal_operations_moves_no_other() -> None:
    """In a chain of ten equal operations one is new; the others are matched in their order, from the leaf on."""

    def chain(count: int) -> list[tuple[str, Node, str]]:
        steps = [(f"r{i}", operation("Relu"), f"r{i - 1}" if i else "x") for i in range(count)]
        return [("x", leaf("x"), ""), *steps, ("loss", operation("Sum", "loss"), f"r{count - 1}")]

    pairs = by_name(chain(10), chain(11))
    assert pairs == {name: name for name in names(chain(10))}


def test_a_replaced_operation_is_new_and_its_neighbours_stay() -> None:
    """Another name is another node."""
    before = layers(6, 3, name="Tanh")
    after = layers(6, 3, name="Sigmoid")
    assert by_name(before, after) == {name: name for name in names(before) if name != "extra3"}


def test_other_shapes_and_labels_leave_nodes_what_they_are() -> None:
    """A larger batch, a renamed variable: each node is found by where it stands."""

    def batch(size: int, label: str) -> list[tuple[str, Node, str]]:
        steps = [("x", leaf("x"), ""), ("a", operation("Mul", label, (size,)), "x x")]
        return [*steps, ("b", operation("Exp", "", (size,)), "a"), ("loss", operation("Sum", "loss", ()), "b")]

    assert by_name(batch(4, "y"), batch(8, "z")) == {name: name for name in ("x", "a", "b", "loss")}


def test_branches_that_change_places_are_told_apart() -> None:
    """The same two branches added the other way round keep their nodes."""
    inputs = [(name, leaf(name), "") for name in "uv"]
    branches = [("a", operation("Exp"), "u"), ("b", operation("Exp"), "v")]
    one = [*inputs, *branches, ("loss", operation("Add"), "a b")]
    other = [*inputs, *branches, ("loss", operation("Add"), "b a")]
    assert by_name(one, other) == {name: name for name in ("u", "v", "a", "b", "loss")}


def test_groups_and_saved_tensors_are_found() -> None:
    """A closed group keeps its name, a saved tensor its owner, whatever their ids."""

    def side(*ids: str) -> Side:
        group, owner, saved, other = ids
        nodes: list[DrawnNode] = [
            Group(group, "Linear", "head", ()),
            Node(owner, "ExpBackward0", "operation"),
            SavedTensor(saved, owner, "result"),
            SavedTensor(other, owner, "self"),
        ]
        edges = [DrawnEdge(group, owner, 0), DrawnEdge(owner, saved, None), DrawnEdge(owner, other, None)]
        return nodes, edges

    before, after = ("s1", "n4", "n4:0", "n4:1"), ("s3", "n7", "n7:0", "n7:1")
    assert found(side(*before), side(*after)) == dict(zip(after, before, strict=True))


def test_programs_that_have_nothing_in_common_share_no_node() -> None:
    """Nothing is matched by force."""
    one = program(("x", leaf("x"), ""), ("y", operation("Exp"), "x"))
    other = program(("w", Node("", "Tensor", "input", "w"), ""), ("z", operation("Log"), "w"))
    assert found(one, other) == {}
    assert found(([], []), other) == {}


@st.composite
def sides(draw: st.DrawFn) -> Side:
    """Draw a small graph of few kinds of nodes."""
    count = draw(st.integers(1, 14))
    steps = []
    for index in range(count):
        inputs = draw(st.lists(st.integers(0, index - 1), max_size=3)) if index else []
        node = operation(draw(st.sampled_from(["Mul", "Add"])), draw(st.sampled_from(["", "x"])))
        steps.append(
            (f"s{index}", node if inputs else leaf(draw(st.sampled_from("wv"))), " ".join(f"s{i}" for i in inputs))
        )
    return program(*steps)


@given(sides(), sides())
def test_no_node_is_matched_twice(before: Side, after: Side) -> None:
    """Whatever the two graphs are; and a graph is matched with itself completely."""
    found(before, after)
    assert len(found(after, after)) == len(after[0])
