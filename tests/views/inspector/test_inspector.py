"""The inspector tells everything the record holds about one node."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Setting
from desktop.records.messages import HeldTensor
from desktop.records.run import Run
from desktop.records.tensor import NamedTensor, Tensor
from desktop.records.text import Span
from desktop.views.inspector.fact_page import Look
from desktop.views.inspector.inspector import Inspector
from desktop.views.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SPAN = Span(3, 7, 3, 12)


def scalar(value: float) -> Tensor:
    """Give the record of a scalar."""
    return Tensor(
        (), "float32", "cpu", count=1, minimum=value, maximum=value, mean=value, norm=abs(value), values=(value,)
    )


@pytest.fixture
def run() -> Run:
    """Loss = w * x with w a parameter: 3 · 2 = 6; dloss/dw = 2."""
    nodes = (
        Node(
            "n0", "MulBackward0", "operation", "loss", scalar(6.0), "model", SPAN, (NamedTensor("self", scalar(3.0)),)
        ),
        Node("n1", "AccumulateGrad", "leaf", "w", scalar(3.0)),
        Node("n2", "Tensor", "input", "x", scalar(2.0)),
    )
    edges = (Edge("n0", "n1", 0, 0), Edge("n0", "n2", None, None))
    steps = (
        FlowStep("n0", 0, 1234.5, (scalar(1.0),), (scalar(2.0), None)),
        FlowStep("n1", 1, 7.25, (scalar(2.0),), ()),
    )
    graph = Graph(("n0",), nodes, edges)
    return Run(1, "finished", "cpu", 0, 1.0, "", graphs=(graph,), flows=(Flow(0, 1, steps),))


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    """Give an inspector that shows nothing yet."""
    inspector = Inspector(LIGHT)
    qtbot.addWidget(inspector)
    inspector.resize(360, 700)
    inspector.show()
    return inspector


def read(inspector: Inspector) -> str:
    """Give what a person reads, every stretch of blanks as one."""
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    return re.sub(r"\s+", " ", re.sub("[\u200b\u2060]", "", browser.toPlainText()))


def follow(inspector: Inspector, link: str) -> None:
    """Click a link."""
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    assert f'href="{link}"' in browser.toHtml()
    browser.anchorClicked.emit(QUrl(link))


def test_without_a_run_it_says_what_to_do(inspector: Inspector) -> None:
    """An empty inspector is not blank."""
    assert "Run a program" in read(inspector)


def test_without_a_node_it_sums_the_graph_up(inspector: Inspector, run: Run) -> None:
    """Nodes by kind, numbers to learn, passes."""
    inspector.show_node(run, None, None)
    text = read(inspector)
    assert "Click a node" in text
    for fact in ("operations 1", "leaves 1", "inputs 1", "numbers to learn 1", "backward passes 1"):
        assert fact in text


def test_a_run_without_a_graph_says_why(inspector: Inspector, run: Run) -> None:
    """Nothing has a grad_fn: the cure is named."""
    inspector.show_node(Run(1, "finished", "cpu", 0, 1.0, ""), None, None)
    assert "requires_grad=True" in read(inspector)
    inspector.show_node(Run(1, "failed", "cpu", 0, 1.0, ""), None, None)
    assert "ended before it had built a graph" in read(inspector)


def test_an_operation_is_told_whole(inspector: Inspector, run: Run) -> None:
    """Name, kind, module, line, value, gradients in and out by name, saved tensors, time."""
    inspector.show_node(run, "n0", run.flows[0])
    text = read(inspector)
    for fact in (
        "mul (loss)",
        "MulBackward0",
        "module model",
        "line 3",
        "took 1.23 ms",
        "Value number 6 shape scalar dtype float32 on cpu",
        "Gradient in",
        "Gradient out → w number 2 shape scalar dtype float32 on cpu",
        "Saved for backward: self",
    ):
        assert fact in text


def test_a_leaf_tells_what_reached_it(inspector: Inspector, run: Run) -> None:
    """Its gradient is named by the program's own names."""
    inspector.show_node(run, "n1", run.flows[0])
    text = read(inspector)
    assert "Gradient in · ∂loss/∂w" in text
    assert "took 7.25 µs" in text


def test_a_leaf_without_a_step_tells_what_it_was_sent(inspector: Inspector, run: Run) -> None:
    """`autograd.grad` runs no AccumulateGrad, and yet the gradient is known."""
    inspector.show_node(run, "n1", Flow(0, 1, run.flows[0].steps[:1]))
    assert "Gradient that reached it number 2 shape scalar dtype float32 on cpu" in read(inspector)


def test_before_backward_it_says_that_no_gradient_is_there(inspector: Inspector, run: Run) -> None:
    """And how to get one."""
    inspector.show_node(run, "n0", None)
    assert "Call backward()" in read(inspector)


def test_an_input_has_no_gradient_and_no_complaint(inspector: Inspector, run: Run) -> None:
    """It is told as what it is."""
    inspector.show_node(run, "n2", run.flows[0])
    text = read(inspector)
    assert "needs no gradient" in text
    assert "Gradient" not in text


def test_the_line_is_a_link_to_the_text(qtbot: QtBot, inspector: Inspector, run: Run) -> None:
    """Following it asks for the span."""
    inspector.show_node(run, "n0", None)
    with qtbot.waitSignal(inspector.span_requested) as requested:
        follow(inspector, "span:")
    assert requested.args == [SPAN]


def test_a_target_is_a_link_to_its_node(qtbot: QtBot, inspector: Inspector, run: Run) -> None:
    """Following the gradient out goes to the node that takes it."""
    inspector.show_node(run, "n0", run.flows[0])
    with qtbot.waitSignal(inspector.node_requested) as requested:
        follow(inspector, "node:n1")
    assert requested.args == ["n1"]


