"""The flow player, driven by keys, mouse and time."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QTreeView
from pytestqt.qtbot import QtBot

from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film import Film
from desktop.views.player.buttons import PlayerButtons
from desktop.views.player.flow_player import FlowPlayer
from desktop.views.player.playback import Playback
from desktop.views.player.reel import Reel
from desktop.views.player.step_list import StepList
from desktop.views.player.timeline import Timeline
from desktop.views.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def number(value: float) -> Tensor:
    """Give a scalar."""
    return Tensor((), "float32", "cpu", count=1, norm=abs(value), values=(value,))


def chain(count: int) -> Graph:
    """Give operations n0, n1, … each of the next, the last of a leaf; n0 is called loss."""
    nodes = [Node(f"n{i}", "MulBackward0", "operation", "loss" * (i == 0), number(i + 1)) for i in range(count - 1)]
    leaf = Node(f"n{count - 1}", "AccumulateGrad", "leaf", "weight", number(3.0))
    return Graph(("n0",), (*nodes, leaf), tuple(Edge(f"n{i}", f"n{i + 1}", 0, 0) for i in range(count - 1)))


def flow_of(count: int, pass_number: int = 1, size: float = 0.5, updated: tuple[Change, ...] = ()) -> Flow:
    """Give a flow through a chain, each step with a gradient of a size."""
    steps = tuple(FlowStep(f"n{i}", i, 1.0 + i, (number(size),), (number(size),)) for i in range(count))
    return Flow(0, pass_number, steps, updated=updated)


def reel_of(flow: Flow, graph: Graph | None = None, compared: Flow | None = None) -> Reel:
    """Prepare a flow, with what ran before it where its graph is given."""
    nodes = chain(len(flow.steps) or 2).nodes
    return Reel(Film(flow, graph), {node.id: node for node in nodes}, compared)


MOVED = Change("n3", number(3.0), number(3.4))
"""What an optimizer did to the leaf of a chain of four."""


@pytest.fixture
def player(qtbot: QtBot) -> FlowPlayer:
    """Play the backward pass of four steps alone; one of six is offered, too."""
    player = FlowPlayer(LIGHT)
    qtbot.addWidget(player)
    player.resize(700, 100)
    flow = flow_of(4, 2)
    player.set_flows((flow_of(6), flow), reel_of(flow))
    player.show()
    player.setFocus()
    return player


@pytest.fixture
def film_player(player: FlowPlayer) -> FlowPlayer:
    """Play a film of three operations, the loss, four steps back and one update: from -4 to 5."""
    flow = flow_of(4, updated=(MOVED,))
    player.set_flows((flow,), reel_of(flow, chain(4)))
    return player


def text_of(player: FlowPlayer) -> str:
    """Give the line that tells of the current step."""
    return player.findChild(QLabel).toolTip()  # type: ignore[union-attr] # it is there


def button(player: FlowPlayer, tip: str) -> QToolButton:
    """Find a button by what its tooltip begins with."""
    return next(found for found in player.findChildren(QToolButton) if found.toolTip().startswith(tip))


def box(player: FlowPlayer, tip: str) -> QComboBox:
    """Find a choice by a word of its tooltip."""
    return next(found for found in player.findChildren(QComboBox) if tip in found.toolTip())


def timeline_of(player: FlowPlayer) -> Timeline:
    """Give the timeline."""
    timeline = player.findChild(Timeline)
    assert timeline is not None
    return timeline


def press(player: FlowPlayer, *keys: Qt.Key) -> list[float]:
    """Press keys; give the position after each."""
    positions = []
    for key in keys:
        QTest.keyClick(player, key)
        positions.append(player.position())
    return positions


def test_arrows_step_and_home_and_end_jump(player: FlowPlayer) -> None:
    """→ completes a step, ← takes it back, End and Home go to the ends, and none goes beyond."""
    right, left, end, home = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home
    assert press(player, right, right, left, end, right, home, left) == [1.0, 2.0, 1.0, 4.0, 4.0, 0.0, 0.0]


def test_the_film_begins_before_the_backward_pass_and_ends_after_it(film_player: FlowPlayer) -> None:
    """It stands at 0; Home is where nothing has run, End where the leaf has moved; arrows cross the borders."""
    assert film_player.position() == 0.0
    left, right, home, end = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End
    assert press(film_player, left, left, home, right, end, left) == [-1.0, -2.0, -4.0, -3.0, 5.0, 4.0]


def test_page_keys_go_from_phase_to_phase(film_player: FlowPlayer) -> None:
    """PgDn stops at every border and at the end, PgUp on the way back at each beginning."""
    film_player.set_position(-4)
    down, up = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp
    assert press(film_player, *[down] * 5) == [-1.0, 0.0, 4.0, 5.0, 5.0]
    film_player.set_position(2.5)
    assert press(film_player, *[up] * 4) == [0.0, -1.0, -4.0, -4.0]


def test_from_the_middle_of_a_step_arrows_go_to_its_ends(player: FlowPlayer) -> None:
    """At 2.4 a step forward is 3 and a step back is 2."""
    player.set_position(2.4)
    player.step_back()
    assert player.position() == 2.0
    player.set_position(2.4)
    player.step_forward()
    assert player.position() == 3.0


def test_space_plays_to_the_end_and_begins_anew(qtbot: QtBot, film_player: FlowPlayer) -> None:
    """Space plays; at the end the player stands still; Space again begins with the forward pass."""
    film_player.set_position(4.9)
    QTest.keyClick(film_player, Qt.Key.Key_Space)
    assert button(film_player, "Pause").isEnabled()
    qtbot.waitUntil(lambda: film_player.position() == 5.0)
    assert button(film_player, "Play (").isEnabled()
    QTest.keyClick(film_player, Qt.Key.Key_Space)
    assert film_player.position() == -4.0
    qtbot.waitUntil(lambda: film_player.position() > -4.0)
    QTest.keyClick(film_player, Qt.Key.Key_Space)
    assert button(film_player, "Play (").isEnabled()


def test_every_move_is_told(qtbot: QtBot, player: FlowPlayer) -> None:
    """`position_changed` carries the new position."""
    with qtbot.waitSignal(player.position_changed) as moved:
        QTest.mouseClick(button(player, "One step forward"), Qt.MouseButton.LeftButton)
    assert moved.args == [1.0]


def test_the_step_is_told_in_words(player: FlowPlayer) -> None:
    """Its number, its node's title, and the norm of its gradient."""
    player.step_forward()
    assert text_of(player) == "step 1 of 4 · mul (loss) · |g| = 0.5"
    player.set_position(4)
    assert text_of(player) == "step 4 of 4 · weight · |g| = 0.5"


