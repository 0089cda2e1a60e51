"""The health of a real run's pass in the window: where gradients vanish, where NaN was born, marks on the graph."""

import re
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop.app.settings import Settings
from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.views.health.bar_chart import BarChart
from desktop.views.health.news import News
from desktop.views.health.verdict import Thresholds
from desktop.views.health.words import health_findings
from desktop.views.theme import LIGHT

RunText = Callable[[str], Run]
LONG_MS = 60_000

SIGMOIDS = """import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(*(layer for _ in range(12) for layer in (nn.Linear(16, 16), nn.Sigmoid())), nn.Linear(16, 1))
loss = model(torch.randn(8, 16)).pow(2).mean()
loss.backward()
"""
RELUS = """import torch
from torch import nn
torch.manual_seed(0)
model = nn.Sequential(*(layer for _ in range(12) for layer in (nn.Linear(16, 16), nn.ReLU())), nn.Linear(16, 1))
for module in model:
    if isinstance(module, nn.Linear):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
loss = model(torch.randn(8, 16)).pow(2).mean()
loss.backward()
"""
BORN = """import torch
x = torch.tensor([0.0, 1.0, 4.0], requires_grad=True)
w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = torch.sqrt(x * x)
loss = (y * w).sum()
loss.backward()
"""


def news(window: MainWindow) -> str:
    """Give what the health's view says."""
    found = window.program_page.details.health.findChild(News)
    assert found is not None
    return re.sub("<[^>]*>", " ", found.text())


def show_health(qtbot: QtBot, window: MainWindow) -> BarChart:
    """Press the button over the graph, and give the chart that it brings."""
    buttons = window.program_page.graph_tools.findChildren(QToolButton)
    button = next(each for each in buttons if each.defaultAction() is window.commands.health)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    details = window.program_page.details
    assert details.currentWidget() is details.health
    chart = details.health.findChild(BarChart)
    assert chart is not None
    return chart


def marked(window: MainWindow) -> dict[str, str]:
    """Give the labels, or names, of the nodes that are marked on the graph, with their marks."""
    drawn = window.graphs.drawn
    marks = window.program_page.graph._badges.health_on(drawn.picture) if drawn is not None else None
    run = window.graphs.run
    assert run is not None
    nodes = {node.id: node for graph in run.graphs for node in graph.nodes}
    return {nodes[node].label or nodes[node].name: verdict for node, verdict in marks.verdicts.items()} if marks else {}


