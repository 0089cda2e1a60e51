"""In the forward phase nodes appear in the order they ran, with what they took."""

from desktop.layout.place import place
from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.placement import Placement
from desktop.views.film import Film
from desktop.views.graph.forward_light import ForwardLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.grouping import Groups, bare, fold


def names(picture: GraphPicture, light: ForwardLight, start: int, end: int) -> set[str]:
    """Give the nodes whose boxes appear in some moments."""
    return {picture.boxes[box].id for box in light.boxes_run(start, end).tolist()}


def crossed(picture: GraphPicture, light: ForwardLight, start: int, end: int) -> set[tuple[str, str]]:
    """Give the ends of the edges that carry data in some moments."""
    return {(picture.edges[edge].source, picture.edges[edge].target) for edge in light.edges_run(start, end).tolist()}


def test_leaves_and_inputs_appear_with_their_first_user(graph: Graph, placement: Placement, flow: Flow) -> None:
    """First x + y with both, then z with v, whose other box no edge leads to; data crosses when it is taken."""
    picture = GraphPicture(graph, placement)
    film = Film(flow, graph)
    light = ForwardLight(picture, film)
    assert (film.start, film.forward) == (-3, ("n1", "n0"))
    assert names(picture, light, -3, -2) == {"n1", "n3", "n4"}
    assert names(picture, light, -2, -1) == {"n0", "n2"}
    assert light.boxes_always().tolist() == [5]
    assert crossed(picture, light, -3, -2) == {("n1", "n3"), ("n1", "n4")}
    assert crossed(picture, light, -2, -1) == {("n0", "n1"), ("n0", "n2")}
    assert light.boxes_glowing(-2.5, 1.0).tolist() == [0, 1, 2]


def test_a_bare_flow_has_no_forward_phase(graph: Graph, placement: Placement, flow: Flow) -> None:
    """Then all has always been there."""
    picture = GraphPicture(graph, placement)
    light = ForwardLight(picture, Film(flow))
    assert len(light.boxes_always()) == len(picture.boxes)
    assert not len(light.edges_run(-100, 100))


def test_a_closed_group_is_at_work_from_its_first_to_its_last_member() -> None:
    """It appears with the first; what it saved appears with it."""
    scopes = (Scope("s0", "", "function", "f"),)
    nodes = tuple(Node(f"n{i}", "Op", "operation", scope="s0" if i in (1, 2) else "") for i in range(4))
    edges = tuple(Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(3))
    graph = Graph(("n0",), nodes, edges, scopes)
    drawing = fold(graph, Groups(graph), frozenset(), saved=True)
    picture = GraphPicture(drawing, place(bare(drawing)))
    film = Film(Flow(0, 1, tuple(FlowStep(f"n{i}", i, 1.0, (), ()) for i in range(4))), graph)
    light = ForwardLight(picture, film)
    (box,) = picture.boxes_of("s0").tolist()
    assert film.forward == ("n3", "n2", "n1", "n0")
    assert (light.box_starts[box], light.box_ends[box]) == (-4, -3)
    assert names(picture, light, -4, -3) == {"s0"}
    assert [light.age(box, position) for position in (-3.75, -3.0, -2.5, -1.5)] == [0.25, 1.0, 1.0, 1.5]
    assert crossed(picture, light, -2, -1) == {("n0", "s0")}
