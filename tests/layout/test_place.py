"""Pictures of known and of random graphs keep what they promise."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.layout import place
from desktop.records.graph import Edge, Graph, Node, NodeKind
from desktop.records.placement import PlacedNode, Placement

Check = Callable[[Graph, Placement], None]
Build = Callable[..., Graph]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw directed graphs without cycles: shared leaves, several links between two nodes, parts that hang apart."""
    count = draw(st.integers(1, 24))
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=50))
    edges = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    inner = {source for source, _ in edges}
    kinds: tuple[NodeKind, ...] = ("operation", "leaf", "input", "constant")
    nodes = tuple(
        Node(f"n{i}", "MulBackward0", "operation" if i in inner else draw(st.sampled_from(kinds)), "w" * (i % 9))
        for i in range(count)
    )
    return Graph(("n0",), nodes, tuple(Edge(f"n{a}", f"n{b}", slot, 0) for slot, (a, b) in enumerate(edges)))


@given(graph=graphs(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_random_graphs_are_well_drawn(graph: Graph, data: st.DataObject, assert_well_drawn: Check) -> None:
    """No boxes overlap, edges run from border to border through no box, everything lies within the size."""
    side = st.floats(8, 300)
    sizes = data.draw(st.dictionaries(st.sampled_from([n.id for n in graph.nodes]), st.tuples(side, side)))
    placement = place(graph, sizes)
    assert_well_drawn(graph, placement)
    for node in placement.nodes:
        assert node.id not in sizes or (node.width, node.height) == sizes[node.id]


@given(graph=graphs())
@settings(max_examples=80, deadline=None)
def test_gradients_may_run_downwards(graph: Graph, assert_well_drawn: Check) -> None:
    """Then every edge leads down, from the lower border of its source; nothing else is worse, and x is the same."""
    placement, data = place(graph, direction="gradients"), place(graph)
    assert_well_drawn(graph, placement)
    assert (placement.direction, placement.size) == ("gradients", data.size)
    assert all(edge.points[0][1] < edge.points[-1][1] for edge in placement.edges)
    assert [(node.id, node.x) for node in placement.nodes] == [(node.id, node.x) for node in data.nodes]


@given(graph=graphs(), chance=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_record_does_not_matter(graph: Graph, chance: Random) -> None:
    """A graph whose nodes and edges come in another order gives the same picture."""
    nodes, edges = list(graph.nodes), list(graph.edges)
    chance.shuffle(nodes)
    chance.shuffle(edges)
    assert place(Graph(graph.roots, tuple(nodes), tuple(edges))) == place(graph)


@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_shared_leaves_have_a_copy_for_each_consumer(graph: Graph) -> None:
    """A leaf has as many boxes as operations that use it, at least one; an operation has one."""
    placement = place(graph)
    for node in graph.nodes:
        consumers = {edge.source for edge in graph.edges if edge.target == node.id}
        copies = sorted(placed.copy for placed in placement.nodes if placed.id == node.id)
        expected = max(1, len(consumers)) if node.kind != "operation" else 1
        assert copies == list(range(expected))
        used = {(edge.source, edge.target_copy) for edge in placement.edges if edge.target == node.id}
        assert len(used) == len(consumers)


def test_an_empty_graph_gives_an_empty_placement() -> None:
    """Nothing to draw takes no room."""
    assert place(Graph((), (), ())) == Placement((), (), (0.0, 0.0))


def test_the_root_stands_at_the_bottom_and_a_leaf_beside_its_consumer(graph_of: Build) -> None:
    """Data flows downwards; a leaf used late stands one rank above its consumer, not at the top."""
    graph = graph_of("z>y", "z>late", "y>x", "x>w", "w>early", leaves="late early")
    at = _centres(place(graph))
    assert at["early"][1] < at["w"][1] < at["x"][1] < at["y"][1] < at["z"][1]
    assert at["late"][1] == at["y"][1]


def test_the_root_stands_on_top_where_gradients_run_downwards(graph_of: Build) -> None:
    """A leaf stands one rank below its consumer."""
    graph = graph_of("z>y", "z>late", "y>x", "x>w", "w>early", leaves="late early")
    at = _centres(place(graph, direction="gradients"))
    assert at["z"][1] < at["y"][1] < at["x"][1] < at["w"][1] < at["early"][1]
    assert at["late"][1] == at["y"][1]


def test_parts_stand_at_the_top_in_both_directions(graph_of: Build) -> None:
    """A short part beside a long one hangs from the same line, not from its end."""
    graph = graph_of("a>b", "c>d", "d>e")
    for direction, roots in (("data", "be"), ("gradients", "ac")):
        at = _centres(place(graph, direction="data" if direction == "data" else "gradients"))
        assert at[roots[0]][1] == at[roots[1]][1]


def test_two_edges_to_one_leaf_share_its_box_and_are_told_apart(graph_of: Build, assert_well_drawn: Check) -> None:
    """A product x * x draws x once, with two distinct curves."""
    graph = graph_of("z>x", "z>x", leaves="x")
    placement = place(graph)
    assert_well_drawn(graph, placement)
    assert len(placement.nodes) == 2
    assert len({edge.points for edge in placement.edges}) == 2


def test_a_node_stands_in_the_middle_of_two_equal_inputs(graph_of: Build) -> None:
    """Siblings are centred."""
    at = _centres(place(graph_of("z>a", "z>b")))
    assert at["z"][0] == pytest.approx((at["a"][0] + at["b"][0]) / 2, abs=1)


def test_a_trunk_with_parameters_beside_it_is_exactly_straight(graph_of: Build) -> None:
    """Forty layers, each with a weight and a bias, stand on one vertical line."""
    edges = [f"n{i}>{x}" for i in range(40) for x in (f"n{i + 1}", f"w{i}", f"b{i}")]
    leaves = " ".join(f"w{i} b{i}" for i in range(40))
    placement = place(graph_of(*edges, "n40>n41", "n41>x", leaves=leaves))
    assert len({node.x for node in placement.nodes if node.id.startswith("n")}) == 1


def test_the_main_input_stands_right_above_its_operation(graph_of: Build) -> None:
    """A leaf on one side and a second consumer on the other do not bend a trunk."""
    at = _centres(place(graph_of("m>n0", "n0>n1", "n0>w", "n1>x", "r>n1", leaves="w x")))
    assert len({at[name][0] for name in ("m", "n0", "n1", "x")}) == 1


def test_an_edge_from_a_low_box_goes_round_its_high_neighbours(graph_of: Build, assert_well_drawn: Check) -> None:
    """Curves bend below the rank, not beside its boxes."""
    graph = graph_of("z>a", "z>b", "z>c", "z>d", "z>e", "z>f", "z>g")
    names = "abcdefg"
    for low in names:
        sizes = {name: (60.0, 8.0 if name == low else 260.0) for name in names}
        assert_well_drawn(graph, place(graph, sizes))


def test_a_long_chain_is_a_straight_line(graph_of: Build) -> None:
    """A chain of 20,000 operations needs no recursion and no bend."""
    placement = place(graph_of(*(f"n{i}>n{i + 1}" for i in range(19_999))))
    assert len(placement.nodes) == 20_000
    assert len({node.x for node in placement.nodes}) == 1
    assert all(one.y > other.y for one, other in pairwise(placement.nodes))


def test_an_unrolled_recurrent_network_stays_narrow(graph_of: Build, assert_well_drawn: Check) -> None:
    """Two hundred steps that share four leaves and are gathered at the end: drawn in bounded width."""
    steps = 200
    edges = [f"h{i}>{x}" for i in range(steps) for x in (f"a{i}", f"b{i}")]
    edges += [f"a{i}>{x}" for i in range(steps) for x in ("w", "c")]
    edges += [f"b{i}>{x}" for i in range(steps) for x in ("v", "d", *([f"h{i - 1}"] if i else []))]
    edges += [f"s>h{i}" for i in range(steps)]
    graph = graph_of(*edges, leaves="w c v d")
    placement = place(graph)
    assert len([node for node in placement.nodes if node.id == "w"]) == steps
    assert placement.size[0] < 6_000
    assert_well_drawn(graph, placement)


def test_parts_that_hang_apart_stand_side_by_side(graph_of: Build, assert_well_drawn: Check) -> None:
    """Three graphs in one record do not lie on one another."""
    graph = graph_of("a>b", "c>d", "d>e", "f")
    placement = place(graph)
    assert_well_drawn(graph, placement)
    at = _centres(placement)
    assert at["a"][0] < at["c"][0]


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((("a", "b"), ("b", "a")), "circle"),
        ((("a", "a"),), "to itself"),
        ((("a", "ghost"),), "'ghost'"),
        ((("ghost", "a"),), "'ghost'"),
    ],
)
def test_impossible_edges_are_one_clear_error(edges: tuple[tuple[str, str], ...], said: str) -> None:
    """Cycles, loops and edges to nowhere raise a ValueError that names what is wrong."""
    nodes = (Node("a", "Add", "operation"), Node("b", "Add", "operation"))
    with pytest.raises(ValueError, match=said):
        place(Graph(("a",), nodes, tuple(Edge(source, target, 0, 0) for source, target in edges)))


def test_a_cycle_on_a_long_chain_is_found(graph_of: Build) -> None:
    """The search for a cycle is not recursive."""
    with pytest.raises(ValueError, match="circle"):
        place(graph_of(*(f"n{i}>n{(i + 1) % 5_000}" for i in range(5_000))))


def test_two_nodes_with_one_id_are_an_error() -> None:
    """Ids are unique."""
    with pytest.raises(ValueError, match="'a'"):
        place(Graph((), (Node("a", "Add", "operation"), Node("a", "Mul", "operation")), ()))


@pytest.mark.parametrize("size", [(0.0, 10.0), (10.0, -1.0), (float("nan"), 1.0), (float("inf"), 1.0), (1e9, 1.0)])
def test_impossible_sizes_are_an_error(size: tuple[float, float]) -> None:
    """A box has a positive, finite size that does not drown all others."""
    with pytest.raises(ValueError, match="pixels"):
        place(Graph((), (Node("a", "Add", "operation"),), ()), {"a": size})


def test_a_longer_label_gets_a_wider_box() -> None:
    """Where nobody measured, widths follow the label, and a Korean character counts for two."""
    labels = ("w", "encoder.weight", "가중치가중치가중치")
    graph = Graph((), tuple(Node(label, "Tensor", "leaf", label) for label in labels), ())
    width = {node.id: node.width for node in place(graph).nodes}
    assert width["w"] < width["encoder.weight"] < width["가중치가중치가중치"]


def _centres(placement: Placement) -> dict[str, tuple[float, float]]:
    def centre(node: PlacedNode) -> tuple[float, float]:
        return node.x, node.y

    return {node.id: centre(node) for node in placement.nodes}
