"""Ancestors, descendants and ways between nodes, held against networkx, and how they are shown."""

import random
from itertools import pairwise

import networkx as nx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.lineage import Lineage, Lit
from desktop.views.graph.motion import Pace
from desktop.views.theme import LIGHT, mixed


def random_graph(seed: int, count: int = 60) -> tuple[Graph, Placement]:
    """Make an acyclic graph whose edges run from lower to higher numbers, all nodes on a diagonal."""
    chance = random.Random(seed)  # noqa: S311 # a graph is no secret
    pairs = sorted({tuple(sorted(chance.sample(range(count), 2))) for _ in range(2 * count)})
    nodes = tuple(Node(f"n{index}", "MulBackward0", "operation") for index in range(count))
    places = tuple(PlacedNode(f"n{index}", 100.0 * index, 100.0 * index, 80, 40) for index in range(count))
    edges = tuple(Edge(f"n{one}", f"n{other}", 0, 0) for one, other in pairs)
    routes = tuple(
        PlacedEdge(f"n{one}", f"n{other}", 0, 0, ((100.0 * one, 100.0 * one), (0, 0), (0, 0), (9, 9)))
        for one, other in pairs
    )
    return Graph(("n0",), nodes, edges), Placement(places, routes, (100.0 * count, 100.0 * count))


def nodes_of(picture: GraphPicture, lit: Lit) -> set[str]:
    """Name the nodes whose boxes are lit."""
    return {picture.boxes[box].id for box in lit.boxes.tolist()}


def pairs_of(picture: GraphPicture, lit: Lit) -> set[tuple[str, str]]:
    """Name the lit edges by their ends."""
    return {(picture.edges[edge].source, picture.edges[edge].target) for edge in lit.edges.tolist()}


@pytest.mark.parametrize("seed", range(4))
def test_a_lineage_is_all_ancestors_and_descendants(seed: int) -> None:
    """Nodes are those that networkx finds, edges those between them on the way to or from the node."""
    graph, placement = random_graph(seed)
    picture = GraphPicture(graph, placement)
    oracle = nx.DiGraph([(edge.source, edge.target) for edge in graph.edges])
    lineage = Lineage(picture)
    for node in ("n0", "n20", "n59"):
        oracle.add_node(node)
        lit = lineage.of(node)
        above, below = nx.ancestors(oracle, node), nx.descendants(oracle, node)
        assert nodes_of(picture, lit) == above | below | {node}
        expected = {(a, b) for a, b in oracle.edges if a in below | {node} or b in above | {node}}
        assert pairs_of(picture, lit) == expected


@pytest.mark.parametrize("seed", range(4))
def test_the_ways_between_two_nodes_are_all_simple_paths(seed: int) -> None:
    """Whichever is named first; where networkx finds none, there is none."""
    graph, placement = random_graph(seed, 24)
    picture = GraphPicture(graph, placement)
    oracle = nx.DiGraph([(edge.source, edge.target) for edge in graph.edges])
    lineage = Lineage(picture)
    for one, other in (("n2", "n20"), ("n20", "n2"), ("n5", "n6")):
        first, last = sorted((one, other), key=lambda node: int(node[1:]))
        oracle.add_nodes_from((first, last))
        expected = {step for path in nx.all_simple_paths(oracle, first, last) for step in pairwise(path)}
        lit = lineage.between(one, other)
        assert (pairs_of(picture, lit) if lit is not None else set()) == expected


def test_of_a_shared_leaf_the_box_beside_the_operation_is_lit(graph: Graph, placement: Placement) -> None:
    """The lineage of z holds v where it is used, not its other box; that of v itself holds both."""
    picture = GraphPicture(graph, placement)
    copies = {picture.boxes[box].copy: box for box in picture.boxes_of("n2").tolist()}
    of_root, of_leaf = (set(Lineage(picture).of(node).boxes.tolist()) for node in ("n0", "n2"))
    assert copies[0] in of_root
    assert copies[1] not in of_root
    assert set(copies.values()) <= of_leaf


def colour(view: GraphView, point: QPoint) -> QColor:
    """Give the colour that a view shows at a point."""
    return QColor(view.grab().toImage().pixel(point))


def at(view: GraphView, node: str) -> QPoint:
    """Give the widget's point at the middle of a node's first box."""
    point = view.position_of(node)
    assert point is not None
    return point.toPoint()


def lit_nodes(view: GraphView) -> set[str]:
    """Name the nodes whose lineage or ways are shown."""
    return nodes_of(view._picture, view._pointing.lit) if view._picture and view._pointing.lit else set()


def is_faded(now: QColor, plain: QColor) -> bool:
    """Say whether a colour is an earlier one laid half over the paper."""
    return near(now, mixed(plain.name(), LIGHT.base, 0.52)) and not near(now, plain)


