"""After a small edit nodes stay where they were, and the picture is as good as one drawn afresh."""

from collections.abc import Callable, Mapping
from random import Random
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.layout import place
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import Placement

Build = Callable[..., Graph]
Check = Callable[[Graph, Placement], None]
Edit = Callable[[Graph], Graph]


def residual(blocks: int) -> list[str]:
    """Give the edges of a residual network; each block has a skip and three layers with two leaves."""
    edges = []
    for block in range(blocks):
        for layer in ("a", "b", "c"):
            edges += [f"{layer}{block}>w{layer}{block}", f"{layer}{block}>v{layer}{block}"]
        edges += [f"s{block}>c{block}", f"c{block}>b{block}", f"b{block}>a{block}"]
        edges += [f"s{block}>s{block + 1}", f"a{block}>s{block + 1}"]
    return edges


def recurrent(steps: int) -> list[str]:
    """Give the edges of a gated recurrent network unrolled."""
    edges = []
    for step in range(steps):
        edges += [f"h{step}>{x}{step}" for x in ("m", "n")] + [f"m{step}>z{step}", f"m{step}>d{step}"]
        edges += [f"d{step}>h{step + 1}", f"d{step}>n{step}", f"n{step}>i{step}", f"n{step}>r{step}"]
        edges += [f"r{step}>i{step}", f"r{step}>k{step}", f"z{step}>i{step}", f"z{step}>k{step}"]
        edges += [f"i{step}>x{step}", f"k{step}>h{step + 1}", f"k{step}>w"]
    return edges


def attention(layers: int) -> list[str]:
    """Give the edges of an encoder: three branches that meet, a skip around them, then a straight stretch."""
    edges = []
    for layer in range(layers):
        for branch in ("q", "k", "v"):
            names = [f"{branch}{stage}{layer}" for stage in range(3)]
            edges += [f"{one}>{other}" for one, other in zip(names, [*names[1:], f"x{layer + 1}"], strict=True)]
            edges.append(f"{branch}1{layer}>w{branch}{layer}")
        edges += [f"s{layer}>q0{layer}", f"s{layer}>k0{layer}", f"m{layer}>s{layer}", f"m{layer}>v0{layer}"]
        edges += [f"a{layer}>m{layer}", f"a{layer}>x{layer + 1}", f"x{layer}>l{layer}", f"l{layer}>a{layer}"]
    return edges


NETWORKS = {"residual": residual(12), "recurrent": recurrent(12), "attention": attention(8)}
LEAVES = " ".join([*(f"{x}{layer}{i}" for x in "wv" for layer in "abc" for i in range(12)), "w"])
MIDDLE = {"residual": ("b6", "a6"), "recurrent": ("n6", "i6"), "attention": ("l4", "a4")}
REMOVED = {"residual": ("b6", "a6"), "recurrent": ("i6", "x6"), "attention": ("l4", "a4")}
END = {"residual": ("s0", "c0"), "recurrent": ("h0", "n0"), "attention": ("x0", "l0")}


def insert(graph: Graph, source: str, target: str) -> Graph:
    """Put an operation on an edge."""
    edges = [edge for edge in graph.edges if (edge.source, edge.target) != (source, target)]
    slot = next(edge.slot for edge in graph.edges if (edge.source, edge.target) == (source, target))
    edges += [Edge(source, "new", slot, 0), Edge("new", target, 0, 0)]
    return Graph(graph.roots, (*graph.nodes, Node("new", "ReluBackward0", "operation")), tuple(edges))


def remove(graph: Graph, name: str, instead: str) -> Graph:
    """Take an operation out; who used it uses one of its inputs instead."""
    edges = [edge for edge in graph.edges if edge.source != name]
    edges = [Edge(e.source, instead if e.target == name else e.target, e.slot, e.output) for e in edges]
    used = {end for edge in edges for end in (edge.source, edge.target)}
    return Graph(graph.roots, tuple(node for node in graph.nodes if node.id in used), tuple(edges))


def widen(graph: Graph, name: str) -> Graph:
    """Let another operation stand in the place of one, with a longer name."""
    nodes = [Node(n.id, "ConvolutionTransposeBackward0", n.kind) if n.id == name else n for n in graph.nodes]
    return Graph(graph.roots, tuple(nodes), graph.edges)


def fold(graph: Graph, names: str) -> Graph:
    """Draw some operations as one."""
    folded = dict.fromkeys(names.split(), "folded")
    edges = {(folded.get(e.source, e.source), folded.get(e.target, e.target)): e for e in graph.edges}
    records = [Edge(one, other, slot, 0) for slot, (one, other) in enumerate(edges) if one != other]
    kept = [node for node in graph.nodes if node.id not in folded]
    return Graph(graph.roots, (*kept, Node("folded", "Sequential", "operation")), tuple(records))


EDITS: dict[str, Callable[[Graph, str], Graph]] = {
    "insert in the middle": lambda graph, name: insert(graph, *MIDDLE[name]),
    "insert at the end": lambda graph, name: insert(graph, *END[name]),
    "remove in the middle": lambda graph, name: remove(graph, *REMOVED[name]),
    "replace in the middle": lambda graph, name: widen(graph, MIDDLE[name][0]),
}
FOLDS = {"residual": "a6 b6 c6 wa6 va6 wb6 vb6 wc6 vc6", "recurrent": "n6 r6", "attention": "q04 q14 q24 wq4"}


