"""The gallery: what it shows, how it is searched, and how the keyboard walks in it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.records.lesson import Lesson
from desktop.views.lessons.card import LessonCard
from desktop.views.lessons.gallery import Gallery
from desktop.views.lessons.reading import own_lessons
from desktop.views.theme import DARK, LIGHT

OURS = own_lessons().lessons
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    """Give a shown gallery of our lessons."""
    shown = Gallery(LIGHT)
    qtbot.addWidget(shown)
    shown.resize(1100, 700)
    shown.show_lessons(OURS)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def cards(gallery: Gallery) -> list[LessonCard]:
    """Give the cards that are shown, in order."""
    return [card for card in gallery.findChildren(LessonCard) if not card.isHidden()]


def texts(gallery: Gallery) -> str:
    """Give what the visible labels say."""
    return "\n".join(label.text() for label in gallery.findChildren(QLabel) if not label.isHidden())


def test_each_lesson_has_a_card_under_its_heading(gallery: Gallery) -> None:
    """All lessons are there in their order, none over another, below the heading of their group."""
    shown = cards(gallery)
    assert [card.lesson.name for card in shown] == [lesson.name for lesson in OURS]
    places = [card.geometry() for card in shown]
    assert not any(one.intersects(other) for index, one in enumerate(places) for other in places[:index])
    assert "Hello PyTorch" in texts(gallery)
    assert "Ten common mistakes" in texts(gallery)


@pytest.mark.parametrize("width", [960, 1024, 1440, 2400])
def test_cards_fill_the_width(gallery: Gallery, qtbot: QtBot, width: int) -> None:
    """However wide the gallery is, every card lies within it."""
    gallery.resize(width, 700)
    shown = cards(gallery)
    qtbot.waitUntil(lambda: all(card.x() >= 0 and card.geometry().right() < gallery.width() for card in shown))
    assert shown[1].y() == shown[0].y()
    assert gallery.width() == width


def test_a_click_opens_a_lesson(gallery: Gallery, qtbot: QtBot) -> None:
    """A card that is clicked tells its lesson's key."""
    with qtbot.waitSignal(gallery.lesson_chosen) as chosen:
        qtbot.mouseClick(cards(gallery)[2], Qt.MouseButton.LeftButton)
    assert chosen.args == ["leaves"]


def test_arrow_keys_walk_and_enter_opens(gallery: Gallery, qtbot: QtBot) -> None:
    """From the search down to the cards, along rows, between them, and back up."""
    search = gallery.findChild(QLineEdit)
    assert search is not None
    search.setFocus()
    qtbot.keyClick(search, DOWN)
    shown = cards(gallery)
    assert gallery.focusWidget() is shown[0]
    for key in (RIGHT, RIGHT, LEFT, DOWN):
        qtbot.keyClick(gallery.focusWidget(), key)
    below = gallery.focusWidget()
    assert isinstance(below, LessonCard)
    assert (below.x(), below.y()) == (shown[1].x(), next(card.y() for card in shown if card.y() > shown[0].y()))
    with qtbot.waitSignal(gallery.lesson_chosen) as chosen:
        qtbot.keyClick(below, Qt.Key.Key_Return)
    assert chosen.args == [below.lesson.key]
    qtbot.keyClick(below, Qt.Key.Key_End)
    assert gallery.focusWidget() is shown[-1]
    qtbot.keyClick(shown[-1], Qt.Key.Key_Home)
    qtbot.keyClick(shown[0], UP)
    assert gallery.focusWidget() is search


