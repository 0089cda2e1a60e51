"""Walking along edges with Ctrl and the arrows, and what a screen reader hears of it."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.graph import GraphView
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.walk import Walk, Way

_UP, _DOWN, _LEFT, _RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right


def press(view: GraphView, *keys: Qt.Key) -> list[str | None]:
    """Press keys with Ctrl; give what was selected after each."""
    chosen: list[str | None] = []
    for key in keys:
        QTest.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
        chosen.append(view._pointing.selected)
    return chosen


def test_the_walk_begins_at_the_root(qtbot: QtBot, view: GraphView) -> None:
    """With nothing selected, any of the four selects it, and tells so."""
    with qtbot.waitSignal(view.node_selected) as selected:
        press(view, _LEFT)
    assert selected.args == ["n0"]


def test_up_and_sideways_and_down_again(view: GraphView) -> None:
    """From z up to x + y and on to x; right to y, no further; down and up again leads back to y."""
    assert press(view, _UP, _UP, _UP) == ["n0", "n1", "n3"]
    assert press(view, _RIGHT, _RIGHT, _LEFT, _RIGHT) == ["n4", "n4", "n3", "n4"]
    assert press(view, _DOWN, _UP) == ["n1", "n4"]


def test_siblings_are_ends_of_the_same_node(view: GraphView) -> None:
    """The sum x + y and v both flow into z."""
    view.select_node("n1")
    assert press(view, _RIGHT, _LEFT, _LEFT) == ["n2", "n1", "n1"]


def test_where_no_edge_leads_nothing_happens(view: GraphView) -> None:
    """Nothing lies below z or above x."""
    view.select_node("n0")
    assert press(view, _DOWN) == ["n0"]
    view.select_node("n3")
    assert press(view, _UP) == ["n3"]


def test_a_shared_leaf_is_walked_at_the_box_beside_its_operation(graph: Graph, placement: Placement) -> None:
    """From z one comes to the first box of v, and from there back to z."""
    picture = GraphPicture(graph, placement)
    walk = Walk(picture)
    walk.start()
    walk.step("n0", Way.UP)
    leaf = walk.step("n1", Way.RIGHT)
    assert leaf is not None
    assert (picture.boxes[leaf].id, picture.boxes[leaf].copy) == ("n2", 0)
    root = walk.step("n2", Way.DOWN)
    assert root is not None
    assert picture.boxes[root].id == "n0"


def test_the_walk_keeps_the_node_in_sight(view: GraphView) -> None:
    """However near the picture is, what is walked to is seen whole."""
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    for key in (_UP, _UP, _UP, _RIGHT, _DOWN, _DOWN):
        (node,) = press(view, key)
        assert node is not None
        point = view.position_of(node)
        assert point is not None
        assert QRectF(view.rect()).contains(point)


def test_a_reader_hears_what_is_selected(view: GraphView) -> None:
    """The accessible name ends in the node's, the description tells its kind, shape and module."""
    assert view.accessibleName() == "Graph"
    press(view, _UP)
    assert view.accessibleName() == "Graph, add (z)"
    assert view.accessibleDescription() == "operation add (z), shape 2×2, in model"
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 330))
    assert view.accessibleName() == "Graph"
    assert view.accessibleDescription() == ""


@pytest.mark.parametrize("key", [_LEFT, _RIGHT])
def test_bare_arrows_walk_nowhere(view: GraphView, key: Qt.Key) -> None:
    """They are the flow player's."""
    QTest.keyClick(view, key)
    assert view._pointing.selected is None
