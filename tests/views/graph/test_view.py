"""The graph in a person's hands, driven by real events and looked at pixel by pixel."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QImage, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.records.placement import Placement
from desktop.records.tensor import Tensor
from desktop.views.graph import GraphView
from desktop.views.graph.gradient_scale import level_colour, scale_of
from desktop.views.theme import DARK, LIGHT

Probe = Callable[[QWidget, QPoint], QColor]
_NEAR = 60


def at(view: GraphView, node: str) -> QPoint:
    """Give the widget's point at the middle of a node's first box."""
    point = view.position_of(node)
    assert point is not None
    return point.toPoint()


def near(one: QColor, other: QColor | str) -> bool:
    """Say whether two colours look alike."""
    other = QColor(other)
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return sum(abs(a - b) for a, b in pairs) < _NEAR


def largest_difference(one: QImage, other: QImage) -> int:
    """Give the largest difference of any channel of any pixel of two pictures."""
    values = [np.frombuffer(image.constBits(), dtype=np.uint8).astype(int) for image in (one, other)]
    return int(np.abs(values[0] - values[1]).max())


def wheel(view: GraphView, at_point: QPoint, notches: int) -> None:
    """Turn the wheel over a point of the view."""
    event = QWheelEvent(
        QPointF(at_point),
        QPointF(view.mapToGlobal(at_point)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_each_kind_of_node_is_filled_with_its_own_colour(view: GraphView, probe: Probe) -> None:
    """Operation, leaf and input differ inside their boxes."""
    inside = QPoint(-50, 0)
    assert near(probe(view, at(view, "n0") + inside), LIGHT.operation)
    assert near(probe(view, at(view, "n2") + inside), LIGHT.leaf)
    assert near(probe(view, at(view, "n4") + inside), LIGHT.input)


def test_the_dark_theme_draws_dark_paper_and_dark_boxes(view: GraphView, probe: Probe) -> None:
    """Switching the theme draws everything anew."""
    view.set_theme(DARK)
    assert near(probe(view, QPoint(5, 5)), DARK.base)
    assert near(probe(view, at(view, "n0") + QPoint(-50, 0)), DARK.operation)


def test_an_edge_is_drawn_along_its_points(view: GraphView, probe: Probe) -> None:
    """Half way between n0 and n1 there is the colour of edges."""
    middle = QPoint(40 + 250, 40 + 180)
    colours = [probe(view, middle + QPoint(dx, 0)) for dx in range(-2, 3)]
    assert any(near(colour, LIGHT.edge) for colour in colours)


def test_the_root_stands_on_a_bar(view: GraphView, probe: Probe) -> None:
    """Below the root, and below no other node, runs a bar in the accent colour."""
    assert near(probe(view, at(view, "n0") + QPoint(0, 30)), LIGHT.accent)
    assert near(probe(view, at(view, "n1") + QPoint(0, 30)), LIGHT.base)


def test_without_a_graph_the_picture_says_what_to_do(qtbot: QtBot) -> None:
    """The empty view is not blank, and changes while the graph is being laid out."""
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(400, 300)
    empty = view.grab().toImage()
    view.show_graph(Graph((), (), ()), None)
    assert view.grab().toImage() != empty
    assert {QColor(empty.pixel(x, 150)).name() for x in range(400)} != {LIGHT.base}


def test_hovering_a_node_tells_it_and_lights_its_edges(qtbot: QtBot, view: GraphView, probe: Probe) -> None:
    """The mouse over n1 emits its id and turns its edge to n0 into the accent colour; leaving emits None."""
    with qtbot.waitSignal(view.node_hovered) as hovered:
        QTest.mouseMove(view, at(view, "n1"))
    assert hovered.args == ["n1"]
    middle = QPoint(40 + 250, 40 + 180)
    assert any(near(probe(view, middle + QPoint(dx, 0)), LIGHT.accent) for dx in range(-2, 3))
    with qtbot.waitSignal(view.node_hovered) as left:
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert left.args == [None]


def test_hovering_a_shared_leaf_lights_all_its_boxes(view: GraphView, probe: Probe) -> None:
    """The second box of v, far away, gets the same outline as the one under the mouse."""
    other = QPoint(40 + 600 - 60, 40 + 30)
    before = probe(view, other)
    view.hover_node("n2")
    assert near(probe(view, other), LIGHT.accent)
    assert not near(before, LIGHT.accent)


def test_a_click_selects_and_escape_clears(qtbot: QtBot, view: GraphView) -> None:
    """Clicking emits the node once; Esc emits None."""
    with qtbot.waitSignal(view.node_selected) as selected:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    assert selected.args == ["n3"]
    with qtbot.waitSignal(view.node_selected) as cleared:
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert cleared.args == [None]


def test_a_click_on_the_paper_clears_the_selection(qtbot: QtBot, view: GraphView) -> None:
    """What is clicked is selected, and on the paper that is nothing."""
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n3"))
    with qtbot.waitSignal(view.node_selected) as cleared:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 330))
    assert cleared.args == [None]


def test_a_double_click_activates(qtbot: QtBot, view: GraphView) -> None:
    """Double click, or Return on the selected node, asks to open it."""
    with qtbot.waitSignal(view.node_activated) as clicked:
        QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=at(view, "n0"))
    assert clicked.args == ["n0"]
    view.select_node("n3")
    with qtbot.waitSignal(view.node_activated) as pressed:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert pressed.args == ["n3"]


def test_selecting_from_outside_tells_nobody(qtbot: QtBot, view: GraphView) -> None:
    """`select_node` shows what another view chose; a signal back would go round in circles."""
    with qtbot.assertNotEmitted(view.node_selected):
        view.select_node("n1")
        view.select_node("unknown")


def test_the_wheel_zooms_at_the_cursor(view: GraphView) -> None:
    """The node under the cursor stays there while everything grows."""
    before, far = at(view, "n3"), at(view, "n0")
    wheel(view, before, 3)
    assert (at(view, "n3") - before).manhattanLength() <= 1
    assert at(view, "n0").x() - before.x() == pytest.approx((far.x() - before.x()) * 1.2**3, abs=2)


def test_plus_and_minus_zoom_and_f_fits_again(view: GraphView) -> None:
    """Keys zoom in the middle; F restores the first picture exactly."""
    first = view.grab().toImage()
    fitted = view.camera_scale()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera_scale() > fitted
    QTest.keyClick(view, Qt.Key.Key_Minus)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera_scale() < fitted
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.grab().toImage() == first


def test_dragging_pans_and_selects_nothing(qtbot: QtBot, view: GraphView) -> None:
    """What was dragged moves with the mouse; the click that ends a drag is none."""
    start, before = at(view, "n1"), at(view, "n0")
    with qtbot.assertNotEmitted(view.node_selected):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(view, start + QPoint(10, 5))
        QTest.mouseMove(view, start + QPoint(30, 20))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 20))
    assert at(view, "n0") - before == QPoint(30, 20)


def test_a_panned_picture_equals_one_painted_there(view: GraphView, flow: Flow) -> None:
    """Panning shifts the kept pictures and paints only strips: no eye may tell (8 of 255 steps, from rounding)."""
    view.show_flow(flow)
    view.set_step(2.5)
    view.grab()
    for by in ((37, -21), (-80, 5), (3, 60)):
        view.pan(QPointF(*by))
        shifted = view.grab().toImage()
        view.set_theme(LIGHT)
        assert largest_difference(view.grab().toImage(), shifted) <= 8


def test_shift_and_arrows_pan_and_bare_arrows_are_left_to_the_player(view: GraphView) -> None:
    """← and → alone step the flow: the graph lets them pass."""
    before = at(view, "n0")
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert at(view, "n0") == before
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert at(view, "n0") - before == QPoint(-60, 0)


def test_the_picture_never_leaves_the_window(view: GraphView) -> None:
    """However far one drags, the middle of the window stays over the picture."""
    view.pan(QPointF(1e6, -1e6))
    assert view.node_at(QPointF(0, 0)) is None
    assert abs(at(view, "n0").x()) < 2 * view.width()
    assert abs(at(view, "n0").y()) < 2 * view.height()


def test_resizing_keeps_a_fitted_graph_fitted(view: GraphView) -> None:
    """All nodes stay in sight when the window shrinks."""
    view.resize(400, 200)
    view.grab()
    for node in ("n0", "n1", "n2", "n3", "n4"):
        assert view.rect().contains(at(view, node))


@pytest.mark.qt_log_ignore("does not support raise")
def test_resting_on_a_node_tells_of_it(view: GraphView) -> None:
    """The tooltip has name, label, shape, dtype, device, module and line."""
    point = at(view, "n0")
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
    for fact in ("z · add", "AddBackward0", "2×2", "float32", "cpu", "model", "4"):
        assert fact in QToolTip.text()
    QToolTip.hideText()


def test_l_shows_and_hides_the_legend(view: GraphView) -> None:
    """The key in the lower left corner comes and goes."""
    without = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_L)
    assert view.grab().toImage() != without
    QTest.keyClick(view, Qt.Key.Key_L)
    assert view.grab().toImage() == without


def test_the_picture_can_be_copied(view: GraphView) -> None:
    """Ctrl+C puts what is seen onto the clipboard."""
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().size() == view.size()


def test_light_moves_along_the_edge_and_stays(view: GraphView, flow: Flow, probe: Probe) -> None:
    """During step 0 the pulse is half way from z to x + y at 0.5; when the step is done the edge keeps its colour."""
    middle = QPoint(40 + 250, 40 + 180)
    view.show_flow(flow)
    rim = middle + QPoint(7, 4)
    assert near(probe(view, rim), LIGHT.base)
    view.set_step(0.5)
    assert near(probe(view, middle), "#ffffff")
    assert not near(probe(view, rim), LIGHT.base)
    view.set_step(1.0)
    colour = level_colour(scale_of(flow).level(flow.steps[0].outgoing[:1]), LIGHT)
    assert near(probe(view, middle), colour)


def test_nothing_flows_to_an_input(view: GraphView, flow: Flow) -> None:
    """Edges to inputs carry nothing: along that edge the picture is the same before and after the whole flow."""
    view.show_flow(flow)
    before = view.grab().toImage()
    view.set_step(4.0)
    after = view.grab().toImage()
    line = [QPoint(40 + 250 + dx, 40 + 80) for dx in range(-4, 5)]
    assert [before.pixel(point) for point in line] == [after.pixel(point) for point in line]


def test_stepping_back_equals_never_having_gone_on(view: GraphView, flow: Flow) -> None:
    """The light is a function of the position alone."""
    view.show_flow(flow)
    view.set_step(1.3)
    first = view.grab().toImage()
    view.set_step(4.0)
    view.grab()
    view.set_step(1.3)
    assert view.grab().toImage() == first
    view.show_flow(None)
    plain = view.grab().toImage()
    assert plain != first


def test_a_gradient_of_nan_is_marked_in_the_error_colour(view: GraphView, flow: Flow, probe: Probe) -> None:
    """The edge that carried NaN and the box it reached stand out."""
    broken = QColor(LIGHT.error)
    view.show_flow(_with_nan(flow))
    view.set_step(4.0)
    assert near(probe(view, QPoint(40 + 150, 40 + 80)), broken)
    assert near(probe(view, at(view, "n3") - QPoint(60, 0)), broken)


def test_a_flow_of_grad_lights_the_leaf_that_has_no_step(view: GraphView, flow: Flow, probe: Probe) -> None:
    """`autograd.grad` runs no AccumulateGrad: the leaf is lit by what it was sent."""
    border = at(view, "n3") - QPoint(60, 0)
    view.show_flow(Flow(0, 1, tuple(step for step in flow.steps if step.node not in {"n2", "n3"})))
    plain = probe(view, border)
    view.set_step(2.0)
    assert probe(view, border) != plain


def test_from_afar_the_picture_is_batched_and_still_shows_every_kind(view: GraphView, probe: Probe) -> None:
    """Zoomed far out the boxes are flat rectangles between fill and border, without text."""
    for _ in range(7):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.camera_scale() < 0.3
    leaf, input_ = probe(view, at(view, "n2")), probe(view, at(view, "n4"))
    assert not near(leaf, LIGHT.base)
    assert not near(leaf, input_)


def test_a_repainted_graph_forgets_hover_and_selection(
    qtbot: QtBot, view: GraphView, graph: Graph, placement: Placement
) -> None:
    """A new graph starts clean, and the light with it."""
    first = view.grab().toImage()
    view.select_node("n0")
    view.hover_node("n1")
    assert view.grab().toImage() != first
    view.show_graph(graph, placement)
    assert view.grab().toImage() == first


def test_the_menu_offers_what_the_keys_do(view: GraphView) -> None:
    """Each command stands in the menu with its key."""
    keys = {action.text().partition("\t")[2] for action in view.menu().actions() if not action.isSeparator()}
    assert keys == {"F", "Z", "+", "−", "Alt+Left", "Alt+Right", "M", "L", "Ctrl+C"}


def test_the_view_is_independent_of_the_palette(view: GraphView) -> None:
    """Its colours are the theme's, whatever palette the desktop has."""
    first = view.grab().toImage()
    view.setPalette(QPalette(QColor("red")))
    assert view.grab().toImage() == first


def _with_nan(flow: Flow) -> Flow:
    """Let the last edge carry NaN."""
    steps = list(flow.steps)
    nan = Tensor((2, 2), "float32", "cpu", count=4, norm="NaN", nans=4)
    steps[2] = replace(steps[2], outgoing=(nan,))
    steps[3] = replace(steps[3], incoming=(nan,))
    return Flow(0, 1, tuple(steps))
