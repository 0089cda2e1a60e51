"""The list of runs, by mouse and keys."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.records.training import Recipe
from desktop.views.theme import LIGHT
from desktop.views.training.kept_run import KeptCurve, KeptRun
from desktop.views.training.run_list import RunList

LEFT = Qt.MouseButton.LeftButton


def kept(number: int) -> KeptRun:
    """Make a run; a greater number is a later one."""
    curve = KeptCurve((1.0, 2.0), (2.0, 1.0))
    recipe = Recipe(seed=number)
    return KeptRun(f"{number:08x}", f"run {number}", float(number), recipe, "stopped", 200, 1.5, curve, curve)


@pytest.fixture
def runs(qtbot: QtBot) -> RunList:
    """Show a list of three runs."""
    widget = RunList(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(300, 500)
    for number in (2, 1, 3):
        widget.add(kept(number))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def _middle(runs: RunList, row: int) -> QPoint:
    return runs.list.visualItemRect(runs.list.item(row)).center()


def _select(runs: RunList, row: int) -> None:
    QTest.mouseClick(runs.list.viewport(), LEFT, pos=_middle(runs, row))


def _tick(runs: RunList, row: int) -> None:
    QTest.mouseClick(runs.list.viewport(), LEFT, pos=QPoint(10, _middle(runs, row).y()))


def test_the_latest_comes_first(runs: RunList) -> None:
    """Runs stand by the time they were made, however they came."""
    assert [run.name for run in runs.runs()] == ["run 3", "run 2", "run 1"]


def test_ticked_runs_are_overlays_with_strokes_of_their_own(runs: RunList, qtbot: QtBot) -> None:
    """Each ticked run gets a free number, keeps it, and gives it back."""
    with qtbot.waitSignal(runs.overlays_changed):
        _tick(runs, 0)
    _tick(runs, 2)
    assert [(overlay.run.name, overlay.number) for overlay in runs.overlays()] == [("run 3", 1), ("run 1", 2)]
    _tick(runs, 0)
    _tick(runs, 1)
    assert [(overlay.run.name, overlay.number) for overlay in runs.overlays()] == [("run 2", 1), ("run 1", 2)]
    assert len({overlay.stroke for overlay in runs.overlays()}) == 2


def test_rename_with_f2(runs: RunList, qtbot: QtBot) -> None:
    """F2 edits a name; Enter tells the run with its new one."""
    _select(runs, 1)
    QTest.keyClick(runs.list, Qt.Key.Key_F2)
    editor = QApplication.focusWidget() or runs.list.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "slow one")
    with qtbot.waitSignal(runs.run_changed) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [msgspec.structs.replace(kept(2), name="slow one")]
    assert runs.runs()[1].name == "slow one"


def test_a_note_belongs_to_the_selected_run(runs: RunList, qtbot: QtBot) -> None:
    """Enter keeps the note; another run has its own."""
    _select(runs, 0)
    QTest.keyClicks(runs.note, "the best")
    with qtbot.waitSignal(runs.run_changed) as told:
        QTest.keyClick(runs.note, Qt.Key.Key_Return)
    assert told.args == [msgspec.structs.replace(kept(3), note="the best")]
    _select(runs, 1)
    assert runs.note.text() == ""
    _select(runs, 0)
    assert runs.note.text() == "the best"


def test_delete_can_be_undone(runs: RunList, qtbot: QtBot) -> None:
    """Del takes a run out and says so; Undo brings it back to its place."""
    assert not runs.buttons["undo"].isVisible()
    _select(runs, 1)
    with qtbot.waitSignal(runs.run_deleted) as told:
        QTest.keyClick(runs.list, Qt.Key.Key_Delete)
    assert told.args == [kept(2)]
    assert len(runs.runs()) == 2
    assert "run 2" in runs.said.text()
    with qtbot.waitSignal(runs.run_restored) as told:
        QTest.mouseClick(runs.buttons["undo"], LEFT)
    assert told.args == [kept(2)]
    assert [run.name for run in runs.runs()] == ["run 3", "run 2", "run 1"]
    assert not runs.buttons["undo"].isVisible()


def test_buttons_ask_for_the_selected_run(runs: RunList, qtbot: QtBot) -> None:
    """Use recipe, Export and Import tell what they are about."""
    _select(runs, 2)
    with qtbot.waitSignal(runs.recipe_chosen) as told:
        QTest.mouseClick(runs.buttons["use"], LEFT)
    assert told.args == [Recipe(seed=1)]
    with qtbot.waitSignal(runs.export_requested) as exported:
        QTest.mouseClick(runs.buttons["export"], LEFT)
    assert exported.args == [kept(1)]
    with qtbot.waitSignal(runs.import_requested):
        QTest.mouseClick(runs.buttons["import"], LEFT)


def test_an_empty_list_offers_import_only(qtbot: QtBot) -> None:
    """Where there is no run nothing can be done with one."""
    empty = RunList(LIGHT)
    qtbot.addWidget(empty)
    assert not empty.note.isEnabled()
    assert not any(empty.buttons[name].isEnabled() for name in ("use", "delete", "export"))
    assert empty.buttons["import"].isEnabled()