def test_every_phase_is_told_in_words(film_player: FlowPlayer) -> None:
    """Forward the value, at the root the loss, at the end how the leaf moved."""
    told = {}
    for position in (-4, -3, -1, -0.5, 0, 5):
        film_player.set_position(position)
        told[position] = text_of(film_player)
    assert told[-4].startswith("3 operations forward, 4 steps back")
    assert told[-3] == "forward 1 of 3 · mul = 3"
    assert told[-1] == "forward 3 of 3 · mul (loss) = 1"
    assert told[-0.5] == "loss · mul (loss) = 1"
    assert told[0].startswith("loss · mul (loss) = 1 · 4 steps")
    assert told[5] == "update 1 of 1 · weight · 3 → 3.4"


def test_a_narrow_player_says_how_to_play(film_player: FlowPlayer) -> None:
    """Beside an open lesson, too, the line ends with the key that begins it."""
    film_player.resize(380, film_player.height())
    for position in (-4, 0):
        film_player.set_position(position)
        assert film_player.findChild(QLabel).text().endswith("Space plays")  # type: ignore[union-attr] # it is there


def test_what_was_there_is_told_where_gradients_accumulate(player: FlowPlayer) -> None:
    """Before + increment = after, in numbers."""
    flow = flow_of(4)
    change = Change("n3", number(4.0), number(4.5))
    player.set_flows((flow,), reel_of(Flow(0, 1, flow.steps, accumulated=(change,))))
    player.set_position(4)
    assert text_of(player).endswith("· .grad 4 + 0.5 = 4.5")


