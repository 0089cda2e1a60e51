"""The inspector beside a real run: the worked example's numbers, all values of a tensor, edges, groups."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QTextBrowser, QTreeView
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.graph import Graph, Node
from desktop.records.messages import GradientChecking
from desktop.records.run import Program, Run
from desktop.records.tensor import Tensor
from desktop.views.inspector.check_button import CheckButton
from desktop.views.inspector.inspector import Inspector
from desktop.views.theme import LIGHT

RunText = Callable[[str], Run]
LONG_MS = 60_000

WORKED = """import torch
x = torch.tensor(2.0)
w = torch.tensor(3.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.05)
prediction = w * x + b
loss = (prediction - 9.0) ** 2
loss.backward()
optimizer.step()
"""
AGAIN = """after = (w * x + b - 9.0) ** 2
"""
TWICE = """import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
for _ in range(2):
    loss = (w * w).sum()
    loss.backward()
"""
BLOCK = """import torch
weight = torch.arange(24.0).reshape(2, 3, 4).requires_grad_()
bias = torch.ones(4, requires_grad=True)
loss = (weight * 2 + bias).sum()
loss.backward()
"""
WRONG = """import torch

class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 3

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
loss = Wrong.apply(x).sum()
loss.backward()
"""
MODULES = """import torch
model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Tanh()))
loss = model(torch.ones(2, 3)).sum()
loss.backward()
"""


def browser(window: MainWindow) -> QTextBrowser:
    """Give the inspector's page."""
    found = window.program_page.inspector.findChild(QTextBrowser)
    assert found is not None
    return found


def told(window: MainWindow) -> str:
    """Give what the inspector says, without the marks for where lines may break, every stretch of blanks as one."""
    words = re.sub("[\u200b\u2060]", "", browser(window).toPlainText())
    return re.sub(r"\s+", " ", words)


def labelled(run: Run, label: str) -> Node:
    """Find a node by the program's name for it."""
    return next(node for graph in run.graphs for node in graph.nodes if node.label == label)


def inspected(window: MainWindow, node: Node) -> str:
    """Select a node and give what the inspector says of it."""
    window.graphs.select(node.id)
    return told(window)


def look(qtbot: QtBot, window: MainWindow, section: str) -> None:
    """Follow the link to all values beside the title of a section, and wait until the engine has answered."""
    page = window.program_page.inspector._page
    place = next(at for at, each in enumerate(page.sections) if each.title.startswith(section))
    with qtbot.waitSignal(window._processes.engine.tensor_answered, timeout=LONG_MS):
        browser(window).anchorClicked.emit(QUrl(f"look:{place}"))


def gone_words(window: MainWindow) -> tuple[str, str]:
    """Give what the tensor's view says instead of a tensor."""
    return window.program_page.details.tensor._message.words()


def test_the_worked_example(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """At x 2, w 3, b 1, target 9: prediction 7, loss 4, gradients -8 and -4; a step on 3.4, 1.2 and loss 1."""
    run = run_text(WORKED + AGAIN)
    assert "Value number 4 " in inspected(window, labelled(run, "loss"))
    assert "Value number 7 " in inspected(window, labelled(run, "prediction"))
    weight = inspected(window, labelled(run, "w"))
    assert "Gradient in · ∂loss/∂w number \N{MINUS SIGN}8 " in weight
    assert "Moved by the optimizer before 3 moved by 0.4 after 3.4 " in weight
    bias = inspected(window, labelled(run, "b"))
    assert "Gradient in · ∂loss/∂b number \N{MINUS SIGN}4 " in bias
    assert "Moved by the optimizer before 1 moved by 0.2 after 1.2 " in bias
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):  # it lies in no pass: all is drawn for it
        window.graphs.select(labelled(run, "after").id)
    assert "Value number 1 " in told(window)


def test_the_chain_rule_has_the_numbers(window: MainWindow, run_text: RunText) -> None:
    """The product's formula names the program's own tensors and is worked out."""
    run = run_text(WORKED)
    product = next(node for node in run.graphs[0].nodes if node.name == "MulBackward0")
    text = inspected(window, product)
    assert "∂loss/∂w = x · ∂loss/∂y" in text
    assert "= 2 · −4 = −8" in text
    power = labelled(run, "loss")
    assert "with exponent 2" in inspected(window, power)