def is_lit(view: GraphView, x: int, y: int) -> bool:
    """Say whether a line in the accent colour, smoothed, crosses a height of the picture near a point."""
    hue = QColor(LIGHT.accent).hsvHue()
    seen = [colour(view, QPoint(40 + x + dx, 40 + y)) for dx in range(-3, 4)]
    return any(abs(each.hsvHue() - hue) < 10 and each.hsvSaturation() > 120 for each in seen)


_Z_TO_SUM, _Z_TO_V = (250, 180), (350, 180)
"""The middles of two edges."""


def near(one: QColor, other: QColor | str) -> bool:
    """Say whether two colours look alike."""
    other = QColor(other)
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue()) < 40


def test_hovering_fades_what_is_not_of_the_lineage(view: GraphView) -> None:
    """Over x, the leaf v fades towards the paper, x + y and z keep their colours; all is as before once it is left."""
    inside = QPoint(-50, 0)
    plain = view.grab().toImage()
    QTest.mouseMove(view, at(view, "n3"))
    assert colour(view, at(view, "n1") + inside) == plain.pixelColor(at(view, "n1") + inside)
    assert colour(view, at(view, "n0") + inside) == plain.pixelColor(at(view, "n0") + inside)
    border = at(view, "n2") - QPoint(60, 0)
    assert is_faded(colour(view, border), plain.pixelColor(border))
    QTest.mouseMove(view, QPoint(5, 330))
    assert view.grab().toImage() == plain


def test_the_whole_way_down_takes_the_accent(view: GraphView) -> None:
    """Over x the edge from z to x + y is lit too, which does not touch x."""
    QTest.mouseMove(view, at(view, "n3"))
    assert is_lit(view, *_Z_TO_SUM)
    assert not is_lit(view, *_Z_TO_V)


@pytest.mark.parametrize("key", [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier])
def test_a_second_node_lights_the_ways_between(view: GraphView, key: Qt.KeyboardModifier) -> None:
    """Of x and z the ways lead through x + y and leave v and y out; Esc takes the second away, then the first."""
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    alone = view.grab().toImage()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, key, at(view, "n0"))
    QTest.mouseMove(view, QPoint(5, 330))
    assert is_lit(view, *_Z_TO_SUM)
    assert not is_lit(view, *_Z_TO_V)
    border = at(view, "n2") - QPoint(60, 0)
    assert is_faded(colour(view, border), alone.pixelColor(border))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.grab().toImage() == alone


def test_a_second_node_is_not_told_as_a_selection(qtbot: QtBot, view: GraphView) -> None:
    """The inspector goes on showing the first."""
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    with qtbot.assertNotEmitted(view.node_selected):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at(view, "n0"))
    with qtbot.assertNotEmitted(view.node_selected):
        QTest.keyClick(view, Qt.Key.Key_Escape)
    with qtbot.waitSignal(view.node_selected) as cleared:
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert cleared.args == [None]


def test_where_no_way_leads_the_picture_says_so(view: GraphView) -> None:
    """Between the leaves v and x is none: a word stands at the top, and nothing fades."""
    border = at(view, "n4") - QPoint(60, 0)
    plain = colour(view, border)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at(view, "n2"))
    QTest.mouseMove(view, QPoint(5, 330))
    assert view._pointing.apart == ("n3", "n2")
    assert near(colour(view, QPoint(view.width() // 2, 15)), LIGHT.raised)
    assert colour(view, border) == plain


def test_a_click_elsewhere_forgets_the_second(view: GraphView) -> None:
    """A plain click selects one node again, also where it is the one that was selected first."""
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    alone = view.grab().toImage()
    for second in ("n0", "n2"):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at(view, second))
        assert view.grab().toImage() != alone
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
        QTest.mouseMove(view, QPoint(5, 330))
        assert view._pointing.second is None


def test_in_a_large_graph_the_lineage_comes_once_the_mouse_rests(qtbot: QtBot) -> None:
    """Passing over nodes lights only what touches them, at once; the rest follows by itself."""
    graph, placement = random_graph(1, 2_100)
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show_graph(graph, placement)
    view.show()
    view.hover_node("n1000")
    assert lit_nodes(view) == set()
    with qtbot.waitSignal(view._pointing.changed):
        pass
    assert "n1000" in lit_nodes(view)


def test_on_a_screen_the_light_comes_softly(qtbot: QtBot, graph: Graph, placement: Placement) -> None:
    """It does not flash where the mouse passes: it is full a moment later, and stays so from node to node."""
    now = [100.0]
    view = GraphView(LIGHT, None, Pace(lambda: now[0], lambda _: True))
    qtbot.addWidget(view)
    view.resize(780, 340)
    view.toggle_legend()
    view.show_graph(graph, placement)
    view.show()
    border = at(view, "n2") - QPoint(60, 0)
    plain = colour(view, border)
    QTest.mouseMove(view, at(view, "n3"))
    assert colour(view, border) == plain
    now[0] += 0.3
    view._pointing._dawn.advance()
    assert is_faded(colour(view, border), plain)
    QTest.mouseMove(view, at(view, "n4"))
    assert is_faded(colour(view, border), plain)
