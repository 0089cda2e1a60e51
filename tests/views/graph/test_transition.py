"""From one picture to the next: what stays glides there, what a person looked at stays where it is seen."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.graph import Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.views.drawing import Drawing, DrawnEdge, Group, OpenGroup
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.motion import Pace
from desktop.views.theme import LIGHT

_SECONDS = 0.25
STAYED = {"n0": "n0", "n1": "n1"}


class Clock:
    """Time that passes only when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Say what time it is."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """Give time into a test's hands."""
    return Clock()


@pytest.fixture
def view(qtbot: QtBot, clock: Clock) -> GraphView:
    """Give a view that moves things as if it were on a screen."""
    view = GraphView(LIGHT, None, Pace(clock, lambda _: True))
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.toggle_legend()
    view.show()
    return view


def chain(places: dict[str, tuple[float, float]], size: tuple[float, float] = (520, 420)) -> GraphPicture:
    """Make a picture of nodes in a row, each fed by the next, standing at some places."""
    nodes = tuple(Node(name, "MulBackward0", "operation") for name in places)
    names = list(places)
    placed = tuple(PlacedNode(name, x, y, 100, 40) for name, (x, y) in places.items())
    routes = tuple(
        PlacedEdge(one, other, 0, 0, (places[one], places[one], places[other], places[other]))
        for one, other in pairwise(names)
    )
    return GraphPicture(Graph((names[0],), nodes, ()), Placement(placed, routes, size))


def pass_time(view: GraphView, clock: Clock, seconds: float) -> None:
    """Let time pass for what moves."""
    clock.seconds += seconds
    view._succession._transition._motion.advance()


def is_moving(view: GraphView) -> bool:
    """Say whether one picture has not yet become the other."""
    return view._succession._transition.is_running