def test_gradients_that_accumulate(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A leaf that held a gradient tells what was there, what came and what it is now."""
    run = run_text(TWICE)
    assert "What .grad holds before [2, 4] + arrived [2, 4] = now [4, 8]" in inspected(window, labelled(run, "w"))


def test_all_values_are_fetched(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """The link beside a value leads to all of it, as the engine holds it."""
    run = run_text(BLOCK)
    window.graphs.select(labelled(run, "weight").id)
    look(qtbot, window, "Value")
    details = window.program_page.details
    assert details.currentWidget() is details.tensor
    values = details.tensor._page._values
    assert np.array_equal(values, np.arange(24.0, dtype=np.float32).reshape(2, 3, 4))
    look(qtbot, window, "Gradient in")
    assert np.array_equal(details.tensor._page._values, np.full((2, 3, 4), 2.0, dtype=np.float32))


def test_a_variable_opens_with_all_its_values(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A double click on its row shows them."""
    run_text(BLOCK)
    page = window.program_page
    page.tabs.setCurrentWidget(page.variables)
    table = page.variables.findChild(QTreeView)
    assert table is not None
    row = table.model().match(table.model().index(0, 0), Qt.ItemDataRole.DisplayRole, "bias")[0]
    with qtbot.waitSignal(window._processes.engine.tensor_answered, timeout=LONG_MS):
        place = table.visualRect(row).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert np.array_equal(page.details.tensor._page._values, np.ones(4, dtype=np.float32))


def test_hidden_details_come_back_for_a_tensor(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Who hid the column sees it again where it is asked for."""
    run = run_text(BLOCK)
    window.commands.inspector.setChecked(False)
    assert not window.program_page.details.isVisible()
    window.program_page.inspector.show_node(run, labelled(run, "weight").id, run.flows[0])
    look(qtbot, window, "Value")
    assert window.program_page.details.isVisible()
    assert window.commands.inspector.isChecked()


def test_values_are_gone_with_their_run(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """After another run the tensor that was looked at is gone, and the view says so."""
    run = run_text(BLOCK)
    window.graphs.select(labelled(run, "weight").id)
    look(qtbot, window, "Value")
    run_text(WORKED)
    title, reason = gone_words(window)
    assert title == "The values of weight are gone"
    assert "run before" in reason


def test_a_record_has_no_more_values(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Of a run that was made elsewhere only what it recorded can be seen, and the view says why."""
    run = run_text(BLOCK)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.runs.show(Program(BLOCK), run)
    window.graphs.select(labelled(run, "weight").id)
    page = window.program_page.inspector._page
    place = next(at for at, each in enumerate(page.sections) if each.title == "Value")
    browser(window).anchorClicked.emit(QUrl(f"look:{place}"))
    assert "not made here" in gone_words(window)[1]


def edge_between(window: MainWindow, source: str, target: str) -> QPoint:
    """Say where on the graph the middle of an edge is."""
    drawn = window.graphs.drawn
    assert drawn is not None
    picture = drawn.picture
    edge = next(at for at, each in enumerate(picture.edges) if (each.source, each.target) == (source, target))
    graph = window.program_page.graph
    return graph._camera.transform().map(picture.curves.way(edge).at(0.5)).toPoint()


def test_an_edge_can_be_selected(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A click near it shows its gradient, the tensor that flowed the other way, and how it was broadcast."""
    run = run_text(BLOCK)
    total = next(node for node in run.graphs[0].nodes if node.name == "AddBackward0")
    graph = window.program_page.graph
    window.graphs.select(total.id)
    qtbot.mouseClick(
        graph, Qt.MouseButton.LeftButton, pos=edge_between(window, total.id, labelled(run, "bias").id) + QPoint(3, 0)
    )
    text = told(window)
    assert text.strip().startswith("add → bias edge: carries ∂loss/∂bias")
    assert "slot 1, one of 2" in text
    assert "Gradient along it all values shape 4 " in text
    assert "Broadcast forward expanded 4 → 2×3×4 backward summed Σ 2×3×4 → 4" in text
    assert "Tensor that flowed forward" in text
    assert window.graphs.selected is None
    qtbot.keyClick(graph, Qt.Key.Key_Escape)
    assert "Click a node" in told(window)


def test_a_node_takes_the_place_of_an_edge(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Following an end of the edge selects that node, and no edge any more."""
    run = run_text(BLOCK)
    total = next(node for node in run.graphs[0].nodes if node.name == "AddBackward0")
    graph = window.program_page.graph
    qtbot.mouseClick(graph, Qt.MouseButton.LeftButton, pos=edge_between(window, total.id, labelled(run, "bias").id))
    browser(window).anchorClicked.emit(QUrl(f"node:{labelled(run, 'bias').id}"))
    assert window.graphs.selected == labelled(run, "bias").id
    assert graph._pointing.edge is None
    assert told(window).strip().startswith("bias leaf")


def test_a_module_leads_to_its_group(window: MainWindow, run_text: RunText) -> None:
    """The link of an operation's module tells of the group that it is drawn in."""
    run = run_text(MODULES)
    window.graphs.open_all(True)
    tanh = next(node for node in run.graphs[0].nodes if node.name == "TanhBackward0")
    window.graphs.select(tanh.id)
    page = window.program_page.inspector._page
    link = next(fact.link for fact in page.sections[0].facts if fact.name == "module")
    browser(window).anchorClicked.emit(QUrl(link))
    assert told(window).strip().startswith("model.1")
    assert "Sequential" in told(window)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_nothing_scrolls_sideways(window: MainWindow, run_text: RunText, size: tuple[int, int]) -> None:
    """Long names break, rows of numbers are as long as there is room."""
    window.resize(*size)
    for text in (MODULES, BLOCK, WORKED):
        run = run_text(text)
        for node in run.graphs[0].nodes:
            window.program_page.inspector.show_node(run, node.id, run.flows[0])
            assert browser(window).horizontalScrollBar().maximum() == 0, node


def test_the_narrowest_inspector_shows_the_longest_name(qtbot: QtBot) -> None:
    """Names of autograd and paths of modules break where they may."""
    inspector = Inspector(LIGHT)
    qtbot.addWidget(inspector)
    inspector.resize(250, 600)
    inspector.show()
    tensor = Tensor((8, 8), "float32", "cuda:0", count=64, minimum=-1e-5, values=(-0.0085271,) * 64)
    module = "transformer.encoder.layers.11.self_attention.output_projection.quantized"
    node = Node("n0", "LinalgVectorNormBackward0", "operation", "a_rather_long_name", tensor, module)
    run = Run(1, "finished", "cpu", 0, 0.0, "", graphs=(Graph(("n0",), (node,), ()),))
    inspector.show_node(run, "n0", None)
    page = inspector.findChild(QTextBrowser)
    assert page is not None
    assert page.horizontalScrollBar().maximum() == 0


def check_gradient(qtbot: QtBot, window: MainWindow) -> str:
    """Press the button that checks a gradient, and give what the inspector says once that is done."""
    button = window.program_page.inspector.findChild(CheckButton)
    assert button is not None
    answered = window._processes.engine.gradient_answered
    with qtbot.waitSignal(
        answered, timeout=LONG_MS, check_params_cb=lambda _, answer: not isinstance(answer, GradientChecking)
    ):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return told(window)


def test_a_gradient_is_checked(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Differences agree with autograd for a leaf and for an operation within."""
    run = run_text(WORKED)
    window.graphs.select(labelled(run, "w").id)
    text = check_gradient(qtbot, window)
    assert "Checked by differences result it agrees" in text
    assert "autograd \N{MINUS SIGN}8 differences \N{MINUS SIGN}8 " in text
    window.graphs.select(labelled(run, "prediction").id)
    assert "autograd \N{MINUS SIGN}4 differences \N{MINUS SIGN}4 " in check_gradient(qtbot, window)


def test_a_wrong_gradient_is_found_out(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A function whose backward is not its derivative disagrees, element by element."""
    run = run_text(WRONG)
    window.graphs.select(labelled(run, "x").id)
    text = check_gradient(qtbot, window)
    assert "3 of 3 disagree" in text
    assert "at autograd differences [0]" in text


def test_a_check_without_a_meaning_is_refused(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A run that was made elsewhere cannot be run again."""
    run = run_text(BLOCK)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.runs.show(Program(BLOCK), run)
    window.graphs.select(labelled(run, "weight").id)
    button = window.program_page.inspector.findChild(CheckButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "not made here" in told(window)
