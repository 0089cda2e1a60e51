"""What is seen at a moment of each phase: pixels of the view at known places."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import Placement
from desktop.records.tensor import Tensor
from desktop.views.film import Film
from desktop.views.graph import GraphView
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import LIGHT

Probe = Callable[[QWidget, QPoint], QColor]

X, Y, V, SUM, Z = (QPoint(140, 70), QPoint(340, 70), QPoint(440, 170), QPoint(240, 170), QPoint(340, 270))
"""The middles of the boxes on the widget: the picture's corner lies at (40, 40)."""
HALF = QPoint(60, 25)


@pytest.fixture
def film_view(view: GraphView, graph: Graph, placement: Placement, flow: Flow) -> GraphView:
    """Play z = (x + y) + v: forward from -3, the loss from -1, four steps back, then x moves."""
    square = Tensor((2, 2), "float32", "cpu", count=4, norm=2.0, values=(1.0, 1.0, 1.0, 1.0))
    moved = Tensor((2, 2), "float32", "cpu", count=4, norm=1.0, values=(0.5, 0.5, 0.5, 0.5))
    played = Flow(0, 1, flow.steps, accumulated=(Change("n2", square, moved),), updated=(Change("n3", square, moved),))
    picture = GraphPicture(graph, placement)
    view.show_picture(picture, FlowLight(picture, Film(played, graph)))
    return view


def box(view: GraphView, middle: QPoint, margin: int = 0) -> QImage:
    """Give the picture of a box."""
    around = QPoint(margin, margin)
    return view.grab(QRect(middle - HALF - around, middle + HALF + around)).toImage()


def is_near(one: QColor, other: str, most: int = 60) -> bool:
    """Say whether a colour is nearly another."""
    wanted = QColor(other)
    return abs(one.red() - wanted.red()) + abs(one.green() - wanted.green()) + abs(one.blue() - wanted.blue()) < most


def contrast(view: GraphView, middle: QPoint) -> int:
    """Say how dark the darkest pixel of a box is: text that is there is nearly black."""
    image = box(view, middle)
    return min(image.pixelColor(x, y).lightness() for x in range(image.width()) for y in range(image.height()))


def test_what_has_not_run_is_faded(film_view: GraphView) -> None:
    """At first everything; then x + y and what it took is there as it will stand, and z is still to come."""
    standing = {name: contrast(film_view, place) for name, place in {"x": X, "sum": SUM, "z": Z}.items()}
    film_view.set_step(-3)
    assert all(contrast(film_view, place) > standing[name] + 80 for name, place in {"x": X, "sum": SUM, "z": Z}.items())
    film_view.set_step(-2)
    assert contrast(film_view, SUM) == standing["sum"]
    assert contrast(film_view, X) == standing["x"]
    assert contrast(film_view, Z) > standing["z"] + 80


def test_data_runs_towards_the_operation(film_view: GraphView, probe: Probe) -> None:
    """Half way through a moment the pulse is in the middle of the edge; behind it the line has its colour, before not.

    The edge leads from x at the top, (170, 95), down to x + y, (210, 145).
    """
    film_view.set_step(-2.5)
    behind, before = QPoint(182, 110), QPoint(199, 131)
    assert is_near(probe(film_view, behind), LIGHT.input_border)
    assert not is_near(probe(film_view, before), LIGHT.input_border)
    assert probe(film_view, QPoint(190, 120)).lightness() > 200


def test_the_root_lights_up_as_the_loss(film_view: GraphView, probe: Probe) -> None:
    """The stronger, the nearer the way back; there is no light around it before and after."""
    outside = Z - QPoint(63, 0)
    glow = {}
    for position in (-1.5, -0.7, -0.2, 0, 2):
        film_view.set_step(position)
        colour = probe(film_view, outside)
        glow[position] = colour.blue() - colour.red()
    assert glow[-1.5] < glow[-0.7] < glow[-0.2] < glow[0]
    assert glow[2] == 0


