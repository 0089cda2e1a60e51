"""Groups stand together, so that a frame can be drawn around each; no picture is worse for it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.layout import place
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedNode, Placement

Build = Callable[..., Graph]
Check = Callable[[Graph, Placement], None]


def linear(name: str, takes: str) -> list[str]:
    """Give the edges of a linear layer: an operation, a bias, a weight that is transposed."""
    return [f"{name}>{name}.b", f"{name}>{takes}", f"{name}>{name}.t", f"{name}.t>{name}.w"]


def members(name: str) -> list[str]:
    """Name the nodes of a linear layer."""
    return [name, f"{name}.b", f"{name}.t", f"{name}.w"]


HEAD = [
    *linear("o", "m2"),
    *["m2>s", "m2>v", "s>d", "d>m1", "m1>q", "m1>kt", "kt>k"],
    *linear("v", "x"),
    *linear("k", "x"),
    *linear("q", "x"),
    *["x>y", "y>z"],
]
HEAD_LEAVES = " ".join(f"{name}.{leaf}" for name in "oqkv" for leaf in "wb") + " z"
HEAD_GROUPS = [members(name) for name in "oqkv"]


def rows_of(placement: Placement) -> Iterator[list[PlacedNode]]:
    """Give the boxes of each rank from left to right."""
    nodes = sorted(placement.nodes, key=lambda node: (node.y, node.x))
    return (list(row) for _, row in groupby(nodes, key=lambda node: node.y))


def torn(placement: Placement, groups: list[list[str]]) -> list[int]:
    """Give the numbers of the groups that somebody else stands among on some rank."""
    found = set()
    for row in rows_of(placement):
        for number, group in enumerate(groups):
            runs = [inside for inside, _ in groupby(node.id in group for node in row)]
            if runs.count(True) > 1:
                found.add(number)
    return sorted(found)


def test_parallel_branches_stand_each_for_itself(graph_of: Build, assert_well_drawn: Check) -> None:
    """The projections of an attention head, whose leaves would mix, can be framed."""
    graph = graph_of(*HEAD, leaves=HEAD_LEAVES)
    placement = place(graph, groups=HEAD_GROUPS)
    assert_well_drawn(graph, placement)
    assert torn(placement, HEAD_GROUPS) == []


def test_without_groups_they_are_torn(graph_of: Build) -> None:
    """The test above asks for something that does not come by itself."""
    assert torn(place(graph_of(*HEAD, leaves=HEAD_LEAVES)), HEAD_GROUPS) != []


def test_a_large_group_begins_below_what_feeds_it(graph_of: Build) -> None:
    """Its first leaves stand below the operation before, not beside it: a plain rectangle frames it."""
    edges = [*linear("c", "b"), *linear("b", "a"), *linear("a", "x"), "x>y"]
    graph = graph_of(*edges, leaves=" ".join(f"{name}.{leaf}" for name in "abc" for leaf in "wb") + " y")
    group = [name for layer in "bc" for name in members(layer)]
    y = {node.id: node.y for node in place(graph, groups=[group]).nodes}
    assert y["a"] < min(y[name] for name in group)
    y = {node.id: node.y for node in place(graph).nodes}
    assert y["a"] > min(y[name] for name in group)


def test_groups_in_groups_stand_together(graph_of: Build, assert_well_drawn: Check) -> None:
    """Two blocks of two parallel layers each: no layer is torn and no block, in whatever order they are named."""
    layers = [("p", "f"), ("q", "f"), ("r", "g"), ("s", "g")]
    edges = [e for name, takes in layers for e in linear(name, takes)]
    edges += ["u>p", "u>q", "v>r", "v>s", "end>u", "end>v", "f>x", "g>x", "x>y"]
    graph = graph_of(*edges, leaves=" ".join(f"{name}.{leaf}" for name in "pqrs" for leaf in "wb") + " y")
    blocks = [["u", "f", *members("p"), *members("q")], ["v", "g", *members("r"), *members("s")]]
    groups = [*[members(name) for name, _ in layers], *blocks]
    placement = place(graph, groups=groups)
    assert_well_drawn(graph, placement)
    assert torn(placement, groups) == []
    assert place(graph, groups=groups[::-1]) == placement


def test_a_shared_leaf_stands_in_the_group_of_each_consumer(graph_of: Build) -> None:
    """Whoever counts a leaf in, its boxes belong to the operations that they stand beside."""
    graph = graph_of("z>a", "z>b", "a>w", "b>w", "a>x", "b>x", leaves="w x")
    placement = place(graph, groups=[["a", "w"], ["b", "x"]])
    at = {(node.id, node.copy): node.x for node in placement.nodes}
    copies = {(edge.source, edge.target): edge.target_copy for edge in placement.edges}
    of_a, of_b = ([at[leaf, copies[user, leaf]] for leaf in "wx"] for user in "ab")
    assert max(of_a) < min(of_b) or max(of_b) < min(of_a)


def test_a_saved_tensor_stands_one_rank_above_its_owner(graph_of: Build) -> None:
    """Beside the operation before, wherever the owner is."""
    nodes = [*graph_of("z>y", "y>x", "x>w").nodes, Node("s", "", "input", "self")]
    edges = [*graph_of("z>y", "y>x", "x>w").edges, Edge("y", "s", None, None)]
    at = {node.id: (node.x, node.y) for node in place(Graph(("z",), tuple(nodes), tuple(edges))).nodes}
    assert at["s"][1] == at["x"][1]
    assert abs(at["s"][0] - at["x"][0]) < 150


@pytest.mark.parametrize("direction", ["data", "gradients"])
def test_groups_stand_together_in_both_directions_and_after_an_edit(direction: str, graph_of: Build) -> None:
    """What stood in the picture before does not tear a group either."""
    graph = graph_of(*HEAD, leaves=HEAD_LEAVES)
    before = place(graph, direction="gradients" if direction == "gradients" else "data")
    near = {node.id: (node.x, node.y) for node in before.nodes}
    after = place(graph, near=near, groups=HEAD_GROUPS, direction=before.direction)
    assert after.direction == direction
    assert torn(after, HEAD_GROUPS) == []


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Graph, list[Collection[str]]]:
    """Draw a graph and groups that may hold one another, cut one another, or name what is not there."""
    count = draw(st.integers(2, 20))
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40))
    edges = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    inner = {source for source, _ in edges}
    nodes = tuple(Node(f"n{i}", "Mul", "operation" if i in inner or i % 2 else "leaf") for i in range(count))
    names = st.lists(st.sampled_from([f"n{i}" for i in range(count + 2)]), max_size=8)
    groups: list[Collection[str]] = list(draw(st.lists(names, max_size=5)))
    return Graph(("n0",), nodes, tuple(Edge(f"n{a}", f"n{b}", slot, 0) for slot, (a, b) in enumerate(edges))), groups


@given(drawn=grouped())
@settings(max_examples=150, deadline=None)
def test_whatever_belongs_together_the_picture_is_well_drawn(
    drawn: tuple[Graph, list[Collection[str]]], assert_well_drawn: Check
) -> None:
    """No box touches another and no edge a box, even for groups that make no sense."""
    graph, groups = drawn
    placement = place(graph, groups=groups)
    assert_well_drawn(graph, placement)
    assert place(graph, groups=groups) == placement


def test_frames_of_neighbours_have_room(graph_of: Build) -> None:
    """Between boxes of two groups there is more room than between boxes of one."""
    graph = graph_of("z>a", "z>b", "z>c", leaves="")
    plain = _gaps(place(graph))
    framed = _gaps(place(graph, groups=[["a"], ["b"]]))
    assert min(framed["a", "b"], plain["a", "b"]) == plain["a", "b"] < framed["a", "b"]


def _gaps(placement: Placement) -> dict[tuple[str, str], float]:
    gaps: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in rows_of(placement):
        for one, other in pairwise(row):
            gaps[one.id, other.id] = other.x - other.width / 2 - one.x - one.width / 2
    return gaps
