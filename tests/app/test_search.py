"""Searching the graph from the real window: typing marks, Enter steps, Escape ends."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run

LONG_MS = 60_000
TEXT = """import torch
w = torch.ones(3, requires_grad=True)
b = torch.zeros(3, requires_grad=True)
y = (w * 2 + b).relu()
loss = (y * 3).sum()
loss.backward()
"""


def field(window: MainWindow) -> QLineEdit:
    """Give the find bar's field."""
    found = window.program_page.find_bar.findChild(QLineEdit)
    assert found is not None
    return found


def test_enter_steps_through_what_is_found(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Both products are found; Enter selects one after the other and begins anew after the last."""
    run = run_text(TEXT)
    products = [node.id for node in run.graphs[0].nodes if node.name == "MulBackward0"]
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.program_page.find_bar.isVisible()
    QTest.keyClicks(field(window), "op:mul")
    seen = []
    for _ in range(3):
        QTest.keyClick(field(window), Qt.Key.Key_Return)
        seen.append(window.graphs.selected)
    assert seen == [*products, products[0]]
    QTest.keyClick(field(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.graphs.selected == products[1]


def test_escape_ends_a_search(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """The bar goes; what was selected stays."""
    run_text(TEXT)
    window.commands.find.trigger()
    QTest.keyClicks(field(window), "relu")
    QTest.keyClick(field(window), Qt.Key.Key_Return)
    selected = window.graphs.selected
    assert selected is not None
    QTest.keyClick(field(window), Qt.Key.Key_Escape)
    assert not window.program_page.find_bar.isVisible()
    assert window.graphs.selected == selected


def test_a_found_node_leaves_its_closed_group(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """Stepping to a node inside a closed group opens the group."""
    run = run_text(
        "import torch\nm = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1))\n"
        "loss = m(torch.rand(3, 2)).sum()\nloss.backward()\n"
    )
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.commands.close_groups.trigger()
    window.commands.find.trigger()
    QTest.keyClicks(field(window), "tanh")
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        QTest.keyClick(field(window), Qt.Key.Key_Return)
    tanh = next(node for node in run.graphs[0].nodes if node.name == "TanhBackward0")
    assert window.graphs.selected == tanh.id


def test_gradients_without_a_pass_are_explained(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]
) -> None:
    """A search for gradients where none flowed says why it finds nothing."""
    run_text(TEXT.replace("loss.backward()\n", ""))
    window.commands.find.trigger()
    QTest.keyClicks(field(window), "grad:0")
    assert "backward" in window.program_page.find_bar._problem.text()