def test_at_rest_before_the_way_back_all_stands(film_view: GraphView, graph: Graph, placement: Placement) -> None:
    """At 0 nothing is faded: boxes are as they are without any light."""
    film_view.set_step(-2)
    film_view.set_step(0)
    lit = [box(film_view, place) for place in (X, Y, SUM)]
    film_view.show_picture(GraphPicture(graph, placement), None)
    assert [box(film_view, place) for place in (X, Y, SUM)] == lit


def test_a_gradient_fills_its_tank(film_view: GraphView, probe: Probe) -> None:
    """Beside x, in its step, from below; the tank of v was filled by step 1, more than that of x, whose is smaller."""
    floor, top = X + QPoint(68, 18), X + QPoint(68, -18)
    film_view.set_step(3)
    assert probe(film_view, floor).name() == LIGHT.base
    film_view.set_step(4)
    assert probe(film_view, floor).name() != LIGHT.base
    assert probe(film_view, top).lightness() > 215
    assert probe(film_view, V + QPoint(68, -18)).lightness() < 180


def test_a_leaf_that_moves_glows_in_its_colour(film_view: GraphView, probe: Probe) -> None:
    """In the update; and what it did is written above it."""
    film_view.set_step(4)
    above = QRect(X + QPoint(-60, -46), X + QPoint(60, -27))
    before, beside = film_view.grab(above).toImage(), X - QPoint(64, 0)
    assert not is_near(probe(film_view, beside), LIGHT.leaf_border, 250)
    film_view.set_step(4.5)
    assert is_near(probe(film_view, beside), LIGHT.leaf_border, 250)
    film_view.set_step(5)
    assert film_view.grab(above).toImage() != before


def test_what_meets_is_told_where_it_meets(view: GraphView, placement: Placement, graph: Graph) -> None:
    """A chip below the node while gradients are missing; none before the first and after its turn."""
    ones = Tensor((2, 2), "float32", "cpu", count=4, norm=2.0)
    edges = (*graph.edges, Edge("n2", "n1", 0, 0))
    nodes = [Node(n.id, n.name, "operation" if n.id == "n2" else n.kind, n.label, n.tensor) for n in graph.nodes]
    twice = Graph(graph.roots, tuple(nodes), edges)
    steps = (("n0", 2), ("n2", 1), ("n1", 1))
    flow = Flow(0, 1, tuple(FlowStep(n, i, 1.0, (ones,), (ones,) * c) for i, (n, c) in enumerate(steps)))
    picture = GraphPicture(twice, placement)
    view.show_picture(picture, FlowLight(picture, Film(flow, twice)))
    chip = SUM + QPoint(-28, 36)  # the left end of the chip's paper, off the edges below
    inked = {}
    for position in (0.5, 1.5, 2.0, 2.5):
        view.set_step(position)
        area = view.grab(QRect(chip, chip + QPoint(56, 1))).toImage()
        inked[position] = sum(area.pixelColor(x, 0).lightness() < 140 for x in range(area.width()))
    assert inked[1.5] > inked[0.5] + 3
    assert inked[2.0] > inked[0.5] + 3
    assert inked[2.5] < inked[1.5]


@pytest.mark.parametrize("position", [-2.0, -1.5, 2.0, 5.0])
def test_what_comes_into_sight_is_as_if_it_had_always_been(film_view: GraphView, position: float) -> None:
    """Panning paints only strips; painted anew all is the same, in every phase."""
    film_view.set_step(position)
    film_view.zoom(1.5, QPointF(300, 100))
    film_view.grab()
    for by in (QPointF(40, 0), QPointF(-90, 20), QPointF(10, -70)):
        film_view.pan(by)
        moved = film_view.grab().toImage()
        film_view._painter.stage.forget()
        assert film_view.grab().toImage() == moved


def test_backwards_in_time_nothing_stays(film_view: GraphView) -> None:
    """A moment looks the same wherever one came from."""
    seen = {}
    for position in (-2.0, -1.0, 1.0, 3.0):
        film_view.set_step(position)
        seen[position] = film_view.grab().toImage()
    for position in (3.0, 1.0, -1.0, -2.0):
        film_view.set_step(5)
        film_view.set_step(position)
        assert film_view.grab().toImage() == seen[position]
