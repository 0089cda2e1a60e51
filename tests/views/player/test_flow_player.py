"""The flow player, driven by keys, mouse and time."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.player.flow_player import FlowPlayer
from desktop.views.player.playback import LONGEST_FLOW_SECONDS, SECONDS_A_STEP, Playback
from desktop.views.theme import DARK, LIGHT
from desktop.views.player.timeline import Timeline

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def flow_of(count: int, graph: int = 0, number: int = 1) -> Flow:
    """Give a flow of some steps, each with a gradient of norm 0.5."""
    half = Tensor((), "float32", "cpu", count=1, norm=0.5)
    return Flow(graph, number, tuple(FlowStep(f"n{index}", index, 1.0, (half,), ()) for index in range(count)))


@pytest.fixture
def player(qtbot: QtBot) -> FlowPlayer:
    """Offer two passes of four and six steps."""
    player = FlowPlayer(LIGHT)
    qtbot.addWidget(player)
    player.resize(700, 80)
    graph = Graph(("n0",), (Node("n0", "MulBackward0", "operation", "loss"),), ())
    player.set_flows((flow_of(6, graph=1), flow_of(4, number=2)), graph, {"n1": "weight"})
    player.show()
    player.setFocus()
    return player


def text_of(player: FlowPlayer) -> str:
    """Give the line that tells of the current step."""
    return player.findChildren(QLabel)[0].text()


def button(player: FlowPlayer, tip: str) -> QToolButton:
    """Find a button by what its tooltip begins with."""
    return next(found for found in player.findChildren(QToolButton) if found.toolTip().startswith(tip))


def test_arrows_step_and_home_and_end_jump(player: FlowPlayer) -> None:
    """→ completes a step, ← takes it back, End and Home go to the ends, and none goes beyond."""
    positions = []
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home)
    for key in (*keys, Qt.Key.Key_Left):
        QTest.keyClick(player, key)
        positions.append(player.position())
    assert positions == [1.0, 2.0, 1.0, 4.0, 4.0, 0.0, 0.0]


def test_from_the_middle_of_a_step_arrows_go_to_its_ends(player: FlowPlayer) -> None:
    """At 2.4 a step forward is 3 and a step back is 2."""
    player.set_position(2.4)
    player.step_back()
    assert player.position() == 2.0
    player.set_position(2.4)
    player.step_forward()
    assert player.position() == 3.0


def test_space_plays_to_the_end_and_begins_anew(qtbot: QtBot, player: FlowPlayer) -> None:
    """Space plays; at the end the player stands still; Space again begins at 0."""
    player.set_position(3.9)
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert button(player, "Pause").isEnabled()
    qtbot.waitUntil(lambda: player.position() == 4.0)
    assert button(player, "Play").isEnabled()
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert player.position() == 0.0
    qtbot.waitUntil(lambda: player.position() > 0.0)
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert button(player, "Play").isEnabled()


def test_every_move_is_told(qtbot: QtBot, player: FlowPlayer) -> None:
    """`position_changed` carries the new position."""
    with qtbot.waitSignal(player.position_changed) as moved:
        QTest.mouseClick(button(player, "One step forward"), Qt.MouseButton.LeftButton)
    assert moved.args == [1.0]


def test_the_step_is_told_in_words(player: FlowPlayer) -> None:
    """Its number, its node by the name given or else the graph's, and the norm of its gradient."""
    player.step_forward()
    assert text_of(player) == "step 1 of 4 · mul (loss) · |g| = 0.5"
    player.step_forward()
    assert text_of(player) == "step 2 of 4 · weight · |g| = 0.5"


def test_the_timeline_scrubs(qtbot: QtBot, player: FlowPlayer) -> None:
    """Pressing in the middle and dragging to the right end goes there, and playing stops."""
    timeline = player.findChild(Timeline)
    assert timeline is not None
    player.play()
    middle = QPoint(timeline.width() // 2, timeline.height() // 2)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=middle)
    assert player.position() == pytest.approx(2.0, abs=0.05)
    assert button(player, "Play").isEnabled()
    with qtbot.waitSignal(player.position_changed):
        QTest.mouseMove(timeline, middle + QPoint(500, 0))
        QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=middle + QPoint(500, 0))
    assert player.position() == 4.0


