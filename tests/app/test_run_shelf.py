"""Runs that are kept in files: they survive a restart, and a damaged file costs one run and nothing else."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.file_writer import FileWriter
from desktop.app.run_files import MOST_RUNS, RunFiles, read_run
from desktop.app.run_shelf import RunShelf
from desktop.app.settings import Settings
from desktop.records.files import UsageError
from desktop.records.training import Recipe
from desktop.views.theme import LIGHT
from desktop.views.training.kept_run import KeptCurve, KeptRun
from desktop.views.training_page import TrainingPage

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class House:
    """A page with its shelf on a folder."""

    def __init__(self, qtbot: QtBot, folder: Path, settings: Settings) -> None:
        self.window = QWidget()
        self.page = TrainingPage(LIGHT)
        for widget in (self.page, self.window):
            qtbot.addWidget(widget)
        self.writer = FileWriter(self.window)
        self.shelf = RunShelf(RunFiles(folder, self.writer), self.page, settings, self.window)
        self.runs = self.page.panel.runs

    def close(self) -> None:
        """End as a window does."""
        self.shelf.close()
        self.writer.close()


def kept(number: int) -> KeptRun:
    """Make a run; a greater number is a later one."""
    curve = KeptCurve((1.0, 2.0), (2.0, 1.0))
    return KeptRun(f"{number:08x}", f"run {number}", float(number), Recipe(), "reached", 200, 1.5, curve, curve)


def test_runs_survive_a_restart(qtbot: QtBot, data: Path, settings: Settings) -> None:
    """What ended, was renamed and noted is there the next time; what was deleted is not."""
    first = House(qtbot, data, settings)
    for number in (1, 2, 3):
        first.page.run_ended.emit(kept(number))
    renamed = msgspec.structs.replace(kept(2), name="slow", note="why?")
    first.runs.run_changed.emit(renamed)
    first.runs.list.setCurrentRow(0)
    first.runs.delete()
    first.close()
    second = House(qtbot, data, settings)
    second.shelf.load()
    qtbot.waitUntil(lambda: len(second.runs.runs()) == 2)
    assert second.runs.runs() == (renamed, kept(1))
    second.close()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"id": "x"}', b"\xff\xfe", b'{"schema": 2}'])
def test_a_damaged_file_is_skipped_with_a_word(qtbot: QtBot, data: Path, settings: Settings, damage: bytes) -> None:
    """The other runs are shown, the file is named and left as it is."""
    first = House(qtbot, data, settings)
    first.page.run_ended.emit(kept(1))
    first.close()
    (data / "bad.json").write_bytes(damage)
    second = House(qtbot, data, settings)
    second.shelf.load()
    qtbot.waitUntil(lambda: bool(second.runs.said.text()))
    assert "bad.json" in second.runs.said.text()
    assert second.runs.runs() == (kept(1),)
    assert (data / "bad.json").read_bytes() == damage
    second.close()


def test_equal_names_are_numbered(qtbot: QtBot, data: Path, settings: Settings) -> None:
    """Two runs by like recipes can be told apart."""
    house = House(qtbot, data, settings)
    for number in (1, 2):
        house.page.run_ended.emit(msgspec.structs.replace(kept(number), name="SGD 0.1"))
    assert [run.name for run in house.runs.runs()] == ["SGD 0.1 (2)", "SGD 0.1"]
    house.close()


def test_the_list_is_bounded(qtbot: QtBot, data: Path, settings: Settings) -> None:
    """The oldest run goes where there are too many, and so does its file."""
    house = House(qtbot, data, settings)
    for number in range(1, MOST_RUNS + 3):
        house.page.run_ended.emit(kept(number))
    house.close()
    assert len(house.runs.runs()) == MOST_RUNS
    assert {path.stem for path in data.glob("*.json")} == {run.id for run in house.runs.runs()}


def test_export_and_import(qtbot: QtBot, data: Path, settings: Settings, tmp_path: Path) -> None:
    """An exported run comes back by Import as another of the list; what is no run is said."""
    house = House(qtbot, data, settings)
    house.runs.add(kept(1))
    house.shelf.export_to(kept(1), tmp_path / "out.json")
    assert read_run(tmp_path / "out.json") == kept(1)
    house.shelf.import_from(tmp_path / "out.json")
    assert [run.name for run in house.runs.runs()] == ["run 1", "run 1"]
    (tmp_path / "foreign.json").write_text('{"a": 1}')
    house.shelf.import_from(tmp_path / "foreign.json")
    assert "foreign.json is no run" in house.runs.said.text()
    house.shelf.export_to(kept(1), tmp_path / "nowhere" / "out.json")
    assert "cannot be written" in house.runs.said.text()
    with pytest.raises(UsageError):
        read_run(tmp_path / "missing.json")
    house.close()


def test_import_asks_for_a_file(qtbot: QtBot, data: Path, settings: Settings, tmp_path: Path) -> None:
    """The button opens a dialog that goes on when it is answered."""
    house = House(qtbot, data, settings)
    house.shelf.export_to(kept(1), tmp_path / "out.json")
    qtbot.mouseClick(house.runs.buttons["import"], Qt.MouseButton.LeftButton)
    dialog = house.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "out.json"))
    dialog.reject()
    assert len(house.runs.runs()) == 1
    house.close()