def test_the_timeline_scrubs(qtbot: QtBot, player: FlowPlayer) -> None:
    """Pressing in the middle and dragging to the right end goes there, and playing stops."""
    timeline = timeline_of(player)
    player.play()
    middle = QPoint(timeline.width() // 2, timeline.height() // 2)
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=middle)
    assert player.position() == pytest.approx(2.0, abs=0.05)
    assert button(player, "Play (").isEnabled()
    with qtbot.waitSignal(player.position_changed):
        QTest.mouseMove(timeline, middle + QPoint(500, 0))
        QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=middle + QPoint(500, 0))
    assert player.position() == 4.0


def test_the_timeline_scrubs_through_all_phases(film_player: FlowPlayer) -> None:
    """A click where a position lies goes to that position, in every phase."""
    timeline = timeline_of(film_player)
    for position in (-3.0, -0.5, 2.0, 4.5):
        place = QPoint(round(timeline.x_of(position)), timeline.height() // 2)
        QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=place)
        assert film_player.position() == pytest.approx(position, abs=0.05)


def test_the_timeline_follows_the_position(player: FlowPlayer) -> None:
    """What is set by others moves the handle: pixels change along the groove."""
    timeline = timeline_of(player)
    first = timeline.grab().toImage()
    player.set_position(3.0)
    assert timeline.grab().toImage() != first


def test_another_pass_is_asked_for(qtbot: QtBot, player: FlowPlayer) -> None:
    """The one that plays is chosen; choosing another tells its index, and it plays once it is prepared."""
    passes = box(player, "play")
    assert passes.isVisible()
    assert passes.currentText() == "pass 2"
    player.set_position(3.0)
    with qtbot.waitSignal(player.flow_changed) as changed:
        QTest.keyClick(passes, Qt.Key.Key_Up)
    assert changed.args == [0]
    flow = flow_of(6)
    player.set_flows((flow, flow_of(4, 2)), reel_of(flow))
    assert player.position() == 0.0
    assert player.flow() is flow
    assert passes.currentText() == "pass 1"


def test_a_pass_beside_another(qtbot: QtBot, player: FlowPlayer) -> None:
    """What it is to be compared with is told; then steps tell both norms and their ratio, and strokes hang down."""
    timeline, others = timeline_of(player), box(player, "compare")
    assert [others.itemText(index) for index in range(others.count())] == ["alone", "vs 1"]
    with qtbot.waitSignal(player.comparison_changed) as changed:
        QTest.keyClick(others, Qt.Key.Key_Down)
    assert changed.args == [0]
    flows = (flow_of(4, 1, size=0.25), flow_of(4, 2))
    height = timeline.sizeHint().height()
    player.set_flows(flows, reel_of(flows[1], compared=flows[0]))
    assert others.currentText() == "vs 1"
    assert timeline.sizeHint().height() > height
    player.set_position(1)
    assert text_of(player) == "step 1 of 4 · mul (loss) · |g| = 0.5 · in pass 1 0.25 · ratio 2"


def test_without_a_flow_all_is_disabled_and_says_why(qtbot: QtBot) -> None:
    """Every control is off, keys do nothing, and tooltip and text say what is missing."""
    player = FlowPlayer(DARK)
    qtbot.addWidget(player)
    player.show()
    QTest.keyClick(player, Qt.Key.Key_Space)
    assert player.position() == 0.0
    for found in player.findChild(PlayerButtons).findChildren(QToolButton):  # type: ignore[union-attr] # it is there
        assert not found.isEnabled()
        assert "backward()" in found.toolTip()
    assert "backward()" in text_of(player)


def test_new_flows_stand_before_their_backward_pass(player: FlowPlayer) -> None:
    """A run replaces what was played."""
    player.set_position(3.0)
    player.play()
    flow = flow_of(2)
    player.set_flows((flow,), reel_of(flow))
    assert player.position() == 0.0
    assert button(player, "Play (").isEnabled()
    assert "2 steps" in text_of(player)


