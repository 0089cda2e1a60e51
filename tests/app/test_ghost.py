"""The operation that failed, in the real window on real runs; and the marks of findings beside it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app.picture_form import PictureWish
from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.records.text import Span
from desktop.views.findings_panel import FindingList
from desktop.views.graph.finding_marks import middle
from desktop.views.graph.tooltip import tooltip
from desktop.views.inspector.fact_browser import FactBrowser

LONG_MS = 60_000
RunText = Callable[[str], Run]

ADD = """import torch
a = torch.randn(3, 4, requires_grad=True)
b = torch.randn(5)
c = (a * 2) + b
"""
PLAIN = """import torch
x = torch.ones(2, 3)
y = torch.zeros(4, 5)
z = x @ y
"""
MODEL = """import torch
from torch import nn

class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(8, 16)
        self.outer = nn.Linear(12, 2)

    def forward(self, x):
        return self.outer(torch.relu(self.inner(x)))

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = Head()

    def forward(self, x):
        return self.head(x)

model = Model()
out = model(torch.randn(5, 8))
"""
LOOP = """import torch
w = torch.ones(3, requires_grad=True)
for size in (3, 4):
    x = torch.ones(size)
    loss = (w.exp() * x).sum()
    loss.backward()
"""
SILENT = """import torch
x = torch.ones(3, 1, requires_grad=True)
y = torch.ones(3)
loss = torch.nn.functional.mse_loss(x * 2, y)
loss.backward()
"""


def place_of(window: MainWindow, node: str) -> QPoint:
    """Say where in the view a node is drawn."""
    place = window.program_page.graph.position_of(node)
    assert place is not None
    return place.toPoint()


def inspected(window: MainWindow) -> str:
    """Give what the inspector says."""
    browser = window.program_page.inspector.findChild(FactBrowser)
    assert isinstance(browser, FactBrowser)
    return browser.toPlainText()


def test_a_failed_sum_stands_below_its_operands(window: MainWindow, run_text: RunText) -> None:
    """The product has its node, b a box of its own, and the ghost is in sight with all of it."""
    run = run_text(ADD)
    assert window.graphs.drawn is not None
    picture = window.graphs.drawn.picture
    assert [node.kind for node in picture.nodes.values()] == ["operation", "leaf", "operand", "ghost"]
    view = window.program_page.graph
    assert all(view.rect().contains(place_of(window, node)) for node in picture.nodes)
    assert place_of(window, "ghost").y() > place_of(window, "ghost:1").y()
    assert picture.graph is run.graphs[0]


def test_the_mouse_over_a_ghost_hears_pytorch(
    window: MainWindow, run_text: RunText, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own words in the tooltip, its expression in the text."""
    run = run_text(ADD)
    assert run.error is not None
    asked: list[Span | None] = []
    monkeypatch.setattr(window.program_page.editor, "mark_span", asked.append)
    QTest.mouseMove(window.program_page.graph, place_of(window, "ghost"))
    assert asked[-1] == run.error.span == Span(4, 4, 4, 15)
    node = window.program_page.graph.node_at(place_of(window, "ghost").toPointF())
    assert node is not None
    assert run.error.message in tooltip(node)


def test_a_click_tells_of_the_ghost(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """The inspector has PyTorch's words, what does not fit, every operand; a double click leads to the text."""
    run = run_text(ADD)
    assert run.error is not None
    view = window.program_page.graph
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(window, "ghost"))
    assert window.graphs.selected == "ghost"
    told = inspected(window)
    assert run.error.message in " ".join(told.split())
    assert "4 and 5" in told
    assert "Operand 1 · mul" in told
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place_of(window, "ghost"))
    assert window.program_page.editor.textCursor().blockNumber() == 3
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place_of(window, "ghost:1"))
    assert inspected(window).split()[:4] == ["b", "operand", "2", "of"]


