"""The film of a real program in the real window: forward, loss, backward, update, and one pass beside another."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.locate import resource
from desktop.records.graph import Node
from desktop.records.run import Run

LONG_MS = 60_000
RunText = Callable[[str], Run]


def told(window: MainWindow) -> str:
    """Give the player's line."""
    return window.program_page.player.findChild(QLabel).toolTip()  # type: ignore[union-attr] # it is there


def leaves(window: MainWindow) -> list[Node]:
    """Give the leaves that are drawn."""
    graph = window.graphs.graph
    assert graph is not None
    return [node for node in graph.nodes if node.kind == "leaf"]


def choose_first_pass(qtbot: QtBot, window: MainWindow) -> None:
    """Play the first pass instead of the last."""
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.program_page.player.select_flow(0)


def test_the_worked_example(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Prediction 7, loss 4, gradients -8 and -4; a step of 0.05 moves w to 3.4 and b to 1.2; then the loss is 1."""
    run_text(resource("programs", "worked.py").read_text("utf-8"))
    player = window.program_page.player
    assert told(window).startswith("loss · pow (loss) = 1 ")
    assert {node.label: node.tensor.values for node in leaves(window)} == {  # type: ignore[union-attr] # it has values
        "w": (pytest.approx(3.4),),
        "b": (pytest.approx(1.2),),
    }
    choose_first_pass(qtbot, window)
    lines = []
    QTest.keyClick(player, Qt.Key.Key_Home)
    film = window.graphs.drawn.reel.film  # type: ignore[union-attr] # it is drawn
    for _ in range(film.end - film.start):
        QTest.keyClick(player, Qt.Key.Key_Right)
        lines.append(told(window))
    assert [line.partition(" · ")[2] for line in lines[:4]] == [
        "mul = 6",
        "add (prediction) = 7",
        "sub = -2",
        "pow (loss) = 4",
    ]
    assert lines[4].startswith("loss · pow (loss) = 4")
    assert {line.partition(" · ")[2] for line in lines[5:11]} >= {"w · |g| = 8", "b · |g| = 4"}
    assert {line.partition(" · ")[2] for line in lines[11:]} == {"w · 3 → 3.4", "b · 1 → 1.2"}


def test_operations_run_forward_in_the_order_of_their_lines(window: MainWindow, run_text: RunText) -> None:
    """What autograd's engine did, turned round, is the order of the program, in loops, too."""
    run_text(
        "import torch\n"
        "w = torch.ones(3, requires_grad=True)\n"
        "a = w * 2\n"
        "b = w.exp()\n"
        "c = a.sin()\n"
        "d = b + c\n"
        "e = w + 1\n"
        "loss = (d * e).sum()\n"
        "loss.backward()\n"
    )
    drawn = window.graphs.drawn
    assert drawn is not None
    assert drawn.reel is not None
    lines = [span.line for node in drawn.reel.film.forward if (span := drawn.reel.nodes[node].span) is not None]
    assert lines == [3, 4, 5, 6, 7, 8, 8]


def test_gradients_accumulate_over_passes(window: MainWindow, run_text: RunText) -> None:
    """The second pass tells what was there, what came, and what it came to."""
    run_text("import torch\nw = torch.tensor(1.0, requires_grad=True)\nfor k in (2, 3):\n    (w * k).backward()\n")
    QTest.keyClick(window.program_page.player, Qt.Key.Key_End)
    assert told(window).endswith("w · |g| = 3 · .grad 2 + 3 = 5")


def test_a_click_on_a_node_goes_to_its_step(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """And selecting it by other ways does not."""
    run_text("import torch\nw = torch.tensor(1.0, requires_grad=True)\nloss = (w * 2).exp()\nloss.backward()\n")
    page, flow = window.program_page, window.graphs.flow
    assert flow is not None
    window.graphs.select(flow.steps[0].node)
    assert page.player.position() == 0
    place = page.graph.position_of(flow.steps[1].node)
    assert place is not None
    QTest.mouseClick(page.graph, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert page.player.position() == 2
    assert window.graphs.selected == flow.steps[1].node


def test_a_pass_beside_another(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Of every step both norms and their ratio are told, though the rounds have no operation in common."""
    run = run_text(
        "import torch\nw = torch.tensor(1.0, requires_grad=True)\n"
        "for k in (2.0, 3.0):\n    loss = (w * k).square()\n    loss.backward()\n"
    )
    player = window.program_page.player
    player.set_position(2)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        player.compare_with(0)
    assert player.flow() is run.flows[1]
    assert player.position() == 2
    assert told(window).endswith("|g| = 6 · in pass 1 4 · ratio 1.5")
    choose_first_pass(qtbot, window)
    assert "in pass" not in told(window)