def test_sigmoids_let_gradients_vanish(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """Twelve sigmoids in a row: the first layers are marked as vanishing on the graph, the bars and in a sentence."""
    run_text(SIGMOIDS)
    chart = show_health(qtbot, window)
    assert "Gradients vanish: 13 of 26 parameters, from model.12.weight on back" in news(window)
    assert "ReLU instead of sigmoid" in news(window)
    assert [bar.label for bar in chart._health.bars[:2]] == ["model.0.weight", "model.0.bias"]
    assert [bar.verdict for bar in chart._health.bars] == ["vanishing"] * 13 + [None] * 13
    qtbot.waitUntil(lambda: len(marked(window)) == 13)
    assert set(marked(window).values()) == {"vanishing"}
    assert marked(window)["model.0.weight"] == "vanishing"


def test_relus_are_well(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """The same with ReLU and Kaiming's initialisation has no trouble, and nothing is marked."""
    run_text(RELUS)
    show_health(qtbot, window)
    assert "No trouble" in news(window)
    assert marked(window) == {}
    details = window.program_page.details
    assert details.tabIcon(details.indexOf(details.health)).isNull()


def test_nan_is_traced_to_its_birth(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """√0: infinity comes from sqrt in line 4, 0 times that is NaN in the product there, and x gets it."""
    run = run_text(BORN)
    show_health(qtbot, window)
    assert "Infinity first appears in the gradient of sqrt (y, line 4)." in news(window)
    assert "NaN first appears in the gradient of mul (line 4)." in news(window)
    health = window.program_page.details.health._health
    findings = health_findings(health, run.graphs[0])
    spans = {finding.rule: finding.span for finding in findings}
    root = next(node for node in run.graphs[0].nodes if node.label == "y")
    assert spans["gradient-infinite"] == root.span is not None
    assert "0/0" in next(each.explanation for each in findings if each.rule == "gradient-nan")
    qtbot.waitUntil(lambda: marked(window) == {"x": "nan", "MulBackward0": "infinite", "y": "infinite"})
    details = window.program_page.details
    assert not details.tabIcon(details.indexOf(details.health)).isNull()


def test_marks_are_seen_on_the_graph(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A mark sits on the corner of its box, in the colour of errors; before the pass there is none."""
    window.appearance.choose("light")
    run_text(BORN)
    graph, drawn = window.program_page.graph, window.graphs.drawn
    assert drawn is not None
    box = drawn.picture.boxes_of(next(node.id for node in drawn.picture.graph.nodes if node.label == "y"))[0]
    corner = graph._camera.transform().map(drawn.picture.rect(int(box)).topRight())
    around = [(corner.x() - 4 + dx, corner.y() + 2 + dy) for dx in range(-5, 6) for dy in range(-5, 6)]

    def reds() -> int:
        image = graph.grab().toImage()
        return sum(image.pixelColor(round(x), round(y)) == QColor(LIGHT.error) for x, y in around)

    qtbot.waitUntil(lambda: bool(marked(window)))
    assert reds() > 20
    graph.mark_health({})
    assert reds() == 0


def test_a_bar_selects_its_node(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A click on a bar selects the parameter in the graph, and the health stays in front."""
    run = run_text(BORN)
    chart = show_health(qtbot, window)
    rows = chart.rows()
    qtbot.mouseClick(
        chart, Qt.MouseButton.LeftButton, pos=QPoint(int(rows.left) + 5, int(rows.top(1) + rows.height / 2))
    )
    assert window.graphs.selected == next(node.id for node in run.graphs[0].nodes if node.label == "w")
    details = window.program_page.details
    assert details.currentWidget() is details.health


def test_a_selected_leaf_is_marked_in_the_chart(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """What is selected in the graph is selected among the bars."""
    run = run_text(BORN)
    chart = show_health(qtbot, window)
    leaf = next(node for node in run.graphs[0].nodes if node.label == "w")
    window.graphs.select(leaf.id)
    assert chart._chosen == leaf.id


def test_thresholds_are_kept(qtbot: QtBot, window: MainWindow, run_text: RunText, settings: Settings) -> None:
    """What a person set counts at once, and in the next window."""
    run_text(SIGMOIDS)
    window.program_page.details.health.set_thresholds(Thresholds(vanishing_share=1e-12))
    assert "No trouble" in news(window)
    qtbot.waitUntil(lambda: marked(window) == {})
    assert settings.thresholds == Thresholds(vanishing_share=1e-12)


def test_damaged_thresholds_are_the_usual_ones(settings: Settings) -> None:
    """A damaged entry reads as its default."""
    settings._store.setValue("health/thresholds", "{broken")
    assert settings.thresholds == Thresholds()


def test_closed_groups_show_the_worst_inside(qtbot: QtBot, window: MainWindow, run_text: RunText) -> None:
    """A closed module that holds a vanishing parameter bears its mark."""
    run_text(SIGMOIDS)
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        window.graphs.open_all(False)
    graph = window.program_page.graph
    graph.grab()
    assert window.graphs.drawn is not None
    marks = graph._badges.health_on(window.graphs.drawn.picture)
    assert marks is not None
    drawn = window.graphs.drawn
    assert drawn is not None
    groups = [box for box, node in enumerate(drawn.picture.box_nodes) if node.kind == "group"]
    assert set(groups) & set(marks.boxes.tolist())


def test_a_program_without_a_pass_has_no_health(window: MainWindow, run_text: RunText) -> None:
    """Nothing is marked, and the view says what to do."""
    run_text(BORN)
    run_text("import torch\nx = torch.ones(2, requires_grad=True)\ny = x * 2\n")
    assert marked(window) == {}
    assert window.program_page.details.health._read is None
