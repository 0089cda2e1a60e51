"""The keys below the picture."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.drawing import Group
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.legend import Legend
from desktop.views.graph.lettering import Lettering
from desktop.views.graph.painter import GraphPainter
from desktop.views.graph.whole_drawing import whole_drawing
from desktop.views.theme import LIGHT


@pytest.fixture
def keyed(qtbot: QtBot, graph: Graph, placement: Placement) -> GraphView:
    """Show the chapter's graph with its keys."""
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show_graph(graph, placement)
    view.show()
    return view


def strip(view: GraphView, row: int = 0) -> list[str]:
    """Give the colours along the middle line of a row of the keys, from below."""
    image = view.grab().toImage()
    y = view.height() - 25 - 35 * row
    return [QColor(image.pixel(x, y)).name() for x in range(view.width())]


def warmth(view: GraphView, row: int = 0) -> list[int]:
    """Say how much redder than blue each colour of the keys is."""
    return [QColor(name).red() - QColor(name).blue() for name in strip(view, row)]


def test_every_kind_in_the_picture_has_its_sample(keyed: GraphView) -> None:
    """The fills of the kinds that are drawn and the root's bar stand in a row on the left; others are not named."""
    colours = strip(keyed)
    order = [colours.index(colour) for colour in (LIGHT.operation, LIGHT.leaf, LIGHT.input, LIGHT.accent)]
    assert order == sorted(order)
    assert set(colours[600:]) == {LIGHT.base}


def test_a_flow_brings_the_key_of_its_gradients(keyed: GraphView, flow: Flow) -> None:
    """The ramp runs from its first colour to its last on the right."""
    keyed.show_flow(flow)
    right = warmth(keyed)[500:]
    assert min(right) < -80
    assert max(right) > 120
    assert right.index(min(right)) < right.index(max(right))


def test_where_there_is_no_room_for_both_one_stands_above_the_other(keyed: GraphView, flow: Flow) -> None:
    """The keys never lie on each other, and the graph makes room for both."""
    keyed.resize(520, 400)
    keyed.show_flow(flow)
    assert LIGHT.leaf in strip(keyed)
    assert max(warmth(keyed)) < 120
    assert max(warmth(keyed, row=1)) > 120
    root = keyed.position_of("n0")
    assert root is not None
    assert root.y() + 25 * keyed.camera_scale() < keyed.height() - 75


def test_the_fitted_graph_keeps_off_the_keys(keyed: GraphView, graph: Graph, placement: Placement) -> None:
    """However the window is cut, the lowest box ends above them."""
    for size in ((900, 400), (300, 300), (1200, 250)):
        keyed.resize(*size)
        root = keyed.position_of("n0")
        assert root is not None
        assert root.y() + 25 * keyed.camera_scale() < keyed.height() - 40


def test_broken_gradients_have_a_key_of_their_own(keyed: GraphView, flow: Flow) -> None:
    """The error colour stands there only where something is broken."""
    keyed.show_flow(flow)
    assert LIGHT.error not in strip(keyed)
    steps = flow.steps
    nan = replace(steps[0], incoming=(replace(steps[0].incoming[0], nans=1),))  # type: ignore[type-var] # it is there
    keyed.show_flow(Flow(0, 1, (nan, *steps[1:])))
    assert LIGHT.error in strip(keyed)


def test_the_keys_can_be_hidden(keyed: GraphView) -> None:
    """L takes them away."""
    QTest.keyClick(keyed, Qt.Key.Key_L)
    assert set(strip(keyed)) == {LIGHT.base}


def test_no_node_lies_under_the_keys(keyed: GraphView, flow: Flow) -> None:
    """However near a person comes, the picture ends where the keys begin, and nothing below it can be pointed at."""
    keyed.resize(520, 400)
    keyed.show_flow(flow)
    root = keyed.position_of("n0")
    assert root is not None
    keyed.pan(QPointF(0, keyed.height() - 10 - root.y()))
    root = keyed.position_of("n0")
    assert root is not None
    assert keyed.node_at(root) is None
    assert LIGHT.operation_border not in strip(keyed)[480:]
    assert set(strip(keyed)[500:]) == {LIGHT.base}


def test_narrow_keys_break(keyed: GraphView) -> None:
    """In a narrow view the key of the kinds has several rows, none of them cut off."""
    keyed.resize(240, 400)
    assert LIGHT.accent in strip(keyed)
    assert strip(keyed)[-6] == LIGHT.base


def test_a_low_view_leaves_the_keys_out(keyed: GraphView) -> None:
    """Where the keys would take half of the view the graph has it all."""
    keyed.resize(300, 122)
    assert keyed._keys_height() == 0


def test_only_what_the_picture_holds_is_named(qapp: object, graph: Graph, placement: Placement) -> None:
    """A kind that is nowhere has no sample, one that is has one; fewer words take less room."""
    painter = GraphPainter(LIGHT, Lettering())
    legend = Legend(LIGHT, painter.nodes, Lettering())
    whole = whole_drawing(graph)
    held = GraphPicture(replace(whole, nodes=(*whole.nodes, Group("g", "Linear", "g", ()))), placement)
    samples = _samples(legend, held)
    assert LIGHT.group in samples
    assert LIGHT.constant not in samples
    assert LIGHT.input in samples
    assert legend.height(420, None, GraphPicture(graph, placement)) < legend.height(420, None)


def _samples(legend: Legend, picture: GraphPicture) -> set[str]:
    image = QImage(900, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    legend.paint(painter, QSizeF(900, 100), None, picture)
    painter.end()
    return {image.pixelColor(x, 75).name() for x in range(900)}
