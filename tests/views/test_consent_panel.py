"""The question about consent, by keys and clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.finding import Finding
from desktop.records.text import Span
from desktop.views.consent_panel import ConsentPanel
from desktop.views.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton
WANTS = (
    Finding(
        "permission", "warning", "opens files (open)", "Reading a file can give away what is in it.", Span(2, 0, 2, 4)
    ),
    Finding("permission", "warning", "is nested too deeply to be checked", "It may want anything.", None),
)


@pytest.fixture
def panel(qtbot: QtBot) -> ConsentPanel:
    """Show a panel that asks for two things."""
    widget = ConsentPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(500, 220)
    widget.ask(WANTS)
    qtbot.waitActive(widget)
    return widget


def focused() -> QWidget:
    """Give the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_what_is_wanted(panel: ConsentPanel) -> None:
    """Each want has a row with its line, where it has one, and says on request why it asks."""
    rows = [panel._wants.item(row) for row in range(panel._wants.count())]
    assert [row.text() for row in rows] == ["Line 2:  it opens files (open)", "it is nested too deeply to be checked"]
    assert rows[0].toolTip() == WANTS[0].explanation
    assert "your own rights" in panel._meaning.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_a_hasty_key_declines(qtbot: QtBot, panel: ConsentPanel, key: Qt.Key) -> None:
    """Where the keyboard waits no key trusts the program."""
    consents: list[bool] = []
    panel.consented.connect(lambda: consents.append(True))
    with qtbot.waitSignal(panel.declined):
        QTest.keyClick(focused(), key)
    assert not consents
    assert not panel.isVisible()


def test_consent_by_the_mouse(qtbot: QtBot, panel: ConsentPanel) -> None:
    """The other button consents, and the question is over."""
    with qtbot.waitSignal(panel.consented):
        qtbot.mouseClick(panel._consent, LEFT)
    assert not panel.isVisible()


def test_consent_by_keys(qtbot: QtBot, panel: ConsentPanel) -> None:
    """Enter consents once the keyboard was led to that button."""
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    with qtbot.waitSignal(panel.consented):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def test_want_leads_to_its_span(qtbot: QtBot, panel: ConsentPanel) -> None:
    """A click on a want asks for its place; one without a place leads nowhere."""
    wants = panel._wants
    with qtbot.waitSignal(panel.span_requested) as asked:
        qtbot.mouseClick(wants.viewport(), LEFT, pos=wants.visualItemRect(wants.item(0)).center())
    assert asked.args == [Span(2, 0, 2, 4)]
    with qtbot.assertNotEmitted(panel.span_requested):
        qtbot.mouseClick(wants.viewport(), LEFT, pos=wants.visualItemRect(wants.item(1)).center())


def test_many_wants_scroll(panel: ConsentPanel) -> None:
    """Twenty wants take no more room than four."""
    panel.ask(WANTS * 2)
    height = panel._wants.height()
    panel.ask(WANTS * 10)
    assert panel._wants.height() == height
    assert panel._wants.count() == 20


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_bar_of_warning(panel: ConsentPanel, theme: object) -> None:
    """The panel's edge is in the warning's colour in either theme."""
    chosen = LIGHT if theme is LIGHT else DARK
    panel.set_theme(chosen)
    image = panel.grab().toImage()
    assert QColor(image.pixel(QPoint(7, panel.height() // 2))) == QColor(chosen.warning)
