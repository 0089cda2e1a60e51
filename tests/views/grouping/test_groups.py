"""Which nodes of a graph belong together, and how a graph opens."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from desktop.layout.place import place
from desktop.records.graph import Graph
from desktop.records.tensor import Tensor
from desktop.views.drawing import Group
from desktop.views.grouping import Groups, bare, fold

MakeGraph = Callable[[int], Graph]


def closed(graph: Graph) -> dict[str, Group]:
    """Give the outermost groups by their labels."""
    groups = Groups(graph)
    drawing = fold(graph, groups, frozenset(), saved=False)
    return {node.label: node for node in drawing.nodes if isinstance(node, Group)}


def every(graph: Graph) -> dict[str, Group]:
    """Give all groups by their labels."""
    groups = Groups(graph)
    return {groups.group(each).label: groups.group(each) for each in groups.all_open()}


def drawn(graph: Graph, opened: frozenset[str]) -> list[str]:
    """Say what is drawn, from the root up."""
    return [node.label or node.name for node in fold(graph, Groups(graph), opened, saved=False).nodes]


def test_an_encoder_opens_as_a_reader_would_tell_it(encoder_of: MakeGraph) -> None:
    """Input, 12 layers, norm, loss: however large the layers are."""
    graph = encoder_of(40)
    assert drawn(graph, Groups(graph).initial()) == [
        "loss",
        "NativeLayerNormBackward0",
        "model.norm.weight",
        "model.layers 0–39",
        "x",
    ]


def test_a_small_graph_opens_whole(encoder_of: MakeGraph) -> None:
    """Up to 300 nodes nothing is folded; with the bound below it is."""
    graph = encoder_of(12)
    groups = Groups(graph)
    assert groups.initial() == groups.all_open()
    assert groups.initial(most=len(graph.nodes)) == groups.all_open()
    assert len(fold(graph, groups, groups.initial(most=len(graph.nodes) - 1), saved=False).nodes) == 5


def test_a_graph_without_scopes_stays_flat(sketch: Any) -> None:
    """There is nothing to fold, and nothing is."""
    flow = sketch.feed("leaf", "w")
    for _ in range(400):
        flow = sketch.node("SinBackward0", "", flow)
    graph = sketch.graph(flow)
    groups = Groups(graph)
    assert (len(groups), groups.depth(), groups.initial()) == (0, 0, frozenset())
    assert fold(graph, groups, frozenset(), saved=False).nodes == graph.nodes


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_a_first_look_is_never_crowded_by_opening(random_graph: MakeGraph, seed: int) -> None:
    """At most 60 boxes, unless more stand there with everything closed."""
    graph = random_graph(seed)
    groups = Groups(graph)
    least = len(fold(graph, groups, frozenset(), saved=False).nodes)
    assert len(fold(graph, groups, groups.initial(most=0), saved=False).nodes) <= max(60, least)


def test_of_one_kind_all_open_or_none(sketch: Any) -> None:
    """Four blocks of 20 operations do not fit; one of them alone would, but tells less than four closed ones."""
    flow = sketch.feed("input", "x")
    for index in range(4):
        block = sketch.scope("module", f"net.{index}", type="Block")
        for size in range(20):
            flow = sketch.node("SinBackward0", block, flow, shape=(index, size))
    graph = sketch.graph(flow)
    assert drawn(graph, Groups(graph).initial(most=0)) == ["net.3", "net.2", "net.1", "net.0", "x"]


def test_a_first_layer_stays_closed_beside_its_repeats(sketch: Any) -> None:
    """A block that differs from the equal ones behind it is not the only one to lie open."""
    flow = sketch.feed("input", "x")
    for index in range(5):
        block = sketch.scope("module", f"net.{index}", type="Block")
        for _ in range(10):
            flow = sketch.node("SinBackward0", block, flow, shape=(2 if index else 4,))
    graph = sketch.graph(flow)
    assert drawn(graph, Groups(graph).initial(most=0)) == ["net 1–4", "net.0", "x"]


def test_one_operation_is_no_group(sketch: Any) -> None:
    """A module of one operation is drawn as the operation."""
    scope = sketch.scope("module", "relu", type="ReLU")
    graph = sketch.graph(sketch.node("ReluBackward0", scope, sketch.feed("leaf", "w")))
    assert len(Groups(graph)) == 0


def test_of_two_groups_with_the_same_members_the_inner_one_stands(sketch: Any) -> None:
    """A function that does nothing but call a model is not drawn around it, nor is the round that calls it."""
    loop = sketch.scope("loop", "for epoch in range(3)")
    around = sketch.scope("round", "", loop, visit=3)
    function = sketch.scope("function", "step", around)
    model = sketch.scope("module", "model", function, type="Model")
    flow = sketch.node("SinBackward0", model, sketch.feed("leaf", "w"))
    graph = sketch.graph(sketch.node("CosBackward0", model, flow))
    assert list(every(graph)) == ["model"]


def test_a_function_around_the_whole_graph_is_left_out(sketch: Any) -> None:
    """`main` holds everything: a frame around it would tell nothing. A model's does."""
    main = sketch.scope("function", "main")
    model = sketch.scope("module", "model", main, type="Model")
    flow = sketch.node("SinBackward0", model, sketch.feed("leaf", "w"))
    flow = sketch.node("CosBackward0", model, flow)
    assert list(every(sketch.graph(sketch.node("SumBackward0", main, flow)))) == ["model"]


