"""What the painter draws of a Drawing: groups, saved tensors, numbers, and which way the arrows point."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.records.flow import Flow
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import Direction, PlacedEdge, PlacedNode, Placement
from desktop.records.tensor import Tensor
from desktop.views.drawing import Drawing, DrawnEdge, Group, OpenGroup, SavedTensor
from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import DATA, GRADIENT, SAVED, GraphPicture
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.light_painter import LightPainter
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.tooltip import tooltip
from desktop.views.graph.whole_drawing import whole_drawing
from desktop.views.theme import LIGHT

SQUARE = Tensor((2, 2), "float32", "cpu", count=4, values=(1.0, 2.0, 3.0, 4.0))
FOUR = Tensor((), "float32", "cpu", count=1, values=(4.0,))
GROUP = Group("s1", "Linear", "model.linear", ("n1", "n2"), 1, 20, (SQUARE,), (SQUARE,), SQUARE, "model.linear")
SAVED_SELF = SavedTensor("n0.self", "n0", "self", "y", SQUARE)


@pytest.fixture
def drawing() -> Drawing:
    """Call the loss n0; it differentiates a closed group, which ends at x, an input; n0 saved its operand."""
    recorded = Graph(("n0",), tuple(Node(f"n{index}", "", "operation") for index in range(4)), ())
    return Drawing(
        recorded,
        ("n0",),
        (
            Node("n0", "MulBackward0", "operation", "loss", FOUR),
            GROUP,
            Node("n3", "", "input", "x", SQUARE),
            SAVED_SELF,
        ),
        (
            DrawnEdge("n0", "s1", 0, (("n0", 0), ("n0", 1))),
            DrawnEdge("s1", "n3", None),
            DrawnEdge("n0", "n0.self", None),
        ),
        (OpenGroup(replace(GROUP, id="s0", label="model"), 0, ("s1",)),),
        {"n0": "n0", "n1": "s1", "n2": "s1", "n3": "n3"},
    )


@pytest.fixture
def place(qapp: object, drawing: Drawing) -> Callable[..., GraphPicture]:
    """Place it in a column, x on top, with straight edges."""

    def picture(direction: Direction = "data") -> GraphPicture:
        nodes = (
            PlacedNode("n0", 200, 300, 130, 50),
            PlacedNode("s1", 200, 170, 280, 68),
            PlacedNode("n3", 200, 40, 90, 50),
            PlacedNode("n0.self", 420, 170, 150, 28),
        )
        edges = (
            _straight("n0", "s1", 0, (200, 275), (200, 204)),
            _straight("s1", "n3", None, (200, 136), (200, 65)),
            _straight("n0", "n0.self", None, (250, 275), (400, 184)),
        )
        return GraphPicture(drawing, Placement(nodes, edges, (520, 340), direction))

    return picture


def test_a_graph_is_the_drawing_of_itself() -> None:
    """Each node shows itself, each edge carries itself, nothing is open."""
    graph = Graph(("n0",), (Node("n0", "", "operation"), Node("n1", "", "leaf"), Node("n2", "", "input")), ())
    edges = (_recorded("n0", "n1", 0), _recorded("n0", "n2", None))
    drawing = whole_drawing(replace(graph, edges=edges))
    assert drawing.nodes == graph.nodes
    assert [edge.carries for edge in drawing.edges] == [(("n0", 0),), ()]
    assert drawing.shown_by == {"n0": "n0", "n1": "n1", "n2": "n2"}
    assert whole_drawing(drawing) is drawing


def test_a_picture_knows_what_its_edges_stand_for(place: Callable[..., GraphPicture], drawing: Drawing) -> None:
    """Placed edges are matched with the drawing's by source, target and slot."""
    picture = place()
    assert picture.drawing is drawing
    assert picture.graph is drawing.graph
    assert picture.carries == ((("n0", 0), ("n0", 1)), (), ())
    assert picture.edge_kinds.tolist() == [GRADIENT, DATA, SAVED]
    assert picture.kinds_held == {"operation", "group", "input", "saved"}
    assert picture.nodes["s1"] is GROUP


def test_arrows_point_as_what_runs_downwards(place: Callable[..., GraphPicture]) -> None:
    """Data enters the operation that begins an edge, a gradient its target; where nothing runs is no head."""
    every = np.arange(3)
    data = place().heads(every, 8.0, 3.0)
    assert data.contains(QPointF(200, 272))
    assert data.contains(QPointF(200, 133))
    assert not data.contains(QPointF(200, 207))
    assert data.boundingRect().right() < 210
    gradients = place("gradients").heads(every, 8.0, 3.0)
    assert gradients.contains(QPointF(200, 207))
    assert gradients.boundingRect().height() < 10


