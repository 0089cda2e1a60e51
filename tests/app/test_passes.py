"""A loop of backward passes in the real window: each pass is drawn by itself, or all together."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run

LONG_MS = 60_000
LOOP = """import torch
w = torch.ones(3, requires_grad=True)
for round in range(8):
    x = torch.full((3,), float(round))
    loss = (w * x).tanh().sum()
    loss.backward()
other = w * 2
"""


def choose_pass(qtbot: QtBot, window: MainWindow, index: int) -> None:
    """Choose a pass in the player."""
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.program_page.player.select_flow(index)


def drawn(window: MainWindow) -> set[str]:
    """Give the ids of the nodes that can be seen."""
    graph = window.graphs.graph
    assert graph is not None
    return {node.id for node in graph.nodes if window.program_page.graph.position_of(node.id) is not None}


def test_a_pass_is_drawn_by_itself(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Of eight rounds in one graph only the chosen one's nodes are drawn, and its pass plays on them."""
    run = run_text(LOOP)
    assert len(run.graphs) == 1
    assert len(drawn(window)) == 5
    last = drawn(window)
    choose_pass(qtbot, window, 2)
    player = window.program_page.player
    assert player.flow() is run.flows[2]
    assert {step.node for step in run.flows[2].steps} <= drawn(window)
    assert len(drawn(window) & last) == 1
    QTest.keyClick(player, Qt.Key.Key_End)
    assert player.position() == len(run.flows[2].steps)


def test_a_loss_that_was_not_recorded_is_only_named(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]
) -> None:
    """The last pass of a long loop holds no values: nothing equals "scalar", and the passes that ran are counted."""
    run = run_text(LOOP.replace("range(8)", "range(30)"))
    assert 1 < len(run.flows) < 30
    player = window.program_page.player
    flow = player.flow()
    assert flow is not None
    assert flow.number == 30
    told = " ".join(label.toolTip() for label in player.findChildren(QLabel))
    assert told.startswith("loss · sum (loss) · ")
    assert window.status.figures.endswith(f"{len(run.flows)} of 30 backward passes")


def test_selection_moves_on_with_the_pass(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """A selected operation is the same operation of the next pass once that is chosen."""
    run = run_text(LOOP)
    window.graphs.select(run.flows[7].steps[2].node)
    choose_pass(qtbot, window, 0)
    assert window.graphs.selected == run.flows[0].steps[2].node


def test_every_pass(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """All passes are drawn at once where that is wanted."""
    run = run_text(LOOP)
    every = window.program_page.graph_choice._all
    assert every.isVisible()
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        every.click()
    assert drawn(window) == {node.id for node in run.graphs[0].nodes}
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        every.click()
    assert len(drawn(window)) == 5


def test_node_beside_the_passes(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """A variable whose node lies in no pass brings the whole graph."""
    run = run_text(LOOP)
    other = next(variable for variable in run.variables if variable.name == "other")
    assert other.node is not None
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.program_page.variables.node_requested.emit(other.node)
    assert window.graphs.selected == other.node
    assert other.node in drawn(window)


def test_passes_over_one_graph_stand_still(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Passes over one and the same graph need no other placement, and there is no more to draw."""
    run = run_text(
        "import torch\nw = torch.ones(3, requires_grad=True)\ny = (w * w).sum()\n"
        + 2 * ("y.backward(retain_graph=True)\n")
    )
    place = window.program_page.graph.position_of("n0")
    assert not window.program_page.graph_choice.isVisible()
    choose_pass(qtbot, window, 0)
    assert window.program_page.graph.position_of("n0") == place
    assert window.program_page.player.flow() is run.flows[0]


def test_no_graph_is_told(window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """After a run without a graph the view says why there is none."""
    run_text("x = 1")
    assert "no graph" in window.program_page.graph._words
    run_text("1 / 0")
    assert "ended before" in window.program_page.graph._words