def test_parameters_stand_inside_and_data_outside(sketch: Any) -> None:
    """A module's weight belongs to its call, as does a constant nobody named; what it was handed does not."""
    model = sketch.scope("module", "model", type="Model")
    inputs = [sketch.feed("input", "x"), sketch.feed("leaf", "z"), sketch.feed("leaf", "model.weight")]
    flow = sketch.node("MulBackward0", model, *inputs, sketch.feed("constant"))
    flow = sketch.node("SinBackward0", model, flow, sketch.feed("input", "model.buffer"))
    graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    assert sorted(drawn(graph, frozenset())) == ["loss", "model", "x", "z"]


def test_a_leaf_stands_with_all_that_use_it(sketch: Any) -> None:
    """W, used in each round, stands in the loop; each round's x in the round, though a function takes it; h outside."""
    loop = sketch.scope("loop", "for x in xs")
    weight, flow = sketch.feed("leaf", "W"), sketch.feed("input", "h")
    for visit in (1, 2):
        around = sketch.scope("round", "", loop, visit=visit)
        step = sketch.scope("function", "step", around, visit=visit)
        flow = sketch.node("MmBackward0", step, flow, weight)
        flow = sketch.node("AddBackward0", step, flow, sketch.feed("input", "x"))
        flow = sketch.node("SinBackward0", around, flow)
    graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    groups = Groups(graph)
    assert sorted(drawn(graph, groups.to_depth(1))) == ["W", "h", "loss", "round 1", "round 2"]
    assert sorted(drawn(graph, groups.to_depth(2))) == sorted(
        ["W", "h", "loss", "SinBackward0", "SinBackward0", "step", "step", "x", "x"]
    )


def test_what_each_of_equal_blocks_is_handed_stays_with_them(sketch: Any) -> None:
    """A mask for each layer is inside "× 3", beside its layer where that is open; one mask for all stands outside."""
    flow, whole = sketch.feed("input", "x"), sketch.feed("input", "mask")
    for index in range(3):
        layer = sketch.scope("module", f"net.{index}", type="Layer")
        flow = sketch.node("AddBackward0", layer, flow, whole)
        flow = sketch.node("MulBackward0", layer, flow, sketch.feed("input", "own"))
    graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    assert sorted(drawn(graph, frozenset())) == ["loss", "mask", "net 0–2", "x"]
    assert sorted(drawn(graph, frozenset({"s0×3"}))) == [
        *("loss", "mask", "net.0", "net.1", "net.2"),
        *("own", "own", "own", "x"),
    ]


@pytest.mark.parametrize("equal", [True, False])
def test_what_each_round_is_handed_stays_in_the_loop(sketch: Any, *, equal: bool) -> None:
    """Where rounds are nothing but calls of a cell, too: x does not crowd around the loop; the first h is outside."""
    loop, flow = sketch.scope("loop", "for x in xs"), sketch.feed("input", "h")
    for visit in range(1, 5):
        around = sketch.scope("round", "", loop, visit=visit)
        cell = sketch.scope("module", "cell", around, type="Cell", visit=visit)
        flow = sketch.node("MmBackward0", cell, flow, shape=(2 if equal else visit,))
        flow = sketch.node("AddBackward0", cell, flow, sketch.feed("input", "x"))
    graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    assert drawn(graph, frozenset()) == ["loss", "cell" if equal else "for x in xs", "h"]
    assert sorted(drawn(graph, Groups(graph).to_depth(1))) == [*["cell"] * 4, "h", "loss", *["x"] * 4]


