"""The findings panel lists what was found, opens the current row, and asks for the place, the node and the mend."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.records.finding import Finding, Fix
from desktop.records.text import Edit, Span
from desktop.views.findings_panel import FindingList, FindingsPanel
from desktop.views.theme import DARK, LIGHT, Theme

WHERE = Span(3, 4, 3, 20)
ERROR = Finding(
    "broadcast-mismatch", "error", "The sizes differ", "Line them up:\n  2  3\n  2  4\nso.", WHERE, None, ("n7",)
)
WARNING = Finding(
    "missing-zero-grad", "warning", "Gradients add up", "Clear them.", WHERE, Fix("Clear", (Edit(WHERE, "x"),))
)
HINT = Finding("legacy-variable", "hint", "No longer needed", "Leave it out.", None)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def panel(request: pytest.FixtureRequest, qtbot: QtBot) -> FindingsPanel:
    """Give a panel with a finding of each severity."""
    theme: Theme = request.param
    widget = FindingsPanel(theme)
    qtbot.addWidget(widget)
    widget.resize(480, 320)
    widget.show_findings((ERROR, WARNING, HINT))
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def rows(panel: FindingsPanel) -> FindingList:
    """Give the panel's list."""
    listed = panel.findChild(FindingList)
    assert isinstance(listed, FindingList)
    return listed


def button(panel: FindingsPanel, text: str) -> QPushButton:
    """Give the panel's button with a text."""
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def height(panel: FindingsPanel, row: int) -> int:
    """Give the height that a row stands in."""
    listed = rows(panel)
    return listed.visualItemRect(listed.item(row)).height()


def test_the_first_finding_is_open_and_the_others_are_rows(panel: FindingsPanel) -> None:
    """The first finding is the current one, and its explanation takes room that the others do not."""
    assert panel.current() == ERROR
    assert height(panel, 0) > 2 * height(panel, 1)


def test_a_click_opens_another_finding(panel: FindingsPanel, qtbot: QtBot) -> None:
    """The clicked row opens, the one before closes."""
    listed = rows(panel)
    place = listed.visualItemRect(listed.item(1)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: height(panel, 1) > height(panel, 0))
    assert panel.current() == WARNING


def test_return_and_show_lead_to_the_place(panel: FindingsPanel, qtbot: QtBot) -> None:
    """Return on the list and the button both ask for the finding's span."""
    with qtbot.waitSignal(panel.span_requested) as asked:
        qtbot.keyClick(rows(panel), Qt.Key.Key_Return)
    assert asked.args == [WHERE]
    with qtbot.waitSignal(panel.span_requested):
        qtbot.mouseClick(button(panel, "Show"), Qt.MouseButton.LeftButton)


def test_a_fix_is_asked_for_only_where_there_is_one(panel: FindingsPanel, qtbot: QtBot) -> None:
    """Without a fix the button is off; with one it asks with the finding."""
    assert not button(panel, "Fix").isEnabled()
    qtbot.keyClick(rows(panel), Qt.Key.Key_Down)
    assert "Clear" in button(panel, "Fix").toolTip()
    with qtbot.waitSignal(panel.fix_requested) as asked:
        qtbot.mouseClick(button(panel, "Fix"), Qt.MouseButton.LeftButton)
    assert asked.args == [WARNING]


def test_the_node_is_asked_for_where_there_is_one(panel: FindingsPanel, qtbot: QtBot) -> None:
    """A finding about nodes leads to its first; one about none offers no such way."""
    with qtbot.waitSignal(panel.node_requested) as asked:
        qtbot.mouseClick(button(panel, "In the graph"), Qt.MouseButton.LeftButton)
    assert asked.args == ["n7"]
    qtbot.keyClick(rows(panel), Qt.Key.Key_End)
    assert not button(panel, "In the graph").isVisible()
    assert not button(panel, "Show").isEnabled()


def test_severities_differ_in_form_as_well_as_in_colour(panel: FindingsPanel) -> None:
    """Each severity's sign fills other pixels, so that nobody needs its colour."""
    listed = rows(panel)
    shot = listed.viewport().grab().toImage()
    base = shot.pixelColor(listed.viewport().width() - 2, listed.viewport().height() - 2)
    covered = []
    for row in range(1, 3):
        top = listed.visualItemRect(listed.item(row)).topLeft() + QPoint(10, 10)
        covered.append({(x, y) for x in range(14) for y in range(14) if shot.pixelColor(top + QPoint(x, y)) != base})
    assert covered[0] != covered[1]


def test_nothing_found_says_so(panel: FindingsPanel) -> None:
    """Without findings there is no current one and no button."""
    panel.show_findings(())
    assert panel.current() is None
    assert not button(panel, "Fix").isVisible()


def test_a_person_who_opens_a_finding_chooses_it(panel: FindingsPanel, qtbot: QtBot) -> None:
    """By mouse or keys; findings that are new choose nothing."""
    chosen: list[Finding] = []
    panel.finding_chosen.connect(chosen.append)
    panel.show_findings((ERROR, WARNING, HINT))
    assert chosen == []
    qtbot.keyClick(rows(panel), Qt.Key.Key_Down)
    assert chosen[-1] == WARNING
    listed = rows(panel)
    qtbot.mouseClick(
        listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(listed.item(0)).topLeft() + QPoint(9, 9)
    )
    assert chosen[-1] == ERROR


def test_the_row_under_the_mouse_is_told(panel: FindingsPanel, qtbot: QtBot) -> None:
    """And that none is, once the mouse has gone."""
    hovered: list[Finding | None] = []
    panel.finding_hovered.connect(hovered.append)
    listed = rows(panel)
    for row in (1, 2):  # the mouse may stand there already, and then it does not come
        qtbot.mouseMove(listed.viewport(), listed.visualItemRect(listed.item(row)).center())
    qtbot.waitUntil(lambda: hovered[-1:] == [HINT])
    QApplication.sendEvent(listed, QEvent(QEvent.Type.Leave))
    assert hovered[-1] is None


def test_a_finding_can_be_opened_from_elsewhere(panel: FindingsPanel) -> None:
    """What is shown opens; what is not changes nothing."""
    panel.show_finding(HINT)
    assert panel.current() == HINT
    panel.show_finding(Finding("other", "hint", "", "", None))
    assert panel.current() == HINT


def test_of_an_endless_explanation_so_much_is_shown_as_can_be_read(panel: FindingsPanel) -> None:
    """A row of a million words has no more height than one of some thousand letters."""
    long = replace(HINT, explanation="word " * 4_000)
    panel.show_findings((long,))
    known = height(panel, 0)
    panel.show_findings((replace(HINT, explanation="word " * 1_000_000),))
    assert height(panel, 0) == known