def test_an_edge_of_a_ghost_tells_what_was_given(window: MainWindow, run_text: RunText) -> None:
    """Its operand, and that nothing runs back along it."""
    run_text(ADD)
    assert window.graphs.drawn is not None
    picture = window.graphs.drawn.picture
    edge = next(at for at, each in enumerate(picture.edges) if (each.source, each.target) == ("ghost", "ghost:1"))
    window.program_page.graph.choose_edge(edge)
    told = inspected(window)
    assert "add (failed) → b" in told
    assert "nothing runs back" in told


def test_a_failure_without_any_graph_is_drawn_too(window: MainWindow, run_text: RunText) -> None:
    """Both operands are boxes of their own; the record has no graph."""
    run = run_text(PLAIN)
    assert run.graphs == ()
    assert window.graphs.drawn is not None
    assert set(window.graphs.drawn.picture.nodes) == {"ghost", "ghost:0", "ghost:1"}
    assert "matmul failed" in inspected(window)


def test_a_ghost_in_a_closed_model_hangs_from_it(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Closed, the model is the operand; its node that is selected stays so, as the model's box."""
    run = run_text(MODEL)
    node = next(node.id for node in run.graphs[0].nodes if node.name == "ReluBackward0")
    window.graphs.select(node)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.commands.close_groups.trigger()
    assert window.graphs.drawn is not None
    drawing = window.graphs.drawn.folded.drawing
    closed = next(each.id for each in drawing.nodes if each.kind == "group")
    assert next(edge.target for edge in drawing.edges if edge.source == "ghost") == closed
    assert window.graphs.selected == closed


def test_a_loop_that_fails_shows_what_led_up_to_it(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Not the pass before; that can be chosen, and then the ghost is no part of it; every pass shows both."""
    run = run_text(LOOP)
    assert len(run.flows) == 1
    assert window.graphs.drawn is not None
    assert "ghost" in window.graphs.drawn.picture.nodes
    assert len(window.graphs.drawn.picture.graph.nodes) == 2
    page = window.program_page
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        page.player.flow_changed.emit(0)
    assert "ghost" not in window.graphs.drawn.picture.nodes
    every = page.graph_choice.findChild(QCheckBox)
    assert isinstance(every, QCheckBox)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        every.click()
    assert {"ghost", *(node.id for node in run.graphs[0].nodes)} <= set(window.graphs.drawn.picture.nodes)
    assert page.player.flow() is run.flows[0]
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        every.click()
    assert "ghost" in window.graphs.drawn.picture.nodes
    assert page.player.flow() is None


def test_errors_of_a_loop_mark_the_failure_and_not_the_rounds_before(window: MainWindow, run_text: RunText) -> None:
    """The same words made nodes that are well."""
    run = run_text(LOOP.replace("w.exp()", "w"))
    assert run.findings
    view = window.program_page.graph
    assert window.graphs.drawn is not None
    marked = {node for node in window.graphs.drawn.picture.nodes if view.findings_at(mark_of(window, node).toPointF())}
    assert marked == {"ghost"}


def test_a_new_failure_comes_into_sight(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A person who looks at something near sees where the edited program failed."""
    lines = [f"x = (x * {number + 1}).tanh()" for number in range(12)]
    text = "\n".join(["import torch", "x = torch.ones(2, requires_grad=True)", *lines, ""])
    run_text(text)
    view = window.program_page.graph
    leaf = next(node.id for node in (window.graphs.graph.nodes if window.graphs.graph else ()) if node.kind == "leaf")
    view.zoom_to_nodes((leaf,))
    run_text(text + "y = x + torch.ones(3)\n")
    qtbot.waitUntil(lambda: view.rect().contains(place_of(window, "ghost")))


def test_a_mended_program_has_no_ghost(window: MainWindow, run_text: RunText) -> None:
    """It goes with the failure."""
    run_text(ADD)
    run_text(ADD.replace("(5)", "(4)"))
    assert window.graphs.drawn is not None
    assert window.graphs.drawn.folded.drawing.failed is None
    assert "ghost" not in window.graphs.drawn.picture.nodes


@pytest.mark.parametrize("text", [ADD, PLAIN])
def test_a_saved_picture_holds_the_ghost_and_a_document_does_not(
    qtbot: QtBot, window: MainWindow, run_text: RunText, tmp_path: Path, text: str
) -> None:
    """What is seen is in the picture; what autograd recorded is in the document."""
    run = run_text(text)
    assert window.graphs.drawn is not None
    kept = {}
    for form in (".svg", ".json"):
        path = tmp_path / f"graph{form}"
        window.pictures.save(PictureWish(form, seen=False, theme="light", ratio=1.0), window.graphs.drawn, path)
        qtbot.waitUntil(path.exists, timeout=LONG_MS)
        kept[form] = path.read_text(encoding="utf-8")
    assert "failed" in kept[".svg"]
    recorded = [node.id for graph in run.graphs for node in graph.nodes]
    assert [node["id"] for node in json.loads(kept[".json"])["nodes"]] == recorded


def test_the_finding_of_a_failure_is_marked_on_the_ghost(window: MainWindow, run_text: RunText) -> None:
    """A click on the mark opens the findings at that one."""
    run = run_text(ADD)
    page = window.program_page
    (marked,) = page.graph.findings_at(mark_of(window, "ghost").toPointF())
    assert (marked.rule, marked.span) == (run.findings[0].rule, run.findings[0].span)
    QTest.mouseClick(page.graph, Qt.MouseButton.LeftButton, pos=mark_of(window, "ghost"))
    assert page.tabs.currentWidget() is page.findings
    assert page.findings.current() == marked


def test_findings_mark_their_nodes_until_the_next_run(window: MainWindow, run_text: RunText) -> None:
    """A program without findings is drawn without marks."""
    run = run_text(SILENT)
    (finding,) = run.findings
    assert finding.nodes
    for node in finding.nodes:
        assert window.program_page.graph.findings_at(mark_of(window, node).toPointF()) == (finding,)
    run_text(SILENT.replace("torch.ones(3)", "torch.ones(3, 1)"))
    assert all(
        window.program_page.graph.findings_at(mark_of(window, node.id).toPointF()) == ()
        for node in (window.graphs.graph.nodes if window.graphs.graph else ())
    )


def mark_of(window: MainWindow, node: str) -> QPoint:
    """Say where in the view the mark of a node stands."""
    view, drawn = window.program_page.graph, window.graphs.drawn
    assert drawn is not None
    rect = drawn.picture.rect(int(drawn.picture.boxes_of(node)[0]))
    by = (middle(rect) - rect.center()) * view.camera_scale()
    return place_of(window, node) + by.toPoint()


def test_what_works_on_graphs_works_where_there_is_but_a_ghost(
    qtbot: QtBot, window: MainWindow, run_text: RunText
) -> None:
    """Search, groups, health and direction find nothing to do and say nothing wrong."""
    run_text(PLAIN)
    window.search.begin()
    field = window.program_page.find_bar.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "op:matmul")
    QTest.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.commands.gradients_down.trigger()
    assert place_of(window, "ghost").y() < place_of(window, "ghost:0").y()
    window.program_page.show_detail(window.program_page.details.health)
    assert window.program_page.grab().width() > 0


def test_a_finding_that_is_chosen_rings_its_nodes_until_one_is_selected(
    qtbot: QtBot, window: MainWindow, run_text: RunText
) -> None:
    """Under the mouse, too; but a click in the graph is about something else."""
    (finding,) = run_text(SILENT).findings
    page = window.program_page
    page.tabs.setCurrentWidget(page.findings)
    plain = page.graph.grab().toImage()
    listed = page.findings.findChild(FindingList)
    assert isinstance(listed, FindingList)
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    assert page.findings.current() == finding
    lit = page.graph.grab().toImage()
    assert lit != plain
    page.findings.finding_hovered.emit(None)
    assert page.graph.grab().toImage() == lit
    QTest.mouseClick(page.graph, Qt.MouseButton.LeftButton, pos=place_of(window, finding.nodes[0]))
    window.graphs.select(None)
    assert page.graph._badges.lit is None