@pytest.fixture
def shared(sketch: Any) -> Graph:
    """Call one cell twice; both calls use its weight."""
    weight, flow = sketch.feed("leaf", "cell.weight"), sketch.feed("input", "h")
    for visit in (1, 2):
        cell = sketch.scope("module", "cell", type="Cell", visit=visit, parameters=64)
        flow = sketch.node("MmBackward0", cell, flow, weight)
        flow = sketch.node("TanhBackward0", cell, flow)
    graph: Graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    return graph


def test_a_shared_parameter_is_hidden_in_each_call_of_its_module(shared: Graph) -> None:
    """Both cells hold the weight, and no edge leads to it; its last gradient ends in the call that came first."""
    groups = Groups(shared)
    drawing = fold(shared, groups, frozenset(), saved=False)
    assert [node.label for node in drawing.nodes] == ["loss", "cell", "cell", "h"]
    assert [(edge.source, edge.target) for edge in drawing.edges if edge.target == "n0"] == []
    assert all("n0" in groups.group(each).members for each in ("s0", "s1"))
    assert drawing.shown_by["n0"] == "s0"


def test_a_shared_parameter_is_drawn_where_a_call_stands_open(shared: Graph) -> None:
    """The open call takes from the weight, the closed one keeps it inside; both know where it is found."""
    groups = Groups(shared)
    drawing = fold(shared, groups, frozenset({"s1"}), saved=False)
    assert [edge.source for edge in drawing.edges if edge.target == "n0"] == ["n4"]
    assert drawing.shown_by["n0"] == "n0"
    assert set(drawing.opened[0].members) == {"n0", "n4", "n5"}


def test_equal_blocks_that_feed_each_other_are_one_level(encoder_of: MakeGraph) -> None:
    """Twelve layers are "model.layers 0–11 × 12", its id the first layer's; opened, it shows the twelve."""
    graph = encoder_of(12)
    groups = Groups(graph)
    group = every(graph)["model.layers 0–11"]
    assert (group.id, group.name, group.times, group.module) == ("s1×12", "Layer", 12, "model.layers")
    assert drawn(graph, frozenset({"s0", group.id}))[3:-1] == [f"model.layers.{index}" for index in reversed(range(12))]
    assert groups.path_to("n4") == {"s0", group.id, "s1"}


def test_scopes_may_come_in_any_order(encoder_of: MakeGraph) -> None:
    """The engine numbers scopes as it meets them, last ones first: the layers still stand in their order."""
    graph = encoder_of(12)
    scopes = sorted(graph.scopes, key=lambda scope: (scope.name.count("."), scope.name))
    turned = msgspec.structs.replace(graph, scopes=(*scopes[:1], *reversed(scopes[1:14]), *reversed(scopes[14:])))
    assert sorted(scope.id for scope in turned.scopes) == sorted(scope.id for scope in graph.scopes)
    assert every(turned)["model.layers 0–11"] == every(graph)["model.layers 0–11"]


@pytest.mark.parametrize(
    ("names", "widths", "feeding", "times"),
    [
        ("AAA", (2, 2, 2), True, [3]),
        ("AA", (2, 2), True, []),
        ("ABA", (2, 2, 2), True, []),
        ("AAA", (2, 4, 2), True, []),
        ("AAA", (2, 2, 2), False, []),
        ("BAAAAB", (2,) * 6, True, [4]),
        ("AAABBB", (2,) * 6, True, [3, 3]),
    ],
)
def test_what_repeats(sketch: Any, names: str, widths: tuple[int, ...], *, feeding: bool, times: list[int]) -> None:
    """Three or more blocks repeat that are of one class, of the same operations and shapes, and feed each other."""
    flow = start = sketch.feed("leaf", "x")
    results = []
    for index, (name, width) in enumerate(zip(names, widths, strict=True)):
        block = sketch.scope("module", f"net.{index}", type=name)
        flow = sketch.node("SinBackward0", block, flow if feeding else start, shape=(width,))
        flow = sketch.node("CosBackward0", block, flow, shape=(width,))
        results.append(flow)
    graph = sketch.graph(sketch.node("CatBackward0", "", *(results[-1:] if feeding else results)))
    assert sorted(group.times for group in every(graph).values() if group.times > 1) == times


