"""Checking a gradient from the inspector: the button, what is told while it goes on, and what comes of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from desktop.records.checking import CheckedElement
from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Graph, Node
from desktop.records.messages import GradientChecked, GradientChecking, GradientUnchecked
from desktop.records.run import Run
from desktop.records.tensor import Tensor
from desktop.views.inspector.check_button import CheckButton
from desktop.views.inspector.check_section import check_section
from desktop.views.inspector.inspector import Inspector
from desktop.views.theme import LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NODES = (
    Node("n0", "SumBackward0", "operation", "loss", Tensor((), "float32", "cpu", count=1, values=(3.0,))),
    Node("n1", "Tensor", "input", "x", Tensor((2,), "float32", "cpu", count=2, values=(1.0, 2.0))),
)
FLOW = Flow(0, 3, (FlowStep("n0", 0, 0.0, (None,), ()),))
RUN = Run(1, "finished", "cpu", 0, 1.0, "", graphs=(Graph(("n0",), NODES, ()),), flows=(FLOW,))
GOOD = CheckedElement((0, 1), 2.0, 2.0, 1e-9, "agrees")
BAD = CheckedElement((1, 0), 2.0, 3.0, 1.0, "disagrees")
KINK = CheckedElement((1, 1), 1.0, 0.5, 0.5, "cannot say")


def checked(*elements: CheckedElement, worst: int = 0, note: str = "") -> GradientChecked:
    """Give what a check of these elements found."""
    agree = all(element.verdict == "agrees" for element in elements)
    return GradientChecked(1, (2, 2), elements, worst, agree, note)


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    """Give an inspector that shows the loss."""
    inspector = Inspector(LIGHT)
    qtbot.addWidget(inspector)
    inspector.resize(300, 600)
    inspector.show()
    inspector.show_node(RUN, "n0", FLOW)
    return inspector


def button(inspector: Inspector) -> CheckButton:
    """Find the button."""
    found = inspector.findChild(CheckButton)
    assert found is not None
    return found


def told(inspector: Inspector) -> str:
    """Give what the page says."""
    page = inspector.findChild(QTextBrowser)
    assert page is not None
    return " ".join(page.toPlainText().split())


def test_the_button_asks_for_a_check(qtbot: QtBot, inspector: Inspector) -> None:
    """It names the node and the pass."""
    with qtbot.waitSignal(inspector.check_requested) as requested:
        qtbot.mouseClick(button(inspector), Qt.MouseButton.LeftButton)
    assert requested.args == ["n0", 3]


def test_there_is_nothing_to_check_without_a_gradient(inspector: Inspector) -> None:
    """An input has none, and before a pass nothing has."""
    inspector.show_node(RUN, "n1", FLOW)
    assert not button(inspector).isVisible()
    inspector.show_node(RUN, "n0", None)
    assert not button(inspector).isVisible()


def test_a_check_that_goes_on_can_be_stopped(qtbot: QtBot, inspector: Inspector) -> None:
    """The page tells how far it is, the button stops it, and then offers another."""
    inspector.show_check("n0", 3, GradientChecking(1, 12, 40))
    assert "Checking… 12 of 40 elements" in told(inspector)
    with qtbot.waitSignal(inspector.check_stopped):
        qtbot.mouseClick(button(inspector), Qt.MouseButton.LeftButton)
    inspector.show_check("n0", 3, GradientUnchecked(1, "You stopped it."))
    assert "You stopped it." in told(inspector)
    assert button(inspector).text() == "Check this gradient"


def test_another_node_stops_the_check(qtbot: QtBot, inspector: Inspector) -> None:
    """What nobody waits for need not go on."""
    inspector.show_check("n0", 3, GradientChecking(1, 1, 40))
    with qtbot.waitSignal(inspector.check_stopped):
        inspector.show_node(RUN, "n1", FLOW)
    inspector.show_check("n0", 3, GradientUnchecked(1, "You stopped it."))
    assert "Check" not in told(inspector)
    assert "stopped" not in told(inspector)


def test_agreement_is_told_with_the_worst_element(inspector: Inspector) -> None:
    """Also where nothing is wrong."""
    inspector.show_check("n0", 3, checked(GOOD, GOOD))
    text = told(inspector)
    assert "result all 2 elements agree worst at [0, 1] autograd 2 differences 2 apart by 1e\N{MINUS SIGN}09" in text


def test_disagreement_is_counted_and_marked() -> None:
    """Elements that disagree and those at a kink are told apart, and their rows are marked."""
    section = check_section(checked(GOOD, BAD, KINK, worst=1, note="A kink at 0."))
    facts = {fact.name: fact for fact in section.facts}
    assert facts["result"].text == "1 of 3 disagree, 1 of 3 cannot be told"
    assert facts["result"].broken
    assert facts["worst at"].text == "[1, 0]"
    assert section.table is not None
    assert section.table.rows == (("[0, 1]", "2", "2"), ("[1, 0]", "2", "3"), ("[1, 1]", "1", "0.5"))
    assert section.table.marked == {1, 2}
    assert section.note == "A kink at 0."


def test_of_many_elements_those_that_disagree_are_listed() -> None:
    """The others as far as there is room."""
    section = check_section(checked(*[GOOD] * 50, BAD, worst=50))
    assert section.table is not None
    assert len(section.table.rows) == 32
    assert section.table.rows[-1][0] == "[1, 0]"
    assert section.table.marked == {31}
    assert section.note.startswith("19 more elements")


def test_a_scalar_needs_no_table() -> None:
    """Its one element is the worst."""
    section = check_section(GradientChecked(1, (), (CheckedElement((), 2.0, 2.0, 0.0, "agrees"),), 0, all_agree=True))
    assert section.table is None
    assert section.facts[0].text == "it agrees"
