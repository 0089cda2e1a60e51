"""The lesson beside the editor: its text, its question, and what its buttons say."""

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QTextFormat
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTextBrowser, QToolButton
from pytestqt.qtbot import QtBot

from desktop.records.lesson import Lesson, LessonText
from desktop.views.lessons.inline import inline_html
from desktop.views.lessons.lesson_panel import LessonPanel
from desktop.views.lessons.reading import own_lessons
from desktop.views.lessons.reading_page import MARGIN
from desktop.views.theme import DARK, LIGHT

OURS = {lesson.name: lesson for lesson in own_lessons().lessons}


@pytest.fixture
def panel(qtbot: QtBot) -> LessonPanel:
    """Give a shown panel on the lesson about addition."""
    shown = LessonPanel(LIGHT)
    qtbot.addWidget(shown)
    shown.resize(400, 760)
    shown.show_lesson(OURS["addition"], 7, 26)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def page(panel: LessonPanel) -> QTextBrowser:
    """Give the page of text."""
    found = panel.findChild(QTextBrowser)
    assert found is not None
    return found


def told(panel: LessonPanel) -> str:
    """Give what the visible labels say."""
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def button(panel: LessonPanel, text: str) -> QAbstractButton:
    """Give the button whose text or tooltip begins so."""
    return next(
        each for each in panel.findChildren(QAbstractButton) if text in {each.text(), each.toolTip().split(" (")[0]}
    )


def test_a_lesson_is_shown_from_its_beginning(panel: LessonPanel) -> None:
    """Title, place, text and question are there, and the text stands at its first line."""
    assert "Broadcasting in addition" in told(panel)
    assert "7 / 26" in told(panel)
    assert page(panel).toPlainText().startswith("Two shapes fit")
    assert page(panel).verticalScrollBar().value() == 0
    assert "Each number of" in told(panel)
    assert panel.lesson == OURS["addition"]


def test_code_is_set_as_code(panel: LessonPanel) -> None:
    """A fenced block keeps its columns, and stands on a ground of its own in both themes."""
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        block = page(panel).document().findBlock(page(panel).toPlainText().index("x   5  1  4  1"))
        assert block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
        assert block.blockFormat().background().color().name() != theme.base
        assert "Mono" in block.begin().fragment().charFormat().font().families()[0]


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_text_is_wider_than_its_page(panel: LessonPanel, name: str, language: str) -> None:
    """In a column of 300 pixels, every lesson can be read by scrolling down only."""
    panel.resize(300, 600)
    panel.set_language(language)
    panel.show_lesson(OURS[name], 1, 26)
    assert page(panel).horizontalScrollBar().maximum() < MARGIN
    assert not page(panel).horizontalScrollBar().isVisible()


def test_the_state_of_a_question_is_told(panel: LessonPanel) -> None:
    """Before a run, after one that does not answer, and after one that does."""
    assert "looked at after each run" in told(panel)
    assert "○" in told(panel)
    panel.show_verdict((False,))
    assert "Not there yet" in told(panel)
    panel.show_verdict((True,))
    assert "Solved" in told(panel)
    assert "✓" in told(panel)
    assert "○" not in told(panel)
    panel.set_language("ko")
    assert "해결했습니다" in told(panel)
    panel.show_lesson(OURS["matmul"], 6, 26)
    assert "해결했습니다" not in told(panel)


def test_each_check_has_its_own_sign(panel: LessonPanel) -> None:
    """Where one check of several is shown, only that one is ticked."""
    panel.show_lesson(OURS["leaves"], 3, 26)
    panel.show_verdict((True, False, True))
    assert (told(panel).count("✓"), told(panel).count("○")) == (2, 1)


def test_a_hint_is_shown_on_request(panel: LessonPanel, qtbot: QtBot) -> None:
    """The hint stays hidden until it is asked for, and is hidden again with the next lesson."""
    assert "stretch in its last dimension" not in told(panel)
    qtbot.mouseClick(button(panel, "Hint"), Qt.MouseButton.LeftButton)
    assert "stretch in its last dimension" in told(panel)
    panel.show_lesson(OURS["matmul"], 6, 26)
    assert "Leave ten matrices" not in told(panel)


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("☰ All lessons", "gallery_requested"),
        ("Previous lesson", "previous_requested"),
        ("Next lesson", "next_requested"),
        ("Put the Program Back", "restore_requested"),
        ("×", "closed"),
    ],
)
def test_a_button_says_what_was_asked_for(panel: LessonPanel, qtbot: QtBot, name: str, signal: str) -> None:
    """Each button has its signal."""
    asked: SignalInstance = getattr(panel, signal)
    with qtbot.waitSignal(asked):
        qtbot.mouseClick(button(panel, name), Qt.MouseButton.LeftButton)


