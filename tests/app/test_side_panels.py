"""The panels at the sides make room for a lesson in a narrow window, and come back."""

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from desktop.app.settings import Settings
from desktop.app.window import MainWindow
from desktop.views.lessons.question_card import QuestionCard
from desktop.views.lessons.reading_page import ReadingPage


def panels(window: MainWindow) -> tuple[bool, bool]:
    """Say whether the palette and the details are shown; their buttons must say the same."""
    page, commands = window.program_page, window.commands
    shown = (page.palette_list.isVisible(), page.details.isVisible())
    assert shown == (commands.palette.isChecked(), commands.inspector.isChecked())
    return shown


@pytest.fixture
def open_lesson(window: MainWindow, qtbot: QtBot) -> None:
    """Open a lesson from the gallery, as a person does, in a window of no known size."""
    window.show_page(window.gallery)
    window.lessons.open("leaves")


def resize(window: MainWindow, qtbot: QtBot, width: int, height: int = 700) -> None:
    """Make the window so wide, and let its parts follow; first its panels, then their least widths."""
    for _ in range(2):
        window.resize(width, height)
        qtbot.wait(1)
    assert window.width() == width


@pytest.mark.parametrize(
    ("width", "shown"), [(1024, (False, False)), (1280, (False, False)), (1440, (False, True)), (1900, (True, True))]
)
def test_a_lesson_gets_the_room(
    window: MainWindow, qtbot: QtBot, open_lesson: None, width: int, shown: tuple[bool, bool]
) -> None:
    """The narrower the window, the fewer panels; lesson, editor and graph can be read, and nothing is cut off."""
    resize(window, qtbot, width)
    page = window.program_page
    assert panels(window) == shown
    assert page.lesson.width() >= 300
    assert page.editor.width() >= 330
    assert page.graph.width() >= 314
    assert page.lesson.width() <= 0.4 * width
    reading, question = page.lesson.findChild(ReadingPage), page.lesson.findChild(QuestionCard)
    assert reading is not None
    assert reading.document().idealWidth() <= reading.viewport().width() + 14
    assert question is not None
    area = page.lesson.findChild(QScrollArea)
    assert area is not None
    assert question.minimumSizeHint().width() <= area.viewport().width()


def test_a_program_can_be_read_in_a_small_window(window: MainWindow, qtbot: QtBot) -> None:
    """Without a lesson, too: the list of statements goes before the lines of the program do."""
    resize(window, qtbot, 1024)
    assert panels(window) == (False, True)
    assert window.program_page.editor.width() >= 290
    window.commands.palette.trigger()
    assert panels(window) == (True, True)
    window.commands.palette.trigger()
    resize(window, qtbot, 1440)
    assert panels(window) == (False, True)


def test_panels_come_back(window: MainWindow, qtbot: QtBot, open_lesson: None) -> None:
    """When the window widens, and when the lesson is closed; and the page is parted as before."""
    window.lessons.leave()
    resize(window, qtbot, 1100)
    before = window.program_page.sizes()
    window.lessons.open("leaves")
    assert panels(window) == (False, False)
    resize(window, qtbot, 1900)
    assert panels(window) == (True, True)
    resize(window, qtbot, 1100)
    assert panels(window) == (False, False)
    window.lessons.leave()
    qtbot.wait(1)
    assert panels(window) == (True, True)
    assert all(abs(one - other) <= 4 for one, other in zip(window.program_page.sizes(), before, strict=True))


def test_what_a_person_does_wins(window: MainWindow, qtbot: QtBot, open_lesson: None) -> None:
    """A panel that is called back stays, however the window is resized; one that was hidden by hand is not shown."""
    resize(window, qtbot, 1100)
    window.commands.palette.trigger()
    resize(window, qtbot, 1200)
    assert panels(window) == (True, False)
    window.commands.palette.trigger()
    resize(window, qtbot, 1900)
    assert panels(window) == (False, True)


def test_a_panel_that_was_hidden_before_stays_hidden(window: MainWindow, qtbot: QtBot) -> None:
    """Room is given back, nothing else."""
    window.commands.inspector.trigger()
    resize(window, qtbot, 1100)
    window.lessons.load()
    window.lessons.open("leaves")
    window.lessons.leave()
    assert panels(window) == (True, False)


def test_what_is_asked_for_is_shown(window: MainWindow, qtbot: QtBot, open_lesson: None) -> None:
    """Who asks to see a tensor sees it, in a narrow window, too."""
    resize(window, qtbot, 1024)
    window.program_page.show_detail(window.program_page.details.tensor)
    assert panels(window) == (False, True)


def test_a_handle_that_was_moved_stays(window: MainWindow, qtbot: QtBot, open_lesson: None) -> None:
    """The page is parted for a lesson until a person parts it."""
    resize(window, qtbot, 1200)
    page = window.program_page
    page.moveSplitter(380, 1)
    moved = page.sizes()[0]
    resize(window, qtbot, 1201)
    assert abs(page.sizes()[0] - moved) <= 2


def test_what_is_kept_is_what_the_person_chose(
    window: MainWindow, qtbot: QtBot, open_lesson: None, settings: Settings
) -> None:
    """A window that is closed with a lesson open does not begin without its panels."""
    resize(window, qtbot, 1024)
    assert panels(window) == (False, False)
    window.close()
    assert settings.shows("palette")
    assert settings.shows("inspector")
