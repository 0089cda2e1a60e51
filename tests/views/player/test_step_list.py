"""The list of steps: found by name, clicked, and the player is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.film import Film
from desktop.views.player.reel import Reel
from desktop.views.player.step_list import StepList
from desktop.views.player.step_table import StepTable

ONE = Tensor((), "float32", "cpu", count=1, norm=2.0, values=(2.0,))
GRAPH = Graph(
    ("n0",),
    (
        Node("n0", "PowBackward0", "operation", "loss", ONE),
        Node("n1", "MulBackward0", "operation", "", ONE),
        Node("n2", "AccumulateGrad", "leaf", "weight", ONE),
    ),
    (Edge("n0", "n1", 0, 0), Edge("n1", "n2", 0, 0)),
)
FLOW = Flow(
    0,
    1,
    tuple(FlowStep(f"n{i}", i, (12.3, 4567.0, 0.0)[i], (ONE,), (ONE,)) for i in range(3)),
    updated=(Change("n2", ONE, Tensor((), "float32", "cpu", count=1, values=(1.5,))),),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Give a window for the list to lie over."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    return window


@pytest.fixture
def steps(window: QWidget) -> StepList:
    """List a film of two operations, the loss, three steps back and an update."""
    steps = StepList(window)
    steps.set_reel(Reel(Film(FLOW, GRAPH), {node.id: node for node in GRAPH.nodes}))
    steps.show_above(window, 1)
    return steps


def rows(steps: StepList) -> list[tuple[str, ...]]:
    """Give the texts of all rows."""
    table = steps.findChild(StepTable)
    assert table is not None
    return [
        tuple(str(table.data(table.index(row, column))) for column in range(table.columnCount()))
        for row in range(table.rowCount())
    ]


def test_every_moment_has_its_row(steps: StepList) -> None:
    """Number, phase, node, time and norm; values forward, the change of an update."""
    assert rows(steps) == [
        ("1", "forward", "mul", "", "2"),
        ("2", "forward", "pow (loss)", "", "2"),
        ("1", "loss", "pow (loss)", "", "2"),
        ("1", "backward", "pow (loss)", "12.3 µs", "2"),
        ("2", "backward", "mul", "4.57 ms", "2"),
        ("3", "backward", "weight", "", "2"),
        ("1", "update", "weight", "", "2 → 1.5"),
    ]


def test_the_moment_that_is_seen_is_marked(steps: StepList) -> None:
    """The list opens where the player stands."""
    view = steps.findChild(QTreeView)
    assert view is not None
    assert view.currentIndex().row() == 4


def test_typing_finds(qtbot: QtBot, steps: StepList) -> None:
    """What is typed is sought in nodes and phases; Enter goes to the first and closes the list."""
    search = steps.findChild(QLineEdit)
    assert search is not None
    QTest.keyClicks(search, "WEI")
    assert [row[:3] for row in rows(steps)] == [("3", "backward", "weight"), ("1", "update", "weight")]
    with qtbot.waitSignal(steps.moment_chosen) as chosen:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen.args == [2]
    assert not steps.isVisible()


def test_a_click_jumps(qtbot: QtBot, steps: StepList) -> None:
    """The list stays open, for the next click."""
    view = steps.findChild(QTreeView)
    assert view is not None
    place = view.visualRect(steps.findChild(StepTable).index(6, 2)).center()  # type: ignore[union-attr] # it is there
    with qtbot.waitSignal(steps.moment_chosen) as chosen:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [3]
    assert steps.isVisible()


def test_escape_closes(steps: StepList) -> None:
    """From the search field, where the keys go first."""
    search = steps.findChild(QLineEdit)
    assert search is not None
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert not steps.isVisible()