def test_everything_can_be_copied_as_text(inspector: Inspector, run: Run) -> None:
    """The copy holds what is shown, aligned."""
    inspector.show_node(run, "n1", run.flows[0])
    copy = inspector.findChild(QToolButton)
    assert copy is not None
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("w\nleaf: its gradient is kept\n")
    assert "Gradient in · ∂loss/∂w\n  number  2\n" in text


def test_nan_and_infinity_stand_out(inspector: Inspector, run: Run) -> None:
    """Broken numbers are written in the error colour."""
    broken = Tensor((2,), "float32", "cpu", count=2, norm="NaN", nans=1, values=("NaN", 1.0))
    step = FlowStep("n0", 0, 1.0, (broken,), ())
    inspector.show_node(run, "n0", Flow(0, 1, (step,)))
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    assert browser.toHtml().count(f"color:{LIGHT.error}") >= 3


def test_equal_values_are_told_once(inspector: Inspector, run: Run) -> None:
    """A gradient of twenty equal numbers is one number; of four, a table that shows its shape."""
    for count, times in ((20, 1), (4, 5)):
        ones = Tensor(
            (count,), "float32", "cpu", count=count, minimum=7.5, maximum=7.5, norm=1.0, values=(7.5,) * count
        )
        inspector.show_node(run, "n0", Flow(0, 1, (FlowStep("n0", 0, 1.0, (ones,), ()),)))
        assert read(inspector).count("7.5") == times


def test_names_from_the_program_are_text_not_markup(inspector: Inspector, run: Run) -> None:
    """A label with angle brackets is shown as it is."""
    graph = Graph(("n0",), (Node("n0", "MulBackward0", "operation", "<b>x</b> & y", scalar(1.0)),), ())
    inspector.show_node(Run(1, "finished", "cpu", 0, 1.0, "", graphs=(graph,)), "n0", None)
    assert "<b>x</b> & y" in read(inspector)


def test_the_theme_changes_the_page(inspector: Inspector, run: Run) -> None:
    """What is shown stays shown, in the other colours."""
    inspector.show_node(run, "n0", run.flows[0])
    before = read(inspector)
    inspector.set_theme(DARK)
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    assert read(inspector) == before
    assert DARK.muted in browser.toHtml()


def test_a_copied_name_is_just_that_name(inspector: Inspector) -> None:
    """The marks for where a long name may break do not get into the clipboard."""
    path = "transformer.encoder.layers.0.attention_norm"
    node = Node("n0", "NativeLayerNormBackward0", "operation", "", scalar(1.0), path)
    run = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph(("n0",), (node,), ()),))
    inspector.show_node(run, "n0", None)
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    QTest.keyClick(browser, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(browser, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert path in text
    assert "NativeLayerNormBackward0" in text


def test_a_wider_inspector_shows_more_numbers(inspector: Inspector) -> None:
    """A row of numbers is as long as there is room for, and the page stays where it was read."""
    values = tuple(float(value) for value in range(64))
    tensor = Tensor((8, 8), "float32", "cpu", count=64, minimum=0.0, maximum=63.0, norm=1.0, values=values)
    run = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph((), (Node("n0", "Tensor", "input", "x", tensor),), ()),))
    inspector.resize(250, 400)
    inspector.show_node(run, "n0", None)
    narrow = read(inspector)
    inspector.resize(600, 400)
    assert len(read(inspector)) > len(narrow)
    assert " 0 1 2 3 4 5 6 7 8 9" in read(inspector)


def test_settings_are_told(inspector: Inspector) -> None:
    """What an operation was given beside tensors, unless it says nothing."""
    settings = (Setting("dim", -1), Setting("alpha", 1), Setting("keepdim", value=False))
    node = Node("n0", "SumBackward1", "operation", "s", scalar(1.0), settings=settings)
    run = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph(("n0",), (node,), ()),))
    inspector.show_node(run, "n0", None)
    assert "with dim −1, keepdim False" in read(inspector)


def test_several_numbers_lead_to_all_of_them(qtbot: QtBot, inspector: Inspector) -> None:
    """A tensor has a link to its values, a scalar has said all."""
    tensor = Tensor((2,), "float32", "cpu", count=2, minimum=1.0, maximum=2.0, norm=2.2, values=(1.0, 2.0))
    node = Node("n0", "Tensor", "input", "x", tensor)
    run = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph((), (node,), ()),))
    inspector.show_node(run, "n0", None)
    assert "all values" in read(inspector)
    with qtbot.waitSignal(inspector.look_requested) as requested:
        follow(inspector, "look:1")
    assert requested.args == [Look("x", HeldTensor("value", "n0"))]


def test_negative_numbers_have_one_sign(inspector: Inspector) -> None:
    """Values, exponents and arguments have the minus sign of formulas; copied, they have Python's hyphen."""
    value = Tensor(
        (2,), "float32", "cpu", count=2, minimum=-0.1473, maximum=-2e-7, mean=-0.07, norm=0.15, values=(-0.1473, -2e-7)
    )
    node = Node("n0", "MulBackward0", "operation", "loss", value)
    run = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph(("n0",), (node,), ()),))
    inspector.show_node(run, "n0", None)
    assert "\N{MINUS SIGN}0.1473" in read(inspector)
    assert "\N{MINUS SIGN}2e\N{MINUS SIGN}07" in read(inspector)
    assert not re.search(r"-\d", read(inspector))
    browser = inspector.findChild(QTextBrowser)
    assert browser is not None
    browser.setFocus()
    QTest.keyClick(browser, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(browser, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "-0.1473" in QGuiApplication.clipboard().text()