def test_a_search_finds_words_of_titles_and_texts_in_both_languages(gallery: Gallery, qtbot: QtBot) -> None:
    """Every word must stand somewhere in the lesson; Enter opens the first, Esc shows all again."""
    search = gallery.findChild(QLineEdit)
    assert search is not None
    qtbot.keyClicks(search, "zero_grad piles")
    assert not cards(gallery)
    assert "No lesson" in texts(gallery)
    search.setText("쌓여")
    assert [card.lesson.name for card in cards(gallery)] == ["missing-zero-grad"]
    assert "Ten common mistakes" in texts(gallery)
    assert "Hello PyTorch" not in texts(gallery)
    with qtbot.waitSignal(gallery.lesson_chosen) as chosen:
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert chosen.args == ["missing-zero-grad"]
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert len(cards(gallery)) == len(OURS)


def test_a_letter_typed_on_a_card_begins_a_search(gallery: Gallery, qtbot: QtBot) -> None:
    """Nobody has to find the search field first."""
    search = gallery.findChild(QLineEdit)
    assert search is not None
    qtbot.keyClick(search, DOWN)
    qtbot.keyClicks(gallery.focusWidget(), "g")
    assert search.text() == "g"
    assert search.hasFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert search.selectedText() == "g"


def test_progress_is_counted_and_told(gallery: Gallery) -> None:
    """Solved lessons are counted as a whole and by heading, and cards say it to who cannot see."""
    gallery.show_progress(frozenset({"tensors", "backward-twice", "of-another-folder"}), frozenset({"leaves"}))
    told = texts(gallery)
    assert "2 of 26 solved" in told
    assert "1 of 16" in told
    assert "1 of 10" in told
    names = {card.lesson.name: card.accessibleName() for card in cards(gallery)}
    assert names["tensors"].endswith(", Solved")
    assert names["leaves"].endswith(", Begun")
    assert names["variable"] == "Variable and autograd"


def test_the_gallery_speaks_the_language_that_is_chosen(gallery: Gallery, qtbot: QtBot) -> None:
    """The switch tells what was chosen; then every word is in that language."""
    button = next(each for each in gallery.findChildren(QPushButton) if each.text() == "한국어")
    with qtbot.waitSignal(gallery.language_chosen) as chosen:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["ko"]
    gallery.set_language("ko")
    assert cards(gallery)[0].accessibleName() == "텐서와 NumPy"
    assert "26개 중 0개 해결" in texts(gallery)
    assert "자주 하는 실수 열 가지" in texts(gallery)


def test_a_teachers_folder_is_asked_for_named_and_closed(gallery: Gallery, qtbot: QtBot) -> None:
    """The folder's button asks, what could not be read is said, and the folder can be closed again."""
    ask, close = gallery.column.folder, gallery.column.close_folder
    with qtbot.waitSignal(gallery.folder_requested):
        qtbot.mouseClick(ask, Qt.MouseButton.LeftButton)
    assert close.isHidden()
    gallery.show_folder("/home/teacher/course")
    assert gallery.minimumSizeHint().width() <= 1000
    gallery.show_lessons(OURS, ("The lesson in 01-x is left out: <b>why</b>.",))
    assert close.text() == "×  course"
    assert "<b>why</b>" in texts(gallery)
    with qtbot.waitSignal(gallery.folder_closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)


def test_a_card_shows_its_picture_and_its_tick(gallery: Gallery, qtbot: QtBot) -> None:
    """A picture is drawn in the theme's own version, and solving a lesson changes its card."""
    card = cards(gallery)[0]
    light = card.grab().toImage()
    assert light.pixelColor(light.width() // 2, 30) != light.pixelColor(3, 30) or _is_busy(
        light.pixelColor, light.width()
    )
    card.show_progress(is_solved=True, is_begun=True)
    assert card.grab().toImage() != light
    gallery.set_theme(DARK)
    assert card.grab().toImage().pixelColor(20, 20).lightness() < 60


def _is_busy(colour_at: Callable[[int, int], object], width: int) -> bool:
    return len({str(colour_at(x, 60)) for x in range(10, width - 10)}) > 3