def test_the_keyboard_goes_from_lesson_to_lesson(panel: LessonPanel, qtbot: QtBot) -> None:
    """Alt with the page keys asks for the next lesson and the one before."""
    panel.activateWindow()
    for key, signal in ((Qt.Key.Key_PageDown, panel.next_requested), (Qt.Key.Key_PageUp, panel.previous_requested)):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(panel, key, Qt.KeyboardModifier.AltModifier)


def test_the_first_and_the_last_lesson_lead_nowhere_further(panel: LessonPanel) -> None:
    """There is none before the first and none after the last."""
    panel.show_lesson(OURS["tensors"], 1, 2)
    assert not button(panel, "Previous lesson").isEnabled()
    assert button(panel, "Next lesson").isEnabled()
    panel.show_lesson(OURS["variable"], 2, 2)
    assert not button(panel, "Next lesson").isEnabled()


def test_a_lesson_in_one_language_is_read_in_it(panel: LessonPanel) -> None:
    """Where a lesson does not speak the language that is chosen, it speaks its own."""
    text = LessonText("Eins", "", "", "", "Ein *Wort*. <b>kein HTML</b>\n")
    panel.set_language("ko")
    panel.show_lesson(Lesson("k", "eins", 1, {"de": text}, "x = 1"), 1, 1)
    assert "Eins" in told(panel)
    assert page(panel).toPlainText() == "Ein Wort. <b>kein HTML</b>"
    assert "이 수업에는 문제가 없습니다" in told(panel)


def test_a_sentence_of_markdown_becomes_rich_text() -> None:
    """Code is code whatever it holds; stars emphasise; all else is plain."""
    html = inline_html("`a*b*c < d` is *not* **bold**, 2 * 3 * 4 <i>", LIGHT)
    assert "a*b*c &lt; d</span>" in html
    assert "<i>not</i> <b>bold</b>, 2 * 3 * 4 &lt;i&gt;" in html


def test_every_control_has_a_tooltip(panel: LessonPanel) -> None:
    """Resting on anything that can be pressed tells what it does."""
    for kind in (QPushButton, QToolButton):
        shown = [each for each in panel.findChildren(kind) if each.isVisibleTo(panel)]
        assert all(each.toolTip() for each in shown)


def test_what_is_solved_leads_to_the_next_lesson(panel: LessonPanel, qtbot: QtBot) -> None:
    """One press goes on; before, and behind the last lesson, there is no such button."""
    count = len(OURS["addition"].checks)
    following = panel._question._next
    assert following.isHidden()
    panel.show_verdict([True] * count)
    assert following.isVisible()
    with qtbot.waitSignal(panel.next_requested):
        qtbot.mouseClick(following, Qt.MouseButton.LeftButton)
    panel.show_verdict([False] * count)
    assert following.isHidden()
    panel.show_verdict([True] * count)
    panel.show_lesson(OURS["addition"], 26, 26)
    assert following.isHidden()


def test_a_text_that_is_shown_again_stays_where_it_was(panel: LessonPanel) -> None:
    """Coming back to a lesson does not lose the place in it."""
    page(panel).verticalScrollBar().setValue(40)
    panel.show_lesson(OURS["addition"], 8, 27)
    assert page(panel).verticalScrollBar().value() == 40


def test_the_title_keeps_its_margin(panel: LessonPanel) -> None:
    """Also where a style sheet comes to stand over the panel."""
    window = panel.window()
    before = panel._title.mapTo(panel, panel._title.contentsRect().topLeft()).x()
    window.setStyleSheet("QWidget { }")
    assert panel._title.mapTo(panel, panel._title.contentsRect().topLeft()).x() == before >= MARGIN


def test_what_was_solved_before_is_told(panel: LessonPanel) -> None:
    """Coming back to it one can go on at once; a run that shows less says so."""
    panel.show_lesson(OURS["addition"], 7, 26, was_solved=True)
    panel.show_verdict(None)
    assert "You have solved this" in told(panel)
    assert panel._question._next.isVisible()
    panel.show_verdict([False] * len(OURS["addition"].checks))
    assert "Not there yet" in told(panel)
