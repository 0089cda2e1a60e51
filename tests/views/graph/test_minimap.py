"""The graph from afar in the corner: when it shows, what it shows, and where a click on it leads."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.graph import GraphView
from desktop.views.graph.minimap import Minimap
from desktop.views.theme import DARK, LIGHT


@pytest.fixture
def near(view: GraphView) -> GraphView:
    """Come so near to the graph that most of it is out of sight."""
    view.zoom(2.5, QPointF(0, 0))
    return view


def minimap(view: GraphView) -> Minimap:
    """Give the view's minimap."""
    return view._minimap


def middle(view: GraphView) -> QPointF:
    """Give the point of the picture in the middle of the view."""
    return view._camera.to_picture(QPointF(view.width() / 2, view.height() / 2))


def test_it_shows_only_where_the_graph_does_not_fit(view: GraphView) -> None:
    """Fitted there is none; near there is one, in the upper right corner; F takes it away."""
    assert not minimap(view).isVisible()
    view.zoom(2.5, QPointF(0, 0))
    assert minimap(view).isVisible()
    assert minimap(view).geometry().right() > view.width() - 20
    QTest.keyClick(view, Qt.Key.Key_F)
    assert not minimap(view).isVisible()


def test_m_hides_it_for_good_and_tells(qtbot: QtBot, near: GraphView) -> None:
    """Whoever remembers it hears; moving on does not bring it back, M does."""
    with qtbot.waitSignal(near.minimap_toggled) as toggled:
        QTest.keyClick(near, Qt.Key.Key_M)
    assert toggled.args == [False]
    assert not near.minimap_shown
    near.pan(QPointF(-20, -20))
    assert not minimap(near).isVisible()
    QTest.keyClick(near, Qt.Key.Key_M)
    assert minimap(near).isVisible()


def test_what_was_remembered_is_set_without_telling(qtbot: QtBot, near: GraphView) -> None:
    """`show_minimap` restores a setting."""
    with qtbot.assertNotEmitted(near.minimap_toggled):
        near.show_minimap(False)
    assert not minimap(near).isVisible()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_click_brings_that_place_into_the_middle(near: GraphView, share: float) -> None:
    """The same share of the graph's width is in the middle of the window afterwards, at the same zoom."""
    small, scale = minimap(near), near.camera_scale()
    QTest.mouseClick(small, Qt.MouseButton.LeftButton, pos=QPoint(round(share * small.width()), small.height() // 2))
    bounds = near._picture.bounds() if near._picture is not None else None
    assert bounds is not None
    assert middle(near).x() == pytest.approx(bounds.left() + share * bounds.width(), abs=0.06 * bounds.width())
    assert near.camera_scale() == scale


def test_a_drag_moves_the_view_along(near: GraphView) -> None:
    """While the button is down the view follows the mouse."""
    small = minimap(near)
    QTest.mousePress(small, Qt.MouseButton.LeftButton, pos=QPoint(small.width() // 4, small.height() // 2))
    first = middle(near)
    QTest.mouseMove(small, QPoint(small.width() * 3 // 4, small.height() // 2))
    QTest.mouseRelease(small, Qt.MouseButton.LeftButton, pos=QPoint(small.width() * 3 // 4, small.height() // 2))
    assert middle(near).x() > first.x() + 100


def test_a_click_on_it_selects_nothing(qtbot: QtBot, near: GraphView) -> None:
    """Nodes below it are not meant."""
    with qtbot.assertNotEmitted(near.node_selected):
        QTest.mouseClick(minimap(near), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        QTest.mouseDClick(minimap(near), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))


def test_it_is_painted_once_and_kept(near: GraphView) -> None:
    """Moving about leaves the little picture as it is; another theme paints it anew."""
    near.grab()
    kept = minimap(near)._kept
    assert kept is not None
    near.pan(QPointF(-30, -10))
    near.grab()
    assert minimap(near)._kept is kept
    near.set_theme(DARK)
    near.grab()
    assert minimap(near)._kept is not kept


def test_what_is_seen_is_framed(near: GraphView) -> None:
    """Some pixel of the map has the accent colour."""
    image = minimap(near).grab().toImage()
    accent = QColor(LIGHT.accent)
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(abs(each.hsvHue() - accent.hsvHue()) < 8 and each.hsvSaturation() > 150 for each in pixels)


def test_a_small_window_has_none(near: GraphView) -> None:
    """There it would cover too much."""
    near.resize(300, 200)
    near.zoom(2.0, QPointF(0, 0))
    assert not minimap(near).isVisible()


def test_it_goes_with_the_graph(near: GraphView) -> None:
    """Without a graph there is no map of it."""
    near.show_nothing("nothing")
    assert not minimap(near).isVisible()


def test_a_copied_picture_is_without_it(near: GraphView) -> None:
    """What is copied is the graph, also where the map lies over it."""
    QTest.keyClick(near, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().image()
    QTest.keyClick(near, Qt.Key.Key_M)
    QTest.keyClick(near, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image() == copied