def spots(placement: Placement) -> dict[str, tuple[float, float]]:
    """Give where the first box of each node stands."""
    return {node.id: (node.x, node.y) for node in placement.nodes if node.copy == 0}


def moves(before: Mapping[str, tuple[float, float]], after: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Say how far each node that stayed moved sideways, a common move of all set aside."""
    moved = {name: after[name][0] - before[name][0] for name in before if name in after}
    common = median(moved.values())
    return {name: abs(distance - common) for name, distance in moved.items()}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("network", NETWORKS)
def test_nodes_stay(network: str, edit: str, graph_of: Build, assert_well_drawn: Check) -> None:
    """After an edit nine nodes in ten stand within two pixels, and the mean has moved less than four."""
    graph = graph_of(*NETWORKS[network], leaves=LEAVES)
    before = spots(place(graph))
    edited = EDITS[edit](graph, network)
    after = place(edited, near=before)
    assert_well_drawn(edited, after)
    moved = sorted(moves(before, spots(after)).values())
    assert moved[len(moved) * 9 // 10] < 2
    assert sum(moved) / len(moved) < 4


@pytest.mark.parametrize("network", NETWORKS)
def test_nodes_stay_when_a_part_is_folded_and_opened_again(
    network: str, graph_of: Build, assert_well_drawn: Check
) -> None:
    """Closing a part and opening it moves the rest by a few pixels on average."""
    graph = graph_of(*NETWORKS[network], leaves=LEAVES)
    before = spots(place(graph))
    closed = fold(graph, FOLDS[network])
    between = place(closed, near=before)
    again = place(graph, near=spots(between))
    assert_well_drawn(closed, between)
    assert_well_drawn(graph, again)
    for one, other in ((before, spots(between)), (spots(between), spots(again))):
        moved = moves(one, other).values()
        assert sum(moved) / len(moved) < 5
        assert median(moved) < 1


@pytest.mark.parametrize("network", NETWORKS)
def test_the_same_graph_stays_where_it_was(network: str, graph_of: Build) -> None:
    """A run without a change gives the picture that was there, within two pixels, and again and again."""
    graph = graph_of(*NETWORKS[network], leaves=LEAVES)
    first = place(graph)
    again = place(graph, near=spots(first))
    third = place(graph, near=spots(again))
    for one, other in ((first, again), (again, third)):
        assert all(
            abs(a.x - b.x) < 2 and a.y == pytest.approx(b.y) for a, b in zip(one.nodes, other.nodes, strict=True)
        )


def test_a_picture_that_was_mirrored_stays_mirrored(graph_of: Build) -> None:
    """Whoever saw the skips on the left sees them there still."""
    graph = graph_of(*NETWORKS["residual"], leaves=LEAVES)
    width, first = place(graph).size[0], spots(place(graph))
    before = {name: (width - x, y) for name, (x, y) in first.items()}
    moved = moves(before, spots(place(graph, near=before)))
    assert sum(moved.values()) / len(moved) < 2


def test_a_place_that_is_none_is_as_good_as_unknown(graph_of: Build) -> None:
    """Not-a-number in the picture before does not spoil the next one."""
    graph = graph_of("a>b", "b>c")
    assert place(graph, near={"a": (float("nan"), 0.0), "b": (0.0, float("inf"))}) == place(graph)


def test_parts_keep_their_order(graph_of: Build) -> None:
    """Of two graphs side by side the one that stood on the left stands there, whatever the record's order."""
    graph = graph_of("a>b", "c>d", "d>e")
    first = spots(place(graph))
    assert first["a"][0] < first["c"][0]
    swapped = {name: (500 - x, y) for name, (x, y) in first.items()}
    after = spots(place(graph, near=swapped))
    assert after["a"][0] > after["c"][0]


@st.composite
def edited(draw: st.DrawFn) -> tuple[Graph, dict[str, tuple[float, float]]]:
    """Draw a graph and where some of its nodes, and some that are gone, stood."""
    count = draw(st.integers(2, 20))
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40))
    edges = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]
    inner = {source for source, _ in edges}
    nodes = tuple(Node(f"n{i}", "Mul", "operation" if i in inner or i % 2 else "leaf") for i in range(count))
    spot = st.tuples(st.floats(0, 3_000), st.floats(0, 3_000))
    near = draw(st.dictionaries(st.sampled_from([f"n{i}" for i in range(count + 3)]), spot))
    return Graph(("n0",), nodes, tuple(Edge(f"n{a}", f"n{b}", slot, 0) for slot, (a, b) in enumerate(edges))), near


@given(drawn=edited(), chance=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_whatever_was_before_the_picture_is_well_drawn(
    drawn: tuple[Graph, dict[str, tuple[float, float]]], chance: Random, assert_well_drawn: Check
) -> None:
    """No box touches another, no edge a box; equal input gives equal output, in whatever order it comes."""
    graph, near = drawn
    placement = place(graph, near=near)
    assert_well_drawn(graph, placement)
    spots_before = list(near.items())
    chance.shuffle(spots_before)
    assert place(graph, near=dict(spots_before)) == placement