def test_every_control_has_a_tooltip(gallery: Gallery) -> None:
    """Resting on anything that can be pressed tells what it does."""
    for kind in (QPushButton, QLineEdit, LessonCard):
        assert all(each.toolTip() for each in gallery.findChildren(kind))


def test_a_gallery_without_lessons_stands(gallery: Gallery) -> None:
    """Showing nothing, or one lesson without picture and heading, is no error."""
    gallery.show_lessons(())
    assert not cards(gallery)
    bare = Lesson("k", "bare", 1, {"en": OURS[0].texts["en"]}, "")
    gallery.show_lessons((bare,))
    (card,) = cards(gallery)
    assert not card.grab().isNull()


def test_one_press_goes_on_with_the_next_lesson(gallery: Gallery, qtbot: QtBot) -> None:
    """The wide card names the lesson to go on with, and says whether it was begun."""
    card = gallery._continue
    assert card.isHidden()
    gallery.show_progress(frozenset(), frozenset(), "tensors")
    assert card.accessibleName() == "Begin here: Tensors and NumPy"
    gallery.show_progress(frozenset({"tensors"}), frozenset({"tensors"}), "variable")
    assert card.accessibleName() == "Next: Variable and autograd"
    gallery.show_progress(frozenset({"tensors"}), frozenset({"tensors", "variable"}), "variable")
    assert card.accessibleName() == "Continue with: Variable and autograd"
    gallery.set_language("ko")
    assert card.accessibleName() == "이어서 하기: Variable과 자동 미분"
    with qtbot.waitSignal(gallery.lesson_chosen) as chosen:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert chosen.args == ["variable"]
    light = card.grab().toImage()
    gallery.set_theme(DARK)
    assert card.grab().toImage() != light
    gallery.show_progress(frozenset(lesson.key for lesson in OURS), frozenset(), "")
    assert card.isHidden()


def test_the_keyboard_walks_over_the_wide_card(gallery: Gallery, qtbot: QtBot) -> None:
    """It stands between the search and the cards; while one searches it makes room."""
    gallery.show_progress(frozenset(), frozenset(), "tensors")
    search, card = gallery._head.search, gallery._continue
    gallery.focus_search()
    qtbot.keyClick(search, DOWN)
    assert gallery.focusWidget() is card
    qtbot.keyClick(card, DOWN)
    assert gallery.focusWidget() is cards(gallery)[0]
    qtbot.keyClick(cards(gallery)[0], UP)
    assert gallery.focusWidget() is card
    qtbot.keyClick(card, UP)
    assert gallery.focusWidget() is search
    qtbot.keyClicks(search, "loss")
    assert card.isHidden()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert not card.isHidden()


def test_what_is_left_out_stays_readable(gallery: Gallery, qtbot: QtBot) -> None:
    """However many faults there are, lessons stay in sight; one button reads the folder again."""
    gallery.show_lessons(OURS, [f"The lesson in {number} is left out: why." for number in range(21)])
    strip = gallery._left_out
    qtbot.waitUntil(lambda: 0 < strip.height() < 200)
    assert "• The lesson in 20" in strip.text
    with qtbot.waitSignal(gallery.read_again_requested):
        qtbot.mouseClick(strip._again, Qt.MouseButton.LeftButton)
    gallery.show_lessons(OURS)
    assert strip.isHidden()


def test_a_slow_folder_is_said_to_be_being_read(gallery: Gallery) -> None:
    """Until it is."""
    gallery.show_reading("/home/teacher/course")
    assert "Reading the lessons in course…" in texts(gallery)
    gallery.show_reading("")
    assert "Reading" not in texts(gallery)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_of_the_column_is_cut_off(gallery: Gallery, language: str) -> None:
    """Every button is as wide as its words, in both languages."""
    gallery.set_language(language)
    column = gallery.column
    for button in (column.new, column.open, column.folder, column.at_start):
        assert button.sizeHint().width() <= button.width()
    assert gallery.minimumSizeHint().width() <= 1024
