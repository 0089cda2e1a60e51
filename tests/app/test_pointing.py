"""Text and graph point at each other, in the real window on a real run."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.source_link import innermost
from desktop.app.window import MainWindow
from desktop.records.graph import Graph, Node
from desktop.records.run import Run
from desktop.records.text import Span

RunText = Callable[[str], Run]

TEXT = """import torch
x = torch.ones(2, requires_grad=True)
y = (x * 2).sum()
y.backward()
"""
PRODUCT = Span(3, 5, 3, 10)


@pytest.fixture
def marks(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[Span | None]:
    """Give the list of the spans that the editor is asked to mark."""
    asked: list[Span | None] = []
    monkeypatch.setattr(window.program_page.editor, "mark_span", asked.append)
    return asked


@pytest.fixture
def hovered(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Give the list of the nodes that the graph is asked to light."""
    asked: list[str | None] = []
    monkeypatch.setattr(window.program_page.graph, "hover_node", asked.append)
    return asked


def node_of(run: Run, name: str) -> Node:
    """Find a node by autograd's name."""
    return next(node for node in run.graphs[0].nodes if node.name == name)


def point_at(window: MainWindow, node: Node) -> QPoint:
    """Say where in the view a node is drawn."""
    place = window.program_page.graph.position_of(node.id)
    assert place is not None
    return place.toPoint()


def test_hovered_node_marks_its_expression(window: MainWindow, run_text: RunText, marks: list[Span | None]) -> None:
    """The mouse over a node marks its expression, and beside it marks none."""
    product = node_of(run_text(TEXT), "MulBackward0")
    QTest.mouseMove(window.program_page.graph, point_at(window, product))
    assert marks[-1] == product.span == PRODUCT
    QTest.mouseMove(window.program_page.graph, QPoint(2, 2))
    assert marks[-1] is None


def test_selected_node_keeps_its_mark(
    qtbot: QtBot, window: MainWindow, run_text: RunText, marks: list[Span | None]
) -> None:
    """A clicked node is inspected, and its expression stays marked when the mouse goes."""
    product = node_of(run_text(TEXT), "MulBackward0")
    graph = window.program_page.graph
    qtbot.mouseClick(graph, Qt.MouseButton.LeftButton, pos=point_at(window, product))
    QTest.mouseMove(graph, QPoint(2, 2))
    assert marks[-1] == PRODUCT
    qtbot.keyClick(graph, Qt.Key.Key_Escape)
    assert marks[-1] is None


def test_double_click_goes_to_the_expression(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A double click on a node selects its expression in the text."""
    product = node_of(run_text(TEXT), "MulBackward0")
    qtbot.mouseDClick(window.program_page.graph, Qt.MouseButton.LeftButton, pos=point_at(window, product))
    assert window.program_page.editor.textCursor().selectedText() == "x * 2"


def test_caret_lights_the_innermost_node(window: MainWindow, run_text: RunText, hovered: list[str | None]) -> None:
    """The caret in x * 2 lights the product, behind it the sum, and on an import nothing."""
    run = run_text(TEXT)
    editor = window.program_page.editor
    for span, name in ((Span(3, 7, 3, 7), "MulBackward0"), (Span(3, 14, 3, 14), "SumBackward0")):
        editor.go_to(span)
        assert hovered[-1] == node_of(run, name).id
    editor.go_to(Span(1, 3, 1, 3))
    assert hovered[-1] is None


def test_edited_text_points_nowhere(
    qtbot: QtBot, window: MainWindow, run_text: RunText, marks: list[Span | None], hovered: list[str | None]
) -> None:
    """Once the text differs from what ran, its old spans mark nothing; undone, they do again."""
    product = node_of(run_text(TEXT), "MulBackward0")
    editor = window.program_page.editor
    qtbot.keyClicks(editor, "# ")
    assert marks[-1] is None
    QTest.mouseMove(window.program_page.graph, point_at(window, product))
    assert marks[-1] is None
    editor.go_to(Span(3, 7, 3, 7))
    assert hovered[-1] is None
    editor.undo()
    editor.go_to(PRODUCT)
    assert hovered[-1] == product.id


def test_variable_selects_its_node(window: MainWindow, run_text: RunText, marks: list[Span | None]) -> None:
    """A variable's node is selected where the variables ask for it."""
    run = run_text(TEXT)
    variable = next(each for each in run.variables if each.name == "y")
    assert variable.node is not None
    window.program_page.variables.node_requested.emit(variable.node)
    assert marks[-1] == node_of(run, "SumBackward0").span


def test_selection_follows_the_same_node(window: MainWindow, run_text: RunText) -> None:
    """Run again, the selected node stays selected if it is the same operation; another one is not."""
    product = node_of(run_text(TEXT), "MulBackward0")
    window.graphs.select(product.id)
    run_text(TEXT.replace("* 2", "* 3"))
    assert window.graphs.selected == product.id
    run_text(TEXT.replace("* 2", "+ 2"))
    assert window.graphs.selected is None


def test_innermost_prefers_the_smallest_span() -> None:
    """Of the spans around a position the one with the least extent wins, lines before columns."""
    spans = {"n0": Span(1, 0, 3, 1), "n1": Span(2, 0, 2, 40), "n2": Span(2, 4, 2, 9), "n3": None}
    nodes = tuple(Node(name, "AddBackward0", "operation", span=span) for name, span in spans.items())
    graph = Graph(("n0",), nodes, ())
    found = {column: innermost(graph, 2, column) for column in (6, 9, 20)}
    assert {column: node.id for column, node in found.items() if node} == {6: "n2", 9: "n2", 20: "n1"}
    assert innermost(graph, 9, 0) is None
