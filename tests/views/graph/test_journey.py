"""The ways of the camera, by keys and mouse: to the selection, back and forward, and gliding there."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.views.graph import GraphView
from desktop.views.graph.camera import Spot
from desktop.views.graph.motion import Pace
from desktop.views.theme import LIGHT


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
def moving(qtbot: QtBot, graph: Graph, placement: Placement, clock: Clock) -> GraphView:
    """Show the graph in a view that moves its camera, as if it were on a screen."""
    view = GraphView(LIGHT, None, Pace(clock, lambda _: True))
    qtbot.addWidget(view)
    view.resize(780, 340)
    view.toggle_legend()
    view.show_graph(graph, placement)
    view.show()
    return view


def place(view: GraphView, node: str = "n0") -> tuple[float, float, float]:
    """Say where the camera stands, by what a person sees: where a node is, and the zoom."""
    point = view.position_of(node)
    assert point is not None
    return round(point.x(), 3), round(point.y(), 3), round(view.camera_scale(), 6)


def wheel(view: GraphView, at_point: QPoint, notches: int) -> None:
    """Turn the wheel over a point of the view."""
    event = QWheelEvent(
        QPointF(at_point),
        QPointF(view.mapToGlobal(at_point)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def pass_time(view: GraphView, clock: Clock, seconds: float) -> None:
    """Let time pass for what moves."""
    clock.seconds += seconds
    view._journey._flight.advance()


def test_z_brings_the_selected_node_near_and_alt_left_returns(view: GraphView) -> None:
    """The node comes into the middle, larger; Alt+← restores the view exactly, Alt+→ the near one."""
    fitted = place(view)
    view.select_node("n3")
    QTest.keyClick(view, Qt.Key.Key_Z)
    near = place(view)
    assert near[2] > fitted[2]
    assert view.position_of("n3") == QPointF(view.width() / 2, view.height() / 2)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert place(view) == fitted
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert place(view) == near


def test_z_without_a_selection_moves_nothing(view: GraphView) -> None:
    """There is nothing to come near to."""
    fitted = place(view)
    QTest.keyClick(view, Qt.Key.Key_Z)
    assert place(view) == fitted


def test_the_mouse_goes_back_and_forward(view: GraphView) -> None:
    """A mouse's own buttons do as Alt with the arrows."""
    fitted = place(view)
    view.select_node("n3")
    QTest.keyClick(view, Qt.Key.Key_Z)
    near = place(view)
    QTest.mouseClick(view, Qt.MouseButton.BackButton, pos=QPoint(5, 5))
    assert place(view) == fitted
    QTest.mouseClick(view, Qt.MouseButton.ForwardButton, pos=QPoint(5, 5))
    assert place(view) == near


def test_notches_of_the_wheel_in_one_go_are_one_way(moving: GraphView, clock: Clock) -> None:
    """Going back leaves all of them behind; a view that stood for a moment between them is kept."""
    fitted = place(moving)
    for _ in range(5):
        wheel(moving, QPoint(100, 100), 1)
        clock.seconds += 0.1
    rested = place(moving)
    clock.seconds += 2.0
    wheel(moving, QPoint(300, 100), 2)
    for before in (rested, fitted):
        QTest.keyClick(moving, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        pass_time(moving, clock, 1.0)
        assert place(moving) == before


def test_a_new_way_forgets_what_lay_ahead(view: GraphView) -> None:
    """After going back and then elsewhere, forward leads nowhere."""
    view.select_node("n3")
    QTest.keyClick(view, Qt.Key.Key_Z)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    here = place(view)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert place(view) == here


def test_a_node_far_away_is_flown_to(moving: GraphView, clock: Clock) -> None:
    """Half way the camera is between, quicker at first than later, and at the end exactly where F puts it."""
    fitted = place(moving)
    moving.zoom(3.0, QPointF(50, 50))
    near = place(moving)
    QTest.keyClick(moving, Qt.Key.Key_F)
    assert place(moving) == near
    pass_time(moving, clock, 0.1)
    assert fitted[2] < moving.camera_scale() < near[2]
    assert moving.camera_scale() / fitted[2] < near[2] / moving.camera_scale()
    pass_time(moving, clock, 0.11)
    assert place(moving) == fitted


def test_a_hand_on_the_picture_ends_a_flight_where_it_is(moving: GraphView, clock: Clock) -> None:
    """Turning the wheel half way goes on from there, and time changes nothing any more."""
    moving.zoom(3.0, QPointF(50, 50))
    QTest.keyClick(moving, Qt.Key.Key_F)
    pass_time(moving, clock, 0.05)
    half = moving.camera_scale()
    wheel(moving, QPoint(100, 100), 1)
    assert moving.camera_scale() == pytest.approx(1.2 * half)
    pass_time(moving, clock, 1.0)
    assert moving.camera_scale() == pytest.approx(1.2 * half)


def test_a_resized_window_ends_a_flight_at_its_end(moving: GraphView, clock: Clock) -> None:
    """Then the whole graph is fitted into the new size, as F asked."""
    moving.zoom(3.0, QPointF(50, 50))
    QTest.keyClick(moving, Qt.Key.Key_F)
    moving.resize(400, 200)
    for node in ("n0", "n1", "n2", "n3", "n4"):
        point = moving.position_of(node)
        assert point is not None
        assert moving.rect().contains(point.toPoint())


def test_without_a_screen_nothing_flies(view: GraphView) -> None:
    """Offscreen pictures show where things end, not what is between."""
    fitted = place(view)
    view.zoom(3.0, QPointF(50, 50))
    view.fit()
    assert place(view) == fitted


def test_a_selection_during_a_flight_does_not_stop_it(moving: GraphView, clock: Clock) -> None:
    """What will be in sight where the flight ends needs no way of its own."""
    fitted = place(moving)
    moving.zoom(3.0, QPointF(50, 50))
    QTest.keyClick(moving, Qt.Key.Key_F)
    pass_time(moving, clock, 0.05)
    moving.select_node("n0")
    pass_time(moving, clock, 0.2)
    assert place(moving) == fitted


def test_a_spot_between_two_keeps_the_fixed_point_of_a_zoom() -> None:
    """Between a view and the same one zoomed at a point, that point is seen at one place of the window all the way."""
    fixed, start = QPointF(30.0, -20.0), Spot(QPointF(100.0, 50.0), 0.5)
    end = Spot(fixed + (start.centre - fixed) * (0.5 / 4.0), 4.0)
    seen = (fixed - start.centre) * start.scale
    for share in (0.0, 0.25, 0.5, 0.9, 1.0):
        spot = start.towards(end, share)
        assert ((fixed - spot.centre) * spot.scale - seen).manhattanLength() < 1e-6