def test_blocks_wired_otherwise_do_not_repeat(sketch: Any) -> None:
    """The same operations in another order, or with swapped operands, are another block."""
    flow = sketch.feed("leaf", "x")
    for index in range(3):
        block = sketch.scope("module", f"net.{index}", type="Block")
        one = sketch.node("SinBackward0", block, flow)
        other = sketch.node("CosBackward0", block, flow)
        flow = sketch.node("SubBackward0", block, *((one, other) if index else (other, one)))
    assert all(group.times == 1 for group in every(sketch.graph(flow)).values())


def test_repeats_that_something_passes_by_are_no_level(sketch: Any) -> None:
    """What the first block feeds outside feeds the third: one box for all would take from what takes from it."""
    flow = side = sketch.feed("leaf", "x")
    for index in range(3):
        block = sketch.scope("module", f"net.{index}", type="Block")
        flow = sketch.node("AddBackward0", block, flow, side)
        flow = sketch.node("SinBackward0", block, flow)
        skip = sketch.scope("function", "skip", visit=index)
        side = sketch.node("CosBackward0", skip, sketch.node("ExpBackward0", skip, flow))
    graph = sketch.graph(flow)
    assert sorted(every(graph)) == ["net.0", "net.1", "net.2", "skip"]
    placement = place(bare(fold(graph, Groups(graph), frozenset(), saved=False)))
    assert {"s0", "s1", "s2", "s3"} < {box.id for box in placement.nodes}


def test_a_module_called_in_its_parent_and_alone_counts_once(sketch: Any) -> None:
    """The loop holds the model, and a part of it once more."""
    function, flow = sketch.scope("function", "f"), sketch.feed("input", "x")
    for name, parameters in (("model", 100), ("model.part", 40), ("modeller", 5)):
        scope = sketch.scope("module", name, function, parameters=parameters)
        flow = sketch.node("MmBackward0", scope, flow)
    graph = sketch.graph(sketch.node("SumBackward0", "", flow))
    assert closed(graph)["f"].parameters == 105


def unrolled(sketch: Any, rounds: int, *, with_cell: bool, odd: int = 0) -> Graph:
    """Unroll a loop; a round is a cell's call and one operation more, or the call alone; round `odd` differs."""
    loop = sketch.scope("loop", "for step in range(n)")
    flow = sketch.feed("input", "h")
    for visit in range(1, rounds + 1):
        around = sketch.scope("round", "", loop, visit=visit)
        cell = sketch.scope("module", "cell", around, type="Cell", visit=visit, parameters=64)
        flow = sketch.node("MmBackward0", cell, flow, shape=(3 if visit == odd else 2,))
        flow = sketch.node("TanhBackward0", cell, flow)
        flow = flow if with_cell else sketch.node("MulBackward0", around, flow)
    graph: Graph = sketch.graph(sketch.node("SumBackward0", "", flow, label="loss"))
    return graph


def test_a_loop_of_equal_rounds_repeats_itself(sketch: Any) -> None:
    """The loop is drawn once, with the number of its rounds; opened, it shows them. A module counts once."""
    graph = unrolled(sketch, 5, with_cell=False)
    group = closed(graph)["for step in range(n)"]
    assert (group.id, group.name, group.times, group.parameters) == ("s0", "loop", 5, 64)
    assert [label for label in drawn(graph, frozenset({"s0"})) if label.startswith("round")] == [
        f"round {visit}" for visit in (5, 4, 3, 2, 1)
    ]


def test_the_first_round_of_a_loop_may_differ(sketch: Any) -> None:
    """Of five rounds the first has other shapes: the other four are one level beside it."""
    graph = unrolled(sketch, 5, with_cell=False, odd=1)
    assert closed(graph)["for step in range(n)"].times == 1
    assert drawn(graph, frozenset({"s0"})) == ["loss", "rounds 2–5", "round 1", "h"]


