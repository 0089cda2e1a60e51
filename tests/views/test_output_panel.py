"""The output panel and its failure card, by signals and clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.run import Failure
from desktop.records.text import Span
from desktop.views.output_panel import LINES_KEPT, OutputPanel
from desktop.views.theme import DARK, LIGHT

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton
FAILURE = Failure("RuntimeError", "shapes cannot be multiplied", Span(3, 4, 3, 9), "Traceback …\nRuntimeError: shapes")


@pytest.fixture
def panel(qtbot: QtBot) -> OutputPanel:
    """Show an output panel of its usual size."""
    widget = OutputPanel(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(520, 220)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def _shows(panel: OutputPanel, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: panel._text.toPlainText() == text)


def test_pieces_join_in_order(panel: OutputPanel, qtbot: QtBot) -> None:
    """What comes in many small pieces reads as one text, and the lines are counted."""
    for number in range(100):
        panel.append(f"{number}")
        panel.append("\n")
    _shows(panel, qtbot, "".join(f"{number}\n" for number in range(100)))
    assert panel._count.text() == "100 lines"


def test_only_the_last_lines_are_kept(panel: OutputPanel, qtbot: QtBot) -> None:
    """An endless printing loop fills no memory, and its end is what stays."""
    for start in range(0, 40_000, 1_000):
        panel.append("".join(f"{number}\n" for number in range(start, start + 1_000)))
    qtbot.waitUntil(lambda: panel._text.toPlainText().endswith("\n39999\n"))
    assert panel._text.blockCount() == LINES_KEPT + 1
    assert panel._count.text() == "the last 10,000 lines"


def test_as_many_lines_as_are_kept_are_all_there(panel: OutputPanel, qtbot: QtBot) -> None:
    """Exactly ten thousand lines are all of them, and with one more they are the last."""
    panel.append("".join(f"{number}\n" for number in range(LINES_KEPT)))
    qtbot.waitUntil(lambda: panel._text.toPlainText().endswith("\n9999\n"))
    assert panel._text.toPlainText().startswith("0\n1\n")
    assert panel._count.text() == "10,000 lines"
    panel.append("10000\n")
    qtbot.waitUntil(lambda: panel._text.toPlainText().endswith("\n10000\n"))
    assert panel._text.toPlainText().startswith("1\n2\n")
    assert panel._count.text() == "the last 10,000 lines"


def test_the_end_is_followed_unless_someone_looks_elsewhere(panel: OutputPanel, qtbot: QtBot) -> None:
    """New lines scroll into view; after scrolling up they do not move what is being read."""
    bar = panel._text.verticalScrollBar()
    panel.append("line\n" * 100)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == bar.maximum()
    bar.setValue(10)
    panel.append("line\n" * 100)
    qtbot.waitUntil(lambda: bar.maximum() > 150)
    assert bar.value() == 10


def test_copy_and_clear(panel: OutputPanel, qtbot: QtBot) -> None:
    """Copy takes everything, Clear leaves nothing, and then neither can be pressed."""
    panel.append("가나다 😀\n")
    _shows(panel, qtbot, "가나다 😀\n")
    QTest.mouseClick(panel._copy, LEFT)
    assert QGuiApplication.clipboard().text() == "가나다 😀\n"
    panel.show_failure(FAILURE)
    QTest.mouseClick(panel._clear, LEFT)
    assert panel._text.toPlainText() == ""
    assert not panel._card.isVisible()
    assert not panel._copy.isEnabled()


def test_clear_forgets_what_was_still_to_come(panel: OutputPanel, qtbot: QtBot) -> None:
    """Text of an earlier run does not arrive after the panel was cleared for the next."""
    panel.append("old")
    panel.clear()
    panel.append("new")
    _shows(panel, qtbot, "new")


def test_a_click_on_the_card_leads_to_the_place(panel: OutputPanel, qtbot: QtBot) -> None:
    """The card and its line button both ask for the failure's span."""
    panel.show_failure(FAILURE)
    assert panel._card.isVisible()
    assert panel._card._line.text() == "Line 3"
    with qtbot.waitSignal(panel.span_requested) as asked:
        QTest.mouseClick(panel._card, LEFT, pos=QPoint(40, panel._card.height() - 12))
    assert asked.args == [FAILURE.span]
    with qtbot.waitSignal(panel.span_requested):
        QTest.mouseClick(panel._card._line, LEFT)


def test_the_traceback_opens_on_demand(panel: OutputPanel) -> None:
    """The traceback is hidden until asked for, and closed again for the next failure."""
    panel.show_failure(FAILURE)
    assert not panel._card._traceback.isVisible()
    QTest.mouseClick(panel._card._more, LEFT)
    assert panel._card._traceback.isVisible()
    assert panel._card._traceback.toPlainText() == FAILURE.traceback
    panel.show_failure(FAILURE)
    assert not panel._card._traceback.isVisible()


def test_of_an_endless_traceback_both_ends_are_shown_and_all_is_copied(panel: OutputPanel) -> None:
    """Ten million letters are not laid out; where it began and what was raised stand there, the copy is whole."""
    traceback = "Traceback\n" + "  frame\n" * 1_000_000 + "RecursionError: too deep"
    panel.show_failure(Failure("RecursionError", "too deep", None, traceback))
    shown = panel._card._traceback.toPlainText()
    assert len(shown) < len(traceback) // 50
    assert shown.startswith("Traceback\n  frame")
    assert shown.endswith("RecursionError: too deep")
    QTest.mouseClick(panel._card._copy, LEFT)
    assert QGuiApplication.clipboard().text() == traceback


def test_a_failure_without_a_place_leads_nowhere(panel: OutputPanel, qtbot: QtBot) -> None:
    """Where no line is known none is offered, and a click does nothing."""
    panel.show_failure(Failure("KeyboardInterrupt", "", None, ""))
    assert not panel._card._line.isVisible()
    with qtbot.assertNotEmitted(panel.span_requested):
        QTest.mouseClick(panel._card, LEFT, pos=QPoint(40, 8))


def test_a_theme_reaches_the_text(panel: OutputPanel) -> None:
    """After a change of theme the panel stands on the other ground."""
    panel.set_theme(DARK)
    assert panel.grab().toImage().pixelColor(8, 200) == QColor(DARK.base)
