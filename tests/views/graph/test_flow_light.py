"""The light of a flow passes what the gradients passed, when they did, on groups and saved tensors too."""

import random

import numpy as np
import pytest

from desktop.layout.place import place
from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.placement import Placement
from desktop.records.tensor import NamedTensor, Tensor
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.gradient_scale import BROKEN, NOTHING
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.grouping import Groups, bare, fold

CHAIN = 6


def gradient(norm: float, nans: int = 0) -> Tensor:
    """Give a gradient of a norm."""
    return Tensor((2,), "float32", "cpu", count=2, norm=norm, nans=nans)


@pytest.fixture
def chain() -> Graph:
    """Call n0 the loss; n1 to n4 lie in one call and n4 saved its input; n5 feeds them; n6 is a leaf behind it.

    n1 takes from n5, too, past the others.
    """
    saved = (NamedTensor("self", gradient(1.0)),)
    nodes = [Node(f"n{i}", f"Op{i}Backward0", "operation", scope="s0" if 0 < i < 5 else "") for i in range(CHAIN)]
    nodes[4] = Node("n4", "PowBackward0", "operation", saved=saved, scope="s0")
    edges = [Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(CHAIN)]
    edges.append(Edge("n1", "n5", 1, 0))
    leaf = Node("n6", "AccumulateGrad", "leaf", "w")
    return Graph(("n0",), (*nodes, leaf), tuple(edges), (Scope("s0", "", "function", "f"),))


def flow_through(graph: Graph, norms: dict[tuple[str, int], float], *, retains: bool = False) -> Flow:
    """Let every node run in walk order and send gradients of these norms, 1 where none is given; a leaf sends none."""
    slots = {node.id: [edge.slot for edge in graph.edges if edge.source == node.id] for node in graph.nodes}
    steps = [
        FlowStep(
            node.id,
            index,
            1.0,
            (gradient(1.0),),
            tuple(gradient(norms.get((node.id, slot or 0), 1.0)) for slot in slots[node.id]),
        )
        for index, node in enumerate(graph.nodes)
    ]
    return Flow(0, 1, tuple(steps), retains)


def picture_of(graph: Graph, *, opened: bool) -> GraphPicture:
    """Fold a graph and put it in place, saved tensors with it."""
    groups = Groups(graph)
    drawing = fold(graph, groups, groups.all_open() if opened else frozenset(), saved=True)
    return GraphPicture(drawing, place(bare(drawing)))


def edge_between(picture: GraphPicture, source: str, target: str) -> int:
    """Give the index of a drawn edge."""
    return next(i for i, edge in enumerate(picture.edges) if (edge.source, edge.target) == (source, target))


def test_an_edge_lights_with_the_step_that_sent_along_it(graph: Graph, placement: Placement, flow: Flow) -> None:
    """Of a graph as recorded, each step lights exactly the edges it sent a gradient along, and its own box."""
    picture = GraphPicture(graph, placement)
    light = FlowLight(picture, flow)
    for index, step in enumerate(flow.steps):
        sent = {(step.node, slot) for slot, each in enumerate(step.outgoing) if each is not None}
        lit = {(picture.edges[edge].source, picture.edges[edge].slot) for edge in light.edges_done(index, index + 1)}
        assert lit == sent
        assert light.boxes_done(index, index + 1).tolist() == picture.boxes_of(step.node).tolist()
        assert light.boxes_at(picture, index + 0.5).tolist() == picture.boxes_of(step.node).tolist()


def test_a_closed_group_is_under_way_from_its_first_to_its_last_step(chain: Graph) -> None:
    """Steps 1 to 4 run inside: it glows through all of them, and its gradient is complete after the last."""
    picture = picture_of(chain, opened=False)
    light = FlowLight(picture, flow_through(chain, {}))
    (box,) = picture.boxes_of("s0").tolist()
    assert (light.box_starts[box], light.box_steps[box]) == (1, 4)
    glowing = [step for step in range(7) if box in light.boxes_glowing(step + 0.5, 1.0)]
    assert glowing == [1, 2, 3, 4, 5]
    assert [light.age(box, position) for position in (1.25, 2.0, 3.5, 4.5, 5.5)] == [0.25, 1.0, 1.0, 1.0, 1.5]
    assert [step for step in range(7) if box in light.boxes_done(step, step + 1)] == [4]
    for position in (1.5, 2.5, 3.5, 4.5):
        assert light.boxes_at(picture, position).tolist() == [box]