def test_the_timeline_follows_the_position(player: FlowPlayer) -> None:
    """What is set by others moves the handle: pixels change along the groove."""
    timeline = player.findChild(Timeline)
    assert timeline is not None
    first = timeline.grab().toImage()
    player.set_position(3.0)
    assert timeline.grab().toImage() != first


def test_several_passes_can_be_chosen(qtbot: QtBot, player: FlowPlayer) -> None:
    """The last is offered first; choosing another tells its index and starts at its beginning."""
    passes = next(box for box in player.findChildren(QComboBox) if "pass" in box.toolTip())
    assert passes.isVisible()
    assert passes.currentText() == "pass 2"
    player.set_position(3.0)
    with qtbot.waitSignal(player.flow_changed) as changed:
        QTest.keyClick(passes, Qt.Key.Key_Up)
    assert changed.args == [0]
    assert player.position() == 0.0
    assert player.flow() == flow_of(6, graph=1)


def test_without_a_flow_all_is_disabled_and_says_why(qtbot: QtBot) -> None:
    """Every control is off, keys do nothing, and tooltip and text say what is missing."""
    player = FlowPlayer(DARK)
    qtbot.addWidget(player)
    player.show()
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert player.position() == 0.0
    for found in player.findChildren(QToolButton):
        assert not found.isEnabled()
        assert "backward()" in found.toolTip()
    assert "backward()" in text_of(player)


def test_new_flows_start_at_their_beginning(player: FlowPlayer) -> None:
    """A run replaces what was played."""
    player.set_position(3.0)
    player.play()
    player.set_flows((flow_of(2),), None, {})
    assert player.position() == 0.0
    assert button(player, "Play").isEnabled()
    assert "2 steps" in text_of(player)


def test_a_step_takes_its_time_and_a_long_flow_no_more_than_its_most(qtbot: QtBot) -> None:
    """At speed 1 four steps take 0.6 s each; 900 steps together 20 s; speed 2 halves both."""
    playback = Playback()
    playback.steps = 4
    playback.advance(SECONDS_A_STEP)
    assert playback.position == pytest.approx(1.0)
    playback.steps, playback.position, playback.speed = 900, 0.0, 2.0
    playback.advance(LONGEST_FLOW_SECONDS / 4)
    assert playback.position == pytest.approx(450.0)


def test_the_loop_begins_anew(qtbot: QtBot, player: FlowPlayer) -> None:
    """With the loop on the end is followed by the beginning, and it goes on playing."""
    QTest.mouseClick(button(player, "Begin anew"), Qt.MouseButton.LeftButton)
    player.set_position(3.95)
    player.play()
    qtbot.waitUntil(lambda: player.position() < 1.0)
    assert button(player, "Pause").isEnabled()
    player.pause()


def test_speeds_reach_from_a_tenth_to_sixteen_times(player: FlowPlayer) -> None:
    """The speed box changes how fast time runs."""
    speeds = next(box for box in player.findChildren(QComboBox) if "Speed" in box.toolTip())
    assert [speeds.itemText(0), speeds.currentText(), speeds.itemText(speeds.count() - 1)] == ["0.1×", "1×", "16×"]
    QTest.keyClick(speeds, Qt.Key.Key_End)
    assert player.findChild(Playback).speed == 16.0  # type: ignore[union-attr] # it is there


def test_the_icons_are_drawn_in_the_colour_of_the_text(player: FlowPlayer) -> None:
    """The play sign shows on dark as on light."""
    play = button(player, "Play")
    for theme in (LIGHT, DARK):
        player.set_theme(theme)
        image = play.icon().pixmap(20, 20).toImage()
        assert image.pixelColor(image.width() // 2, image.height() // 2).name() == theme.text


def test_a_gradient_that_is_not_finite_is_told(qtbot: QtBot) -> None:
    """NaN is named, not printed as a number."""
    player = FlowPlayer(LIGHT)
    qtbot.addWidget(player)
    nan = Tensor((), "float32", "cpu", count=1, norm="NaN", nans=1)
    player.set_flows((Flow(0, 1, (FlowStep("n0", 0, 1.0, (nan,), ()), FlowStep("n1", 1, 1.0, (None,), ()))),), None, {})
    player.set_position(1.0)
    assert text_of(player).endswith("not finite")
    player.set_position(2.0)
    assert text_of(player).endswith("–")