def test_rounds_that_only_call_a_cell_are_the_cell(sketch: Any) -> None:
    """The inner name stands: "cell × 5" says more than the loop does."""
    group = closed(unrolled(sketch, 5, with_cell=True))["cell"]
    assert (group.name, group.times, group.parameters) == ("Cell", 5, 64)


def test_rounds_repeat_side_by_side(sketch: Any) -> None:
    """What equal rounds compute need not feed the next: the heads of a mixture are drawn once."""
    loop = sketch.scope("loop", "for head in heads")
    start, results = sketch.feed("input", "x"), []
    for visit in range(1, 5):
        around = sketch.scope("round", "", loop, visit=visit)
        head = sketch.scope("module", f"heads.{visit - 1}", around, type="Head", parameters=3)
        flow = sketch.node("MmBackward0", head, start, sketch.feed("leaf", f"heads.{visit - 1}.weight"))
        results.append(sketch.node("TanhBackward0", head, flow))
    graph = sketch.graph(sketch.node("CatBackward0", "", *results, label="y"))
    assert drawn(graph, frozenset()) == ["y", "heads 0–3", "x"]
    assert closed(graph)["heads 0–3"].parameters == 12


def test_a_group_says_what_crosses_its_border(sketch: Any) -> None:
    """It takes what operations outside made, then inputs, then leaves, and gives what is used outside; each once."""
    model = sketch.scope("module", "model", type="Model", parameters=7)
    feeds = [sketch.feed("leaf", "w", (1,)), sketch.feed("input", "x", (2,))]
    before = sketch.node("SinBackward0", "", *feeds, shape=(3,))
    one = sketch.node("MulBackward0", model, before, *feeds, shape=(4,))
    other = sketch.node("CosBackward0", model, one, before, shape=(5,))
    graph = sketch.graph(sketch.node("AddBackward0", "", one, other, one, label="y", shape=(6,)))
    group = closed(graph)["model"]
    assert shapes(group.takes) == [(3,), (2,), (1,)]
    assert sorted(shapes(group.gives)) == [(4,), (5,)]
    assert (group.tensor, group.parameters) == (group.gives[0], 7)


def test_what_a_root_computes_leaves_its_group(sketch: Any) -> None:
    """A graph that ends inside a group gives its result to the program."""
    model = sketch.scope("module", "model", type="Model")
    flow = sketch.node("SinBackward0", model, sketch.feed("leaf", "w"), shape=(3,))
    graph = sketch.graph(sketch.node("CosBackward0", model, flow, shape=(4,)))
    assert shapes(closed(graph)["model"].gives) == [(4,)]
    assert fold(graph, Groups(graph), frozenset(), saved=False).roots == ("s0",)


def test_depths_open_level_by_level(encoder_of: MakeGraph) -> None:
    """Level 0 is closed, the deepest is all; each level is in the next."""
    groups = Groups(encoder_of(4))
    levels = [groups.to_depth(level) for level in range(groups.depth() + 1)]
    assert levels[0] == frozenset()
    assert levels[-1] == groups.all_open()
    assert all(outer < inner for outer, inner in pairwise(levels))


def test_the_way_to_a_node_opens_no_more_than_it_must(random_graph: MakeGraph) -> None:
    """With the groups of its path open a node is drawn itself; without any one of them it is not."""
    for seed in range(0, 40, 2):
        graph = random_graph(seed)
        groups = Groups(graph)
        for node in graph.nodes:
            path = groups.path_to(node.id)
            assert fold(graph, groups, path, saved=False).shown_by[node.id] == node.id
            if len(groups.homes[node.id]) == 1:
                assert all(
                    fold(graph, groups, path - {each}, saved=False).shown_by[node.id] != node.id for each in path
                )


def test_closing_takes_in_what_is_inside(encoder_of: MakeGraph) -> None:
    """Closed with all within, the group is one box, and opens closed inside."""
    graph = encoder_of(4)
    groups = Groups(graph)
    opened = groups.all_open() - groups.closing("s1×4")
    assert opened == {"s0"}
    assert "model.layers 0–3" in drawn(graph, opened)
    assert "s1×4" in groups
    assert "n1" not in groups


def shapes(tensors: tuple[Tensor, ...]) -> list[tuple[int, ...]]:
    """Give the shapes of tensors."""
    return [each.shape for each in tensors]