def test_an_edge_that_stands_for_several_lights_with_each_of_them(chain: Graph) -> None:
    """The group sends to n5 twice, in steps 1 and 4; the edge has the level of the larger gradient."""
    picture = picture_of(chain, opened=False)
    light = FlowLight(picture, flow_through(chain, {("n1", 1): 0.001, ("n4", 0): 100.0}))
    edge = edge_between(picture, "s0", "n5")
    assert [step for step in range(7) if edge in light.edges_done(step, step + 1)] == [1, 4]
    assert light.edges_done(0, 7).tolist().count(edge) == 1
    assert light.edge_levels[edge] == light.scale.level((gradient(100.0),))


def test_what_crosses_the_border_gives_a_group_its_level(chain: Graph) -> None:
    """A gradient that is large inside alone does not count; one that is broken inside does."""
    picture = picture_of(chain, opened=False)
    flow = flow_through(chain, {("n0", 0): 0.01, ("n2", 0): 1000.0})
    steps = list(flow.steps)
    steps[1] = FlowStep("n1", 1, 1.0, (gradient(0.01),), steps[1].outgoing)
    light = FlowLight(picture, Flow(0, 1, tuple(steps)))
    (box,) = picture.boxes_of("s0").tolist()
    assert light.box_levels[box] == light.scale.level((gradient(0.01),))
    steps[3] = FlowStep("n3", 3, 1.0, (gradient(1.0, nans=1),), steps[3].outgoing)
    light = FlowLight(picture, Flow(0, 1, tuple(steps)))
    assert light.box_levels[box] == BROKEN
    assert light.extremes == {BROKEN}


@pytest.mark.parametrize("retains", [False, True])
def test_a_saved_tensor_is_freed_with_its_owners_step(chain: Graph, *, retains: bool) -> None:
    """What n4 saved is gone after step 4, unless the pass retains; no other box is ever freed."""
    picture = picture_of(chain, opened=True)
    light = FlowLight(picture, flow_through(chain, {}, retains=retains))
    (box,) = picture.boxes_of("n4:0").tolist()
    freed = np.flatnonzero(light.freed_steps < len(chain.nodes)).tolist()
    assert freed == ([] if retains else [box])
    assert retains or light.freed_steps[box] == 4
    assert light.box_levels[box] == NOTHING


def test_a_leaf_that_does_not_run_is_lit_by_what_it_was_sent(chain: Graph) -> None:
    """`autograd.grad` runs no AccumulateGrad: the leaf lights with the step of n5."""
    picture = picture_of(chain, opened=False)
    flow = flow_through(chain, {("n5", 0): 0.5})
    light = FlowLight(picture, Flow(0, 1, flow.steps[:-1]))
    (box,) = picture.boxes_of("n6").tolist()
    assert light.box_steps[box] == 5
    assert light.box_levels[box] == light.scale.level((gradient(0.5),))


@pytest.mark.parametrize("seed", range(20))
def test_closed_or_open_the_same_light_crosses(seed: int) -> None:
    """Whatever lights an edge of the folded picture lights the edges that it stands for in the open one, then."""
    chance = random.Random(seed)  # noqa: S311 # a test wants the same graphs each time
    count = 20
    scopes = (Scope("s0", "", "function", "f"), Scope("s1", "", "function", "g"))
    nodes = tuple(Node(f"n{i}", "Add", "operation", scope=("", "s0", "s1", "")[i * 4 // count]) for i in range(count))
    edges = tuple(
        Edge(f"n{i}", f"n{chance.randint(i + 1, min(i + 5, count - 1))}", slot, 0)
        for i in range(count - 1)
        for slot in range(2)
    )
    graph = Graph(("n0",), nodes, edges, scopes)
    flow = flow_through(graph, {(edge.source, edge.slot or 0): chance.random() for edge in edges})
    whole, folded = picture_of(graph, opened=True), picture_of(graph, opened=False)
    lights = FlowLight(whole, flow), FlowLight(folded, flow)
    for step in range(count):
        lit = {whole.carries[edge][0] for edge in lights[0].edges_done(step, step + 1)}
        crossing = {each for carries in folded.carries for each in carries}
        seen = {each for edge in lights[1].edges_done(step, step + 1) for each in folded.carries[edge]}
        assert lit & crossing == {each for each in seen if each[0] == f"n{step}"}