def boxes_in_row(image: QImage, y: int) -> list[int]:
    """Give the middles of the stretches that are filled as operations are, at a height of a picture."""
    inside = [_is_fill(image.pixelColor(x, y)) for x in range(image.width())]
    edges = [x for x in range(1, image.width()) if inside[x] != inside[x - 1]]
    return [(one + other) // 2 for one, other in zip(edges[::2], edges[1::2], strict=False) if other - one > 30]


def _is_fill(colour: QColor) -> bool:
    fill = QColor(LIGHT.operation)
    pairs = ((colour.red(), fill.red()), (colour.green(), fill.green()), (colour.blue(), fill.blue()))
    return all(abs(one - other) < 4 for one, other in pairs)


def row_of(view: GraphView, node: str) -> int:
    """Give a height at which a node's box is filled and nothing is written: near its upper border."""
    point = view.position_of(node)
    assert point is not None
    return round(point.y() - 13 * view.camera_scale())


def test_a_box_is_between_its_places_half_way(view: GraphView, clock: Clock) -> None:
    """It starts where it was, passes what lies between, and ends where the picture alone has it."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    row = row_of(view, "n1")
    (start,) = boxes_in_row(view.grab().toImage(), row)
    view.show_picture(chain({"n0": (60, 400), "n1": (460, 100)}), None, STAYED)
    assert boxes_in_row(view.grab().toImage(), row) == [pytest.approx(start, abs=2)]
    pass_time(view, clock, 0.05)
    (between,) = boxes_in_row(view.grab().toImage(), row)
    pass_time(view, clock, _SECONDS)
    (end,) = boxes_in_row(view.grab().toImage(), row)
    assert start + 20 < between < end - 20
    assert not is_moving(view)


def test_the_end_of_a_glide_is_the_picture_itself(view: GraphView, clock: Clock) -> None:
    """Pixel by pixel what is shown without any glide."""
    after = chain({"n0": (60, 400), "n1": (460, 100), "n2": (260, 20)})
    view.show_picture(after, None)
    plain = view.grab().toImage()
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    view.show_picture(after, None, STAYED)
    assert view.grab().toImage() != plain
    pass_time(view, clock, 2 * _SECONDS)
    assert view.grab().toImage() == plain


def test_new_ids_are_followed(view: GraphView) -> None:
    """What was n1 and is n2 glides; n1 is another one now and comes."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    row = row_of(view, "n1")
    (start,) = boxes_in_row(view.grab().toImage(), row)
    view.show_picture(chain({"n0": (60, 400), "n1": (260, 250), "n2": (460, 100)}), None, {"n0": "n0", "n2": "n1"})
    assert boxes_in_row(view.grab().toImage(), row) == [pytest.approx(start, abs=2)]


def test_another_graph_does_not_glide(view: GraphView) -> None:
    """Its n1 has nothing to do with that of the one before."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    view.show_picture(chain({"n0": (60, 400), "n1": (460, 100)}), None)
    assert not is_moving(view)


def test_a_picture_that_looks_the_same_does_not_glide(view: GraphView) -> None:
    """A changed number moves nothing."""
    places: dict[str, tuple[float, float]] = {"n0": (60, 400), "n1": (60, 100)}
    view.show_picture(chain(places), None)
    view.show_picture(chain(places), None, STAYED)
    assert not is_moving(view)


def test_a_second_change_starts_from_where_things_are(view: GraphView, clock: Clock) -> None:
    """A box half way to the right turns round there, without a leap."""
    left, right = chain({"n0": (60, 400), "n1": (60, 100)}), chain({"n0": (60, 400), "n1": (460, 100)})
    view.show_picture(left, None)
    row = row_of(view, "n1")
    view.show_picture(right, None, STAYED)
    pass_time(view, clock, 0.06)
    (between,) = boxes_in_row(view.grab().toImage(), row)
    view.show_picture(left, None, STAYED)
    assert boxes_in_row(view.grab().toImage(), row) == [pytest.approx(between, abs=2)]
    pass_time(view, clock, 2 * _SECONDS)
    (end,) = boxes_in_row(view.grab().toImage(), row)
    assert end < between - 20


@pytest.mark.parametrize(
    "touch",
    [
        lambda view: view.zoom(1.2, QPointF(10, 10)),
        lambda view: QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        lambda view: view.resize(500, 400),
        lambda view: view.show_nothing("nothing"),
    ],
)
def test_a_person_who_moves_the_picture_sees_it_as_it_is(view: GraphView, touch: Callable[[GraphView], object]) -> None:
    """A hand is quicker than any glide, and nothing is left of it."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    view.show_picture(chain({"n0": (60, 400), "n1": (460, 100)}), None, STAYED)
    touch(view)
    assert not is_moving(view)


def test_what_comes_fades_in_and_what_goes_fades_out(view: GraphView, clock: Clock) -> None:
    """Half way both are there, lighter than they are."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    point = view.position_of("n1")
    assert point is not None
    old = (point - QPointF(50 * view.camera_scale(), 0)).toPoint()
    view.show_picture(chain({"n0": (60, 400), "n7": (460, 100)}), None, STAYED)
    new_point = view.position_of("n7")
    assert new_point is not None
    new = (new_point + QPointF(50 * view.camera_scale(), 0)).toPoint()
    coming, going = [], []
    for _ in range(4):
        image = view.grab().toImage()
        coming.append(_darkest(image, new))
        going.append(_darkest(image, old))
        pass_time(view, clock, 0.05)
    assert coming == sorted(coming, reverse=True)
    assert going == sorted(going)
    assert coming[0] > coming[-1]
    assert going[0] < going[-1]


def _darkest(image: QImage, point: QPoint) -> int:
    """Give the lightness of the darkest pixel across a box's border."""
    return min(image.pixelColor(point.x() + dx, point.y()).lightness() for dx in range(-3, 4))


def test_the_selected_node_stays_where_it_is_seen(view: GraphView, clock: Clock) -> None:
    """Where a person has moved the camera, a node inserted above does not push it away, and the zoom is kept."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    view.zoom(1.3, QPointF(100, 300))
    view.select_node("n0")
    clock.seconds += 1.0
    view._journey._flight.advance()
    before, scale = view.position_of("n0"), view.camera_scale()
    view.show_picture(chain({"n0": (160, 700), "n1": (60, 100)}, (520, 720)), None, STAYED)
    pass_time(view, clock, _SECONDS)
    after = view.position_of("n0")
    assert before is not None
    assert after is not None
    assert (after - before).manhattanLength() < 1e-6
    assert view.camera_scale() == scale


def test_with_nothing_selected_the_node_in_the_middle_stays(view: GraphView) -> None:
    """It is what a person most likely looks at."""
    view.show_picture(chain({"n0": (60, 400), "n1": (260, 210), "n2": (500, 20)}), None)
    view.zoom(1.1, QPointF(300, 250))
    before = view.position_of("n1")
    view.show_picture(chain({"n0": (60, 800), "n1": (360, 610), "n2": (500, 20)}, (620, 820)), None, STAYED)
    after = view.position_of("n1")
    assert before is not None
    assert after is not None
    assert (after - before).manhattanLength() < 1e-6


def test_a_fitted_picture_stays_fitted(view: GraphView) -> None:
    """Who has not moved the camera sees the whole of the next picture, too."""
    view.show_picture(chain({"n0": (60, 400), "n1": (60, 100)}), None)
    view.show_picture(chain({"n0": (60, 900), "n1": (60, 100)}, (520, 1000)), None, STAYED)
    for node in ("n0", "n1"):
        point = view.position_of(node)
        assert point is not None
        assert view.rect().contains(point.toPoint())


_NODES = tuple(Node(f"n{index}", "MulBackward0", "operation") for index in range(3))
_GRAPH = Graph(("n0",), _NODES, ())
_LAYER = Group("s0", "Linear", "layer", ("n1", "n2"))


def closed() -> GraphPicture:
    """Draw n0 over the closed layer."""
    drawing = Drawing(
        _GRAPH, ("n0",), (_NODES[0], _LAYER), (DrawnEdge("n0", "s0", 0),), (), {"n0": "n0", "n1": "s0", "n2": "s0"}
    )
    placed = (PlacedNode("n0", 100, 300, 100, 40), PlacedNode("s0", 100, 100, 120, 60))
    return GraphPicture(drawing, Placement(placed, (), (520, 420)))


def opened() -> GraphPicture:
    """Draw the same with the layer open, further down on the paper."""
    drawing = Drawing(
        _GRAPH,
        ("n0",),
        _NODES,
        (DrawnEdge("n0", "n1", 0), DrawnEdge("n1", "n2", 0)),
        (OpenGroup(_LAYER, 0, ("n1", "n2")),),
        {node.id: node.id for node in _NODES},
    )
    places = {"n0": (200, 600), "n1": (300, 400), "n2": (300, 250)}
    placed = tuple(PlacedNode(name, x, y, 100, 40) for name, (x, y) in places.items())
    return GraphPicture(drawing, Placement(placed, (), (520, 720)))


def test_a_group_opens_where_it_was_double_clicked(view: GraphView, clock: Clock) -> None:
    """Its frame has its middle where the closed group's was, and its nodes come out of there."""
    view.show_picture(closed(), None)
    view.zoom(1.1, QPointF(200, 200))
    point = view.position_of("s0")
    assert point is not None
    view.group_toggled.connect(lambda _: view.show_picture(opened(), None))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point.toPoint())
    first, second = view.position_of("n1"), view.position_of("n2")
    assert first is not None
    assert second is not None
    assert abs((first.y() + second.y()) / 2 - point.y()) < 20
    assert is_moving(view)
    pass_time(view, clock, 2 * _SECONDS)
    assert not is_moving(view)


