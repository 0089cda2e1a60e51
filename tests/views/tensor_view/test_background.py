"""Work beside the window: its results, its failures, and what is given up."""

import threading
from collections.abc import Generator

import pytest
from PySide6.QtCore import QObject
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop.views.tensor_view.background import Background


@pytest.fixture
def owner(qapp: object) -> QObject:
    """Give an object of the GUI thread."""
    return QObject()


def counting(last: int, result: str) -> Generator[float, None, str]:
    """Count up to a number and give a result."""
    for count in range(last):
        yield count / last
    return result


def test_at_once_is_before_it_returns(owner: QObject) -> None:
    """Short work needs no thread."""
    results: list[str] = []
    Background(owner).begin(counting(3, "done"), results.append, at_once=True)
    assert results == ["done"]


def test_a_thread_tells_how_far_it_is_and_what_came_of_it(qtbot: QtBot, owner: QObject) -> None:
    """Progress and the result come in order, in the GUI thread."""
    background = Background(owner)
    told: list[float] = []
    threads: list[threading.Thread] = []
    results: list[str] = []

    def take(result: str) -> None:
        threads.append(threading.current_thread())
        results.append(result)

    background.advanced.connect(told.append)
    background.begin(counting(4, "done"), take, at_once=False)
    assert background.is_busy()
    qtbot.waitUntil(lambda: results == ["done"])
    assert told == [0.0, 0.25, 0.5, 0.75]
    assert threads == [threading.main_thread()]
    assert not background.is_busy()


def test_what_was_given_up_is_never_heard_of(qtbot: QtBot, owner: QObject) -> None:
    """Beginning other work ends the thread of the first, whose result is dropped."""
    background = Background(owner)
    waiting, ended = threading.Event(), threading.Event()
    results: list[str] = []

    def endless() -> Generator[float, None, str]:
        try:
            while True:
                waiting.set()
                yield 0.0
        finally:
            ended.set()

    background.begin(endless(), results.append, at_once=False)
    assert waiting.wait(10)
    background.begin(counting(2, "second"), results.append, at_once=False)
    qtbot.waitUntil(lambda: results == ["second"])
    qtbot.waitUntil(ended.is_set)


def test_a_failure_is_raised_where_the_window_hears_it(qtbot: QtBot, owner: QObject) -> None:
    """What goes wrong in the thread is not lost."""

    def failing() -> Generator[float, None, str]:
        yield 0.5
        raise MemoryError("too large")

    background = Background(owner)
    with capture_exceptions() as raised:
        background.begin(failing(), print, at_once=False)
        qtbot.waitUntil(lambda: bool(raised))
    assert str(raised[0][1]) == "too large"
    assert not background.is_busy()