def test_loops(qtbot: QtBot, film_player: FlowPlayer) -> None:
    """A click: all begins anew at its end; one more: each phase does; one more: neither."""
    playback = film_player.findChild(Playback)
    assert playback is not None
    QTest.mouseClick(button(film_player, "Play once"), Qt.MouseButton.LeftButton)
    film_player.set_position(4.95)
    film_player.play()
    qtbot.waitUntil(lambda: film_player.position() < 0.0)
    film_player.pause()
    QTest.mouseClick(button(film_player, "Begin anew"), Qt.MouseButton.LeftButton)
    film_player.set_position(3.95)
    playback.advance(0.1)
    assert film_player.position() == 0.0
    QTest.mouseClick(button(film_player, "Begin the phase"), Qt.MouseButton.LeftButton)
    film_player.set_position(3.95)
    playback.advance(0.6)
    assert film_player.position() == pytest.approx(4.95)


def test_speeds_reach_from_a_tenth_to_sixteen_times(player: FlowPlayer) -> None:
    """The speed box changes how fast time runs."""
    speeds = box(player, "Speed")
    assert [speeds.itemText(0), speeds.currentText(), speeds.itemText(speeds.count() - 1)] == ["0.1×", "1×", "16×"]
    QTest.keyClick(speeds, Qt.Key.Key_End)
    assert player.findChild(Playback).speed == 16.0  # type: ignore[union-attr] # it is there


def test_a_clicked_node_brings_its_step(film_player: FlowPlayer) -> None:
    """Its backward step is done then; in the forward phase it is where the node ran; its own turn is left alone."""
    film_player.go_to_node("n2")
    assert film_player.position() == 3.0
    film_player.set_position(2.3)
    film_player.go_to_node("n2")
    assert film_player.position() == 2.3
    film_player.set_position(-3.5)
    film_player.go_to_node("n0")
    assert film_player.position() == -1.0
    film_player.go_to_node("n3")  # a leaf has no turn of its own forward
    assert film_player.position() == 4.0
    film_player.go_to_node("nowhere")
    assert film_player.position() == 4.0


def test_a_clicked_node_leaves_the_player_alone(film_player: FlowPlayer) -> None:
    """While it plays, and where a person does not want it."""
    film_player.play()
    film_player.go_to_node("n2")
    assert film_player.position() < 1.0
    film_player.pause()
    QTest.mouseClick(button(film_player, "Go to the step"), Qt.MouseButton.LeftButton)
    film_player.set_position(1.0)
    film_player.go_to_node("n2")
    assert film_player.position() == 1.0


def test_the_list_of_steps_leads_to_each(film_player: FlowPlayer) -> None:
    """The button opens it; a click on a row goes there: the step is done then; the button closes it."""
    opener = button(film_player, "All steps")
    QTest.mouseClick(opener, Qt.MouseButton.LeftButton)
    steps = film_player.window().findChild(StepList)
    rows = film_player.window().findChild(QTreeView)
    assert steps is not None
    assert rows is not None
    place = rows.visualRect(rows.model().index(1, 2)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert film_player.position() == -2.0
    QTest.keyClick(film_player, Qt.Key.Key_Right)
    assert rows.currentIndex().row() == 2
    QTest.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert not steps.isVisible()


def test_the_icons_are_drawn_in_the_colour_of_the_text(player: FlowPlayer) -> None:
    """The play sign shows on dark as on light."""
    play = button(player, "Play (")
    for theme in (LIGHT, DARK):
        player.set_theme(theme)
        image = play.icon().pixmap(20, 20).toImage()
        assert image.pixelColor(image.width() // 2, image.height() // 2).name() == theme.text


def test_a_gradient_that_is_not_finite_is_told(player: FlowPlayer) -> None:
    """NaN is named, not printed as a number."""
    nan = Tensor((), "float32", "cpu", count=1, norm="NaN", nans=1)
    flow = Flow(0, 1, (FlowStep("n0", 0, 1.0, (nan,), ()), FlowStep("n1", 1, 1.0, (None,), ())))
    player.set_flows((flow,), reel_of(flow))
    player.set_position(1.0)
    assert text_of(player).endswith("not finite")
    player.set_position(2.0)
    assert text_of(player).endswith("–")
