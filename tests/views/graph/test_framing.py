"""Where the camera stands, and that a person's place is kept."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.records.tensor import Tensor
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import LIGHT

_COUNT = 300
_STRIDE = 90.0


@pytest.fixture
def tall(qtbot: QtBot) -> GraphView:
    """Show a chain of 300 operations one above the other, its root at the bottom."""
    graph, placement = _chain()
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show_graph(graph, placement)
    view.show()
    return view


def _chain() -> tuple[Graph, Placement]:
    nodes = tuple(Node(f"n{index}", "SinBackward0", "operation") for index in range(_COUNT))
    edges = tuple(Edge(f"n{index}", f"n{index + 1}", 0, 0) for index in range(_COUNT - 1))
    height = _COUNT * _STRIDE
    placed = tuple(
        PlacedNode(node.id, 60, height - _STRIDE * (index + 0.5), 100, 50) for index, node in enumerate(nodes)
    )
    routes = tuple(
        PlacedEdge(one.id, other.id, 0, 0, ((60, one.y - 25), (60, one.y - 40), (60, other.y + 40), (60, other.y + 25)))
        for one, other in pairwise(placed)
    )
    return Graph(("n0",), nodes, edges), Placement(placed, routes, (120, height))


def _flow() -> Flow:
    one = Tensor((), "float32", "cpu", count=1, norm=1.0)
    return Flow(0, 1, tuple(FlowStep(f"n{index}", index, 1.0, (one,), (one,)) for index in range(_COUNT)))


def in_sight(view: GraphView, node: str) -> bool:
    """Say whether the middle of a node is on the widget."""
    point = view.position_of(node)
    return point is not None and view.rect().contains(point.toPoint())


def test_a_graph_too_tall_to_read_opens_at_its_root(tall: GraphView) -> None:
    """Backward begins there, in letters that can be read; F still shows all."""
    assert in_sight(tall, "n0")
    assert not in_sight(tall, "n299")
    assert tall.camera_scale() > 0.5
    tall.fit()
    assert in_sight(tall, "n0")
    assert in_sight(tall, "n299")


def test_light_in_sight_stays_in_sight(tall: GraphView) -> None:
    """Stepping up the chain the picture moves along, and back with Home."""
    tall.show_flow(_flow())
    for step in range(1, 200):
        tall.set_step(step)
        assert in_sight(tall, f"n{step - 1}")
    tall.set_step(0)
    assert in_sight(tall, "n0")


def test_light_out_of_sight_is_not_chased(tall: GraphView) -> None:
    """Who looks elsewhere while gradients flow is left in peace."""
    tall.show_flow(_flow())
    tall.pan(QPointF(0, 5_000))
    place = tall.position_of("n100")
    tall.set_step(1.5)
    tall.set_step(2.5)
    assert tall.position_of("n100") == place


def test_light_moves_nothing_where_all_is_in_sight(view: GraphView, flow: Flow) -> None:
    """A fitted graph stands still."""
    view.show_flow(flow)
    places = [view.position_of(f"n{index}") for index in range(5)]
    for step in (0.5, 1.5, 2.5, 4.0):
        view.set_step(step)
        assert [view.position_of(f"n{index}") for index in range(5)] == places


def test_an_equal_graph_is_shown_from_the_same_spot(view: GraphView, graph: Graph, placement: Placement) -> None:
    """Who changed a number and ran again looks at the same place; another graph is framed anew."""
    view.zoom(2.0, QPointF(100, 100))
    place = view.position_of("n3")
    view.show_graph(graph, None)
    view.show_graph(graph, placement)
    assert view.position_of("n3") == place
    wider = replace(placement, nodes=placement.nodes[:-1])
    view.show_graph(graph, wider)
    assert view.position_of("n3") != place


def test_resizing_leaves_the_camera_where_a_person_moved_it(view: GraphView) -> None:
    """Only what nobody moved is framed anew."""
    view.zoom(1.5, QPointF(0, 0))
    scale = view.camera_scale()
    view.resize(500, 300)
    assert view.camera_scale() == scale


def test_a_selected_node_is_brought_into_sight(tall: GraphView) -> None:
    """Selecting from another view moves the picture; selecting what is seen does not."""
    tall.select_node("n250")
    assert in_sight(tall, "n250")
    place = tall.position_of("n250")
    tall.select_node("n251" if in_sight(tall, "n251") else "n249")
    assert tall.position_of("n250") == place


def test_playing_anew_leaves_the_camera_where_it_is(
    view: GraphView, graph: Graph, placement: Placement, flow: Flow
) -> None:
    """A new run's flow begins at 0 again: that is no move of the light to be followed."""
    view.show_flow(flow)
    view.set_step(4.0)
    view.zoom(6.0, QPointF(140, 70))
    place = view.position_of("n3")
    view.show_graph(replace(graph), placement)
    view.show_flow(flow)
    view.set_step(0.0)
    assert view.position_of("n3") == place


def test_another_graph_is_not_lit_by_the_flow_before(
    view: GraphView, graph: Graph, placement: Placement, flow: Flow
) -> None:
    """Ids repeat from run to run: light of the run before would be a lie."""
    plain = view.grab().toImage()
    view.show_flow(flow)
    view.set_step(4.0)
    view.show_graph(replace(graph), placement)
    assert view.grab().toImage() == plain


def test_a_strip_that_opened_at_its_root_keeps_what_is_seen(tall: GraphView) -> None:
    """Nobody has moved the camera, yet only a part is in sight: another drawing of the graph leaves it where it is."""
    picture = tall._picture
    assert picture is not None
    seen = next(box.id for box in picture.boxes if tall.rect().contains(_at(tall, box.id)))
    before = _at(tall, seen)
    lower = replace(
        picture.placement,
        nodes=tuple(replace(box, y=box.y + 500) for box in picture.placement.nodes),
        size=(picture.placement.size[0], picture.placement.size[1] + 500),
    )
    tall.show_picture(GraphPicture(picture.graph, lower), None)
    assert _at(tall, seen) == before


def _at(view: GraphView, node: str) -> QPoint:
    point = view.position_of(node)
    assert point is not None
    return point.toPoint()
