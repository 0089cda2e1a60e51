"""The health view, driven by mouse and keys."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.tensor import Tensor
from desktop.views.health.bar_chart import BarChart
from desktop.views.health.bar_rows import HEAD
from desktop.views.health.health import Health
from desktop.views.health.health_view import HealthView
from desktop.views.health.news import News
from desktop.views.health.verdict import Thresholds
from desktop.views.theme import DARK, LIGHT


def a_pass(norms: list[float], weight: float = 1.0) -> tuple[Graph, Flow]:
    """Give a pass over as many parameters, the first layer first; zero is all zero, NaN one NaN."""
    nodes, steps = [], []
    for place, norm in enumerate(norms):
        broken = norm != norm  # noqa: PLR0124 # NaN is what is not itself
        gradient = Tensor((2,), "float32", "cpu", count=2, norm="NaN" if broken else norm, zeros=0 if norm else 2)
        gradient = replace(gradient, nans=int(broken), infinities=0)
        weights = Tensor((2,), "float32", "cpu", count=2, norm=weight)
        nodes.append(Node(f"n{place}", "AccumulateGrad", "leaf", f"model.{place}.weight", weights))
        steps.append(FlowStep(f"n{place}", len(norms) - 1 - place, 1.0, (gradient,), ()))
    return Graph(("n0",), tuple(nodes), ()), Flow(0, 1, tuple(reversed(steps)))


MIXED = a_pass([1e-9, 0.0, float("nan"), 0.5, 2.0])


@pytest.fixture
def view(qtbot: QtBot) -> HealthView:
    """Show a pass of five parameters: one vanishing, one zero, one NaN, two healthy."""
    view = HealthView(LIGHT)
    qtbot.addWidget(view)
    view.resize(480, 420)
    view.set_pass(*MIXED)
    view.show()
    qtbot.waitExposed(view)
    return view


def chart_of(view: HealthView) -> BarChart:
    """Give the chart."""
    return view.findChildren(BarChart)[0]


def row_at(chart: BarChart, row: int) -> QPoint:
    """Give a point on a row, away from the threshold lines."""
    return QPoint(20, int(chart.rows().top(row) + chart.rows().height / 2))


def said(view: HealthView) -> str:
    """Give the sentences of the view, as they are written."""
    return view.findChildren(News)[0].text()


def test_a_click_selects_the_node(qtbot: QtBot, view: HealthView) -> None:
    """A click anywhere on a row asks for its node, and the row is shown as selected."""
    chart = chart_of(view)
    with qtbot.waitSignal(view.node_requested) as asked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=row_at(chart, 3))
    assert asked.args == ["n3"]
    ground = chart.grab().toImage().pixelColor(QPoint(3, row_at(chart, 3).y()))
    assert ground.name() == QColor(LIGHT.selection).name()


def test_keys_walk_the_rows(qtbot: QtBot, view: HealthView) -> None:
    """↓ ↑ Home and End go from parameter to parameter and ask for each."""
    asked: list[str] = []
    view.node_requested.connect(asked.append)
    chart = chart_of(view)
    chart.setFocus()
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home)
    for key in keys:
        QTest.keyClick(chart, key)
    assert asked == ["n0", "n1", "n0", "n4", "n4", "n0"]


def test_hover_tells_the_numbers(view: HealthView) -> None:
    """The tooltip has norm, weights, ratio and what is wrong in words."""
    chart = chart_of(view)
    tip = chart.tip(row_at(chart, 0).toPointF())
    assert "model.0.weight" in tip
    assert "gradient norm 1e-09" in tip
    assert tip.endswith("vanishing")
    assert chart.tip(QPoint(20, chart.height() - 1).toPointF()) == ""


def test_the_worst_stands_first_in_words_and_leads_to_its_node(qtbot: QtBot, view: HealthView) -> None:
    """NaN is the first sentence; activating it asks for its node."""
    assert said(view).index("NaN first appears") < said(view).index("Gradients vanish")
    with qtbot.waitSignal(view.node_requested) as asked:
        view.findChildren(News)[0].linkActivated.emit("n2")
    assert asked.args == ["n2"]


def test_marks_are_signs_and_not_only_colours(view: HealthView) -> None:
    """A troubled row has a mark before its bar, a healthy one has none there."""
    chart = chart_of(view)
    image = chart.grab().toImage()
    left = int(chart.rows().left)
    inks = []
    for row in range(5):
        y = row_at(chart, row).y()
        area = [(x, y + dy) for x in range(left - 18, left - 2) for dy in range(-6, 7)]
        inks.append(sum(image.pixelColor(x, y).name() != QColor(LIGHT.base).name() for x, y in area))
    assert min(inks[:3]) > 20
    assert inks[3:] == [0, 0]


def test_thresholds_can_be_typed(qtbot: QtBot, view: HealthView) -> None:
    """A number in the field judges anew at once; what is no number is marked and changes nothing; ↺ goes back."""
    low, _ = view.findChildren(QLineEdit)
    with qtbot.waitSignal(view.health_changed) as told:
        low.setFocus()
        low.selectAll()
        QTest.keyClicks(low, "0.5")
    assert told.args is not None
    assert view.thresholds().vanishing_share == 0.5
    QTest.keyClicks(low, "x")
    assert view.thresholds().vanishing_share == 0.5
    assert low.palette().color(low.palette().ColorRole.Text).name() == QColor(LIGHT.error).name()
    back = next(button for button in view.findChildren(QToolButton) if button.toolTip().startswith("Back"))
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert view.thresholds() == Thresholds()
    assert low.text() == "0.0001"


def test_a_line_can_be_dragged(view: HealthView) -> None:
    """Dragging the exploding line below the largest bar marks it, if its ratio is beyond its threshold too."""
    view.set_thresholds(Thresholds(exploding_ratio=0.1))
    chart = chart_of(view)
    rows = chart.rows()
    start, end = (QPoint(int(rows.x(value)), int(HEAD) + 40) for value in (1e3, 1.0))
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart, end)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=end)
    assert view.thresholds().exploding_norm == pytest.approx(1.0, rel=0.1)
    assert "Gradients explode: 1 of 5 parameters" in said(view)
    assert view.findChildren(QLineEdit)[1].text() == f"{view.thresholds().exploding_norm:g}"


def test_measure_and_axis_can_be_chosen(view: HealthView) -> None:
    """The ratio to the weights has other numbers and other thresholds; a linear axis begins at zero."""
    chart = chart_of(view)
    assert chart.rows().scale.log
    QTest.mouseClick(view.findChildren(QCheckBox)[0], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not chart.rows().scale.log
    graph, flow = a_pass([0.5, 2.0], weight=4.0)
    view.set_pass(graph, flow)
    view.findChildren(QComboBox)[0].setCurrentIndex(1)
    assert chart.rows().values == (0.125, 0.5)
    assert [field.text() for field in view.findChildren(QLineEdit)] == ["1e-05", "10"]


def test_thousands_of_parameters_scroll_under_their_axis(qtbot: QtBot, view: HealthView) -> None:
    """A long pass is read in slices and every row can be reached; the axis stays in sight and takes no clicks."""
    with qtbot.waitSignal(view.health_changed):
        view.set_pass(*a_pass([1.0 + place for place in range(6_000)]))
    chart = chart_of(view)
    (scroll,) = view.findChildren(QScrollArea)
    assert chart.height() >= 18_000
    chart.setFocus()
    with qtbot.waitSignal(view.node_requested) as asked:
        QTest.keyClick(chart, Qt.Key.Key_End)
    assert asked.args == ["n5999"]
    assert scroll.verticalScrollBar().value() > 17_000
    asked_by_head: list[str] = []
    view.node_requested.connect(asked_by_head.append)
    QTest.mouseClick(scroll.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert asked_by_head == []


def test_without_a_pass_it_says_what_to_do(qtbot: QtBot, view: HealthView) -> None:
    """The empty state replaces everything, and the graph is told that nothing is marked."""
    with qtbot.waitSignal(view.health_changed) as told:
        view.set_pass(None, None)
    assert told.args == [None]
    assert not any(label.isVisible() for label in view.findChildren(QLabel))
    with qtbot.waitSignal(view.health_changed) as told:
        view.set_pass(*MIXED)
    assert told.args is not None
    assert isinstance(told.args[0], Health)
    assert told.args[0].verdicts == {"n0": "vanishing", "n1": "zero", "n2": "nan"}


def test_it_is_drawn_in_both_themes(view: HealthView) -> None:
    """The chart stands on the theme's ground."""
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        image = chart_of(view).grab().toImage()
        assert image.pixelColor(4, image.height() - 4).name() == QColor(theme.base).name()
