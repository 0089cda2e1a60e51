"""The find bar, driven by keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from desktop.views.search.find_bar import FindBar
from desktop.views.search.query import parse_query
from desktop.views.search.query_help import _EXAMPLES, QueryHelp
from desktop.views.theme import DARK, LIGHT


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    """Open a bar as wide as a graph."""
    bar = FindBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(640, 40)
    bar.begin()
    qtbot.waitExposed(bar)
    return bar


def field_of(bar: FindBar) -> QLineEdit:
    """Give the field a person types into."""
    return bar.findChildren(QLineEdit)[0]


def words_of(bar: FindBar) -> list[str]:
    """Give what the bar says, the help aside."""
    return [label.text() for label in bar.findChildren(QLabel) if label.window() is bar and label.text()]


def button(bar: FindBar, tip: str) -> QToolButton:
    """Find a button by what its tooltip begins with."""
    return next(found for found in bar.findChildren(QToolButton) if found.toolTip().startswith(tip))


def test_typing_tells_the_query(qtbot: QtBot, bar: FindBar) -> None:
    """Each change of the field is told as it happens."""
    told: list[str] = []
    bar.query_changed.connect(told.append)
    QTest.keyClicks(field_of(bar), "mul")
    assert told == ["m", "mu", "mul"]


def test_enter_steps_on_and_shift_enter_back(bar: FindBar) -> None:
    """While something is found Enter steps to the next and Shift+Enter to the previous; the buttons do the same."""
    steps: list[int] = []
    bar.stepped.connect(steps.append)
    QTest.keyClicks(field_of(bar), "mul")
    QTest.keyClick(field_of(bar), Qt.Key.Key_Return)
    bar.show_count(3, 17)
    QTest.keyClick(field_of(bar), Qt.Key.Key_Return)
    QTest.keyClick(field_of(bar), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(button(bar, "Next"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(bar, "Previous"), Qt.MouseButton.LeftButton)
    assert steps == [1, -1, 1, -1]
    assert words_of(bar) == ["3 of 17"]


def test_escape_closes_from_the_field_and_from_a_button(bar: FindBar) -> None:
    """Esc is told as closed wherever in the bar the keyboard is."""
    told: list[None] = []
    bar.closed.connect(lambda: told.append(None))
    QTest.keyClick(field_of(bar), Qt.Key.Key_Escape)
    QTest.keyClick(button(bar, "Close"), Qt.Key.Key_Escape)
    QTest.mouseClick(button(bar, "Close"), Qt.MouseButton.LeftButton)
    assert len(told) == 3


def test_it_says_that_nothing_was_found_and_what_is_wrong(bar: FindBar) -> None:
    """No results, an impossible query and an empty field each look different, and none can be stepped through."""
    field_of(bar).setText("conv")
    bar.show_count(0, 0)
    assert words_of(bar) == ["nothing found"]
    problem = parse_query("line:x").problem
    bar.show_problem(problem)
    assert words_of(bar) == [problem]
    assert not button(bar, "Next").isEnabled()
    field_of(bar).clear()
    assert words_of(bar) == []
    bar.show_count(0, 0)
    assert words_of(bar) == []


def test_beginning_again_selects_the_last_query(bar: FindBar) -> None:
    """Ctrl+F on an open bar lets a person type a new query over the old one."""
    QTest.keyClicks(field_of(bar), "relu")
    bar.begin()
    assert field_of(bar).selectedText() == "relu"


# a popup asks for what the offscreen platform does not know
@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True)
def test_an_example_of_the_help_joins_the_query(bar: FindBar) -> None:
    """The help opens over the bar; a click on an example adds it behind what is there."""
    QTest.keyClicks(field_of(bar), "encoder")
    QTest.mouseClick(button(bar, "What can"), Qt.MouseButton.LeftButton)
    card = bar.findChildren(QueryHelp)[0]
    assert card.isVisible()
    example = next(found for found in card.findChildren(QToolButton) if found.text() == "grad:0")
    QTest.mouseClick(example, Qt.MouseButton.LeftButton)
    assert not card.isVisible()
    assert bar.text() == "encoder grad:0"


@pytest.mark.parametrize(("example", "meaning"), _EXAMPLES)
def test_every_example_of_the_help_can_be_asked(example: str, meaning: str) -> None:
    """What the card shows is what the language understands, also the words within the explanations."""
    assert not parse_query(example).problem
    for word in meaning.replace(";", " ").split():
        if ":" in word and not word.endswith(":"):
            assert not parse_query(word).problem


def test_it_is_drawn_in_both_themes(bar: FindBar) -> None:
    """The ground follows the theme."""
    light = bar.grab().toImage().pixelColor(2, 2).lightnessF()
    bar.set_theme(DARK)
    assert bar.grab().toImage().pixelColor(2, 2).lightnessF() < 0.3 < light
