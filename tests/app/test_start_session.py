"""The start page's column, in a window: new programs, recent files, and whether the page is shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.journal_entry import JournalEntry, encode
from desktop.app.session import fit_screen
from desktop.app.settings import Settings
from desktop.app.start_session import StartSession
from desktop.app.window import MainWindow


@pytest.fixture
def start(window: MainWindow, settings: Settings) -> StartSession:
    """Give the session of a window that shows the start page."""
    session = StartSession(window.gallery.column, window.files, settings, window)
    session.begin(lambda: window.show_page(window.gallery))
    return session


@pytest.fixture
def press(window: MainWindow, qtbot: QtBot) -> Callable[[QAbstractButton], None]:
    """Give a function that clicks."""
    return lambda button: qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_start_without_a_file_shows_the_lessons(window: MainWindow, start: StartSession) -> None:
    """The page is in front, and the lesson to begin with has the keyboard."""
    assert window.pages.currentWidget() is window.gallery
    assert window.commands.lessons_page.isChecked()
    assert window.gallery.focusWidget() is window.gallery._continue
    assert window.gallery._continue.accessibleName().startswith("Begin here: ")


def test_the_first_window_fits_its_screen(window: MainWindow) -> None:
    """Its last line and its frame are seen on a small screen; a window that fits stays as it is."""
    room = window.screen().availableSize()
    window.resize(room.width() + 200, room.height() + 200)
    fit_screen(window)
    assert window.width() == max(room.width() - 16, window.minimumSizeHint().width())
    assert room.height() - 80 < window.height() < room.height() - 30
    window.resize(700, 600)
    before = window.size()
    fit_screen(window)
    assert window.size() == before


def test_a_person_may_not_want_the_page(
    window: MainWindow, start: StartSession, settings: Settings, press: Callable[[QAbstractButton], None]
) -> None:
    """Without the tick the next start shows the program; with it again, the lessons."""
    shown: list[str] = []
    box = window.gallery.column.at_start
    box.click()
    assert not settings.starts_with_lessons
    StartSession(window.gallery.column, window.files, settings, window).begin(lambda: shown.append("lessons"))
    assert not shown
    assert not box.isChecked()
    box.click()
    start.begin(lambda: shown.append("lessons"))
    assert shown == ["lessons"]


def test_new_and_open_lead_to_the_program(
    window: MainWindow, start: StartSession, press: Callable[[QAbstractButton], None], tmp_path: Path
) -> None:
    """A new program is empty; a file is asked for, opened, and listed from then on."""
    column = window.gallery.column
    press(column.new)
    assert window.pages.currentWidget() is window.program_page
    assert window.program_page.editor.toPlainText() == ""
    window.show_page(window.gallery)
    (tmp_path / "mine.py").write_text("x = 1\n")
    press(column.open)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "mine.py"))
    dialog.reject()
    assert window.pages.currentWidget() is window.program_page
    (recent,) = column._recent._files
    window.files.new()
    window.show_page(window.gallery)
    press(recent)
    assert window.document.path == tmp_path / "mine.py"
    assert window.pages.currentWidget() is window.program_page


def test_a_recent_file_that_is_gone_is_said_and_forgotten(
    window: MainWindow,
    start: StartSession,
    settings: Settings,
    press: Callable[[QAbstractButton], None],
    tmp_path: Path,
) -> None:
    """The notice stands over the start page, and the list goes without it."""
    settings.remember_file(tmp_path / "gone.py")
    window.files.recent_changed.emit()
    (recent,) = window.gallery.column._recent._files
    press(recent)
    assert "gone.py" in window.notice.text
    assert window.notice.isVisible()
    assert window.pages.currentWidget() is window.gallery
    assert not window.gallery.column._recent._files


def test_ctrl_f_searches_lessons_there(window: MainWindow, start: StartSession, qtbot: QtBot) -> None:
    """The key that finds nodes on the program's page finds lessons on this one."""
    window.activateWindow()
    focused = window.gallery.focusWidget()
    qtbot.keyClick(focused, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.gallery.focusWidget() is window.gallery._head.search
    assert window.program_page.find_bar.isHidden()


def test_enter_goes_on_with_the_lesson(window: MainWindow, start: StartSession, qtbot: QtBot) -> None:
    """From the start to the first lesson's program with one key."""
    qtbot.keyClick(window.gallery.focusWidget(), Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.program_page
    assert window.lessons.lesson is not None
    assert window.lessons.lesson.name == "tensors"


def test_lost_text_is_offered_over_the_page(
    window: MainWindow, start: StartSession, press: Callable[[QAbstractButton], None], data: Path
) -> None:
    """After a crash the strip stands over the lessons, and what it restores comes to the front."""
    (data / "journals").mkdir(parents=True)
    (data / "journals" / "1-dead.json").write_bytes(encode(JournalEntry("lost = 1\n", 0, 1.0)))
    window.recovery.offer()
    assert window.pages.currentWidget() is window.gallery
    assert window.strip.isVisible()
    press(window.strip.offers["Restore"])
    assert window.pages.currentWidget() is window.program_page
    assert window.program_page.editor.toPlainText() == "lost = 1\n"
    assert window.isWindowModified()


def test_arrow_keys_walk_through_recent_files(
    window: MainWindow, start: StartSession, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    """And Enter opens one."""
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text(f"# {name}\n")
        settings.remember_file(tmp_path / name)
    window.files.recent_changed.emit()
    latest, other = window.gallery.column._recent._files
    qtbot.waitUntil(other.isVisible)
    latest.setFocus()
    qtbot.keyClick(latest, Qt.Key.Key_Down)
    assert window.gallery.focusWidget() is other
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert window.program_page.editor.toPlainText() == "# one.py\n"