def test_a_root_stands_on_its_bar_or_hangs_from_it(place: Callable[..., GraphPicture]) -> None:
    """The bar is where the data ends or the gradients begin."""
    assert _painted(place()).pixelColor(200, 330) == QColor(LIGHT.accent)
    assert _painted(place("gradients")).pixelColor(200, 270) == QColor(LIGHT.accent)


def test_a_closed_group_is_a_pile(place: Callable[..., GraphPicture]) -> None:
    """Below the first card the borders of two more come into sight, each narrower than the one before."""
    image = _painted(place())
    middle = [image.pixelColor(230, y) for y in range(180, 212)]
    assert sum(_near(colour, LIGHT.group_border) for colour in middle) >= 3
    assert image.pixelColor(70, 160) == QColor(LIGHT.group)
    corner = [image.pixelColor(x, 203) for x in range(60, 72)]
    assert not any(_near(colour, LIGHT.group_border) for colour in corner)


def test_an_open_group_has_a_frame_and_a_title(place: Callable[..., GraphPicture]) -> None:
    """The paper around the card is tinted up to a line, and the title lies on it."""
    picture = place()
    frame = picture.frame_of("s0")
    assert frame is not None
    image = _painted(picture)
    assert image.pixelColor(round(frame.left()) + 5, 170) != QColor(LIGHT.base)
    assert image.pixelColor(round(frame.left()) - 5, 170) == QColor(LIGHT.base)
    assert picture.frame_at(QPointF(frame.left() + 20, frame.top())) == "s0"


def test_saved_tensors_hang_on_dotted_lines(place: Callable[..., GraphPicture]) -> None:
    """Along the line paper and ink take turns, as along the border of the box."""
    image = _painted(place())
    border = [_near(image.pixelColor(x, 156), LIGHT.saved_border) for x in range(360, 480)]
    assert sum(one != other for one, other in pairwise(border)) > 10


def test_freed_tensors_are_struck_through(place: Callable[..., GraphPicture], drawing: Drawing) -> None:
    """From the step on that frees them, and not before; what is not freed stays as it was."""
    picture = place()
    light = FlowLight(picture, Flow(0, 1, ()))
    light.freed_steps = np.array([99, 99, 99, 2])  # of the groups' light
    before, after = (_painted(picture, light, steps) for steps in (range(2), range(3)))
    changed = [(x, y) for x in range(520) for y in range(340) if before.pixel(x, y) != after.pixel(x, y)]
    assert len(changed) > 300
    assert all(335 < x < 505 and 150 < y < 190 for x, y in changed)


def test_numbers_take_the_place_of_shapes_from_near(place: Callable[..., GraphPicture]) -> None:
    """A scalar's number at 100 %, a few values when coming closer; far away neither."""
    plain, told = place(), place()
    without = replace(FOUR, values=None)
    other = GraphPicture(
        replace(told.drawing, nodes=(replace(told.drawing.nodes[0], tensor=without), *told.drawing.nodes[1:])),
        told.placement,
    )
    assert _painted(plain, scale=1.0) != _painted(other, scale=1.0)
    assert _painted(plain, scale=0.7) == _painted(other, scale=0.7)


def test_rest_on_a_group_and_it_tells_what_it_is() -> None:
    """Its class, how much it holds, and how it opens; of a saved tensor, whose it is."""
    told = tooltip(replace(GROUP, times=3))
    for fact in ("model.linear", "Linear", "2 nodes in 3 equal blocks", "20", "2×2", "double click"):
        assert fact in told
    assert "saved self" in tooltip(SAVED_SELF)
    assert "2×2" in tooltip(SAVED_SELF)


def _painted(
    picture: GraphPicture, light: FlowLight | None = None, steps: range = range(0), scale: float = 1.0
) -> QImage:
    image = QImage(520, 340, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    painter.scale(scale, scale)
    graph_painter, sight = GraphPainter(LIGHT, Lettering()), Sight(QRectF(0, 0, 520 / scale, 340 / scale), scale)
    graph_painter.paint(painter, picture, sight)
    if light is not None:
        LightPainter(LIGHT, graph_painter.nodes).paint_done(painter, picture, light, steps, sight)
    painter.end()
    return image


def _near(one: QColor, other: str) -> bool:
    """Say whether a colour is another, or mostly so: lines are thinner than two pixels."""
    wanted = QColor(other)
    return abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue()) < 160


def _recorded(source: str, target: str, slot: int | None) -> Edge:
    return Edge(source, target, slot, slot)


def _straight(
    source: str, target: str, slot: int | None, start: tuple[float, float], end: tuple[float, float]
) -> PlacedEdge:
    (x, y), (to_x, to_y) = start, end
    third = (x + (to_x - x) / 3, y + (to_y - y) / 3)
    return PlacedEdge(source, target, slot, 0, (start, third, (2 * third[0] - x, 2 * third[1] - y), end))
