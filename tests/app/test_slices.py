"""Long work in the GUI thread lets the window answer in between."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.app.slices import Slices

LONG_MS = 20_000


def slow(count: int) -> Iterator[int]:
    """Give numbers, each after two milliseconds."""
    for number in range(count):
        time.sleep(0.002)
        yield number


def test_events_come_in_between(qtbot: QtBot) -> None:
    """A timer fires while the work goes on, and the results come in order."""
    parent = QObject()
    fired: list[bool] = []
    results: list[tuple[int, ...]] = []
    QTimer.singleShot(0, parent, lambda: fired.append(bool(results)))
    Slices(parent).begin(slow(30), results.append)
    qtbot.waitUntil(lambda: bool(results), timeout=LONG_MS)
    assert results == [tuple(range(30))]
    assert fired == [False]


def test_little_work_is_done_at_once(qtbot: QtBot) -> None:
    """What fits into one slice is done when `begin` returns."""
    results: list[tuple[int, ...]] = []
    parent = QObject()
    Slices(parent).begin(iter(range(3)), results.append)
    assert results == [(0, 1, 2)]


def test_newer_work_replaces_older(qtbot: QtBot) -> None:
    """Work that was given up, or replaced, reports nothing."""
    parent = QObject()
    slices = Slices(parent)
    results: list[tuple[int, ...]] = []
    slices.begin(slow(30), results.append)
    slices.begin(iter(range(2)), results.append)
    slices.begin(slow(30), results.append)
    slices.give_up()
    with qtbot.waitCallback(timeout=LONG_MS) as later:
        QTimer.singleShot(50, parent, later)
    assert results == [(0, 1)]