def test_a_closing_group_takes_its_nodes_in(view: GraphView, clock: Clock) -> None:
    """A frame of that way is neither picture, and the end is the closed one."""
    view.show_picture(opened(), None)
    before = view.grab().toImage()
    view.show_picture(closed(), None)
    pass_time(view, clock, 0.05)
    between = view.grab().toImage()
    pass_time(view, clock, _SECONDS)
    assert between not in (before, view.grab().toImage())


def test_many_boxes_fade_instead(view: GraphView, clock: Clock) -> None:
    """With 900 in sight one picture fades into the other, from exactly the one to exactly the other."""
    grid: dict[str, tuple[float, float]] = {f"n{at}": (110.0 * (at % 30), 50.0 * (at // 30)) for at in range(900)}
    one = chain(grid, (3300, 1500))
    moved = replace(
        one.placement, nodes=tuple(replace(box, x=box.x + (7 if at % 2 else 0)) for at, box in enumerate(one.boxes))
    )
    other = GraphPicture(one.graph, moved)
    view.show_picture(one, None)
    before = view.grab().toImage()
    view.show_picture(other, None)
    assert view.grab().toImage() == before
    pass_time(view, clock, 0.1)
    assert view.grab().toImage() != before
    pass_time(view, clock, _SECONDS)
    after = view.grab().toImage()
    view.set_theme(LIGHT)
    assert view.grab().toImage() == after


def test_the_frame_of_an_opening_group_grows_out_of_its_card(view: GraphView, clock: Clock) -> None:
    """At first it is as large as the card was, at the end it stands around its nodes, between it is between."""
    view.show_picture(closed(), None)
    view.zoom(1.1, QPointF(200, 200))
    view._toggled = "s0"
    view.show_picture(opened(), None)
    glide = view._succession._transition._glide
    assert glide is not None
    (frame,) = glide._frames._frames
    card = view._camera.scale * 60
    assert frame.at(0.0).height() == pytest.approx(card)
    assert card < frame.at(0.5).height() < frame.at(1.0).height()
    stands = opened().frame_of("s0")
    assert stands is not None
    assert frame.at(1.0).height() == pytest.approx(stands.height() * view.camera_scale())


def test_going_back_after_a_change_shows_something(view: GraphView, clock: Clock) -> None:
    """A view kept from a picture that reached further than this one is moved onto its paper."""
    view.show_picture(opened(), None)
    view.zoom(2.0, QPointF(0, 0))
    view.select_node("n0")
    view.zoom_to_selection()
    clock.seconds += 1.0
    view._journey._flight.advance()
    view.fit()
    clock.seconds += 1.0
    view._journey._flight.advance()
    view.zoom(1.1, QPointF(0, 0))
    view.show_picture(closed(), None)
    for _ in range(3):
        view.go_back()
        clock.seconds += 1.0
        view._journey._flight.advance()
        middle = view._camera.to_picture(QPointF(view.width() / 2, view.height() / 2))
        assert closed().bounds().adjusted(-1, -1, 1, 1).contains(middle)
