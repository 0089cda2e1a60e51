"""A teacher's folder, read in a thread while the window goes on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.app.lesson_shelf import LessonShelf
from desktop.records.lesson import Lesson, LessonText, Shelf
from desktop.views.lessons.reading import own_lessons

THEIRS = Lesson("k", "theirs", 1, {"en": LessonText("Theirs", "", "", "", "")}, "x = 1\n")


class SlowFolder:
    """A folder that is read no sooner than `go` is set."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.readers: list[str] = []
        self.shelf = Shelf((THEIRS,))

    def read(self, _: Path) -> Shelf:
        """Read as a slow disk does."""
        self.readers.append(threading.current_thread().name)
        self.go.wait(20)
        return self.shelf


@pytest.fixture
def slow() -> Iterator[SlowFolder]:
    """Give a slow folder that lets go at the end."""
    folder = SlowFolder()
    yield folder
    folder.go.set()


@pytest.fixture
def shelf(qtbot: QtBot, slow: SlowFolder) -> Iterator[LessonShelf]:
    """Give a shelf that reads slowly."""
    parent = QObject()
    built = LessonShelf(parent, slow.read)
    yield built
    slow.go.set()
    built.close()


def test_a_folder_is_read_while_ours_are_shown(shelf: LessonShelf, slow: SlowFolder, qtbot: QtBot) -> None:
    """Ours are there at once; the teacher's come before them, read in another thread, and it is said that they do."""
    with qtbot.waitSignal(shelf.waiting) as waiting:
        shelf.load(Path("/course"))
        assert shelf.lessons == own_lessons().lessons
    assert waiting.args == ["/course"]
    with qtbot.waitSignals([shelf.changed, shelf.waiting]):
        slow.go.set()
    assert shelf.lessons == (THEIRS, *own_lessons().lessons)
    assert threading.current_thread().name not in slow.readers


def test_a_folder_that_is_being_read_is_not_read_twice(shelf: LessonShelf, slow: SlowFolder, qtbot: QtBot) -> None:
    """However often its page is shown meanwhile; afterwards it is read anew."""
    with qtbot.waitSignal(shelf.changed):
        for _ in range(3):
            shelf.load(Path("/course"))
        slow.go.set()
    slow.shelf = Shelf((), ("It is gone.",))
    with qtbot.waitSignal(shelf.changed):
        shelf.load(Path("/course"))
    assert len(slow.readers) == 2
    assert shelf.faults == ("It is gone.",)
    assert shelf.lessons == own_lessons().lessons


def test_a_folder_that_was_closed_meanwhile_changes_nothing(shelf: LessonShelf, slow: SlowFolder, qtbot: QtBot) -> None:
    """What comes of it late is dropped."""
    shelf.load(Path("/course"))
    shelf.load(None)
    with qtbot.assertNotEmitted(shelf.changed, wait=100):
        slow.go.set()
    assert shelf.lessons == own_lessons().lessons
