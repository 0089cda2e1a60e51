"""The Insert palette, by keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.insert_palette import InsertPalette
from desktop.views.templates import TEMPLATES
from desktop.views.theme import LIGHT

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def palette(qtbot: QtBot) -> InsertPalette:
    """Show a palette that has the keyboard."""
    widget = InsertPalette(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(280, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget


def _shown(palette: InsertPalette) -> list[str]:
    items = [palette._list.item(row) for row in range(palette._list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_typing_narrows_the_list_and_enter_chooses(palette: InsertPalette, qtbot: QtBot) -> None:
    """A word and Enter are enough; the first match is meant."""
    QTest.keyClicks(palette._filter, "cross labels")
    assert _shown(palette) == ["Losses", "Cross entropy"]
    with qtbot.waitSignal(palette.template_chosen) as chosen:
        QTest.keyClick(palette._filter, Qt.Key.Key_Return)
    assert chosen.args == ["loss = F.cross_entropy(«x», «labels»)"]


def test_arrows_walk_from_the_search_field(palette: InsertPalette, qtbot: QtBot) -> None:
    """Down goes to the next entry, past the titles, while the field keeps the keyboard."""
    QTest.keyClick(palette._filter, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.template_chosen) as chosen:
        QTest.keyClick(palette._filter, Qt.Key.Key_Return)
    assert chosen.args == [TEMPLATES[1].text]
    assert palette._filter.hasFocus()


def test_a_double_click_chooses(palette: InsertPalette, qtbot: QtBot) -> None:
    """Two clicks on a row choose it; its meaning is told below the list after the first."""
    item = palette._list.findItems("Zeros", Qt.MatchFlag.MatchExactly)[0]
    place = palette._list.visualItemRect(item).center()
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(palette.template_chosen) as chosen:
        QTest.mouseClick(palette._list.viewport(), left, pos=place)
        QTest.mouseDClick(palette._list.viewport(), left, pos=place)
    assert chosen.args[0].startswith("x = torch.zeros(")
    assert palette._meaning.text() == "A tensor of zeros."


def test_no_match_says_what_to_try(palette: InsertPalette, qtbot: QtBot) -> None:
    """An unknown word leaves no empty hole."""
    QTest.keyClicks(palette._filter, "qwerty")
    assert palette._none.isVisible()
    assert not palette._list.isVisible()
    with qtbot.assertNotEmitted(palette.template_chosen):
        QTest.keyClick(palette._filter, Qt.Key.Key_Return)
