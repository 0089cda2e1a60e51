"""What a training's page reads and writes beside its runs: plots, tables, the open program's classes, checkpoints."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.checkpoint_session import CheckpointSession
from desktop.app.model_classes import ModelClasses, model_classes
from desktop.app.notice import Notice
from desktop.app.plot_files import PlotFiles, encoded
from desktop.app.settings import Settings
from desktop.app.status import StatusLine
from desktop.app.table_choice import TableChoice, read_columns
from desktop.app.window import MainWindow
from desktop.records.files import UsageError
from desktop.records.recipe import ProgramModel, Table
from desktop.records.training import Recipe, TrainingStep
from desktop.views.theme import LIGHT
from desktop.views.training.deck import PlotWish
from desktop.views.training_page import TrainingPage

LONG_MS = 60_000
TEXT = """import torch
from torch import nn

class Net(nn.Module):
    pass

class Deep(Net):
    pass

class No:
    pass
"""

# The offscreen platform says so of every window with a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def page(qtbot: QtBot) -> TrainingPage:
    """Show a page with a run."""
    widget = TrainingPage(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(1_200, 800)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.begin(Recipe())
    widget.append_steps((TrainingStep(1, 3, (3.0, 2.0, 1.0), {}),), paused=True)
    widget.refresh()
    return widget


@pytest.fixture
def status(qtbot: QtBot) -> StatusLine:
    """Give a status bar."""
    line = StatusLine()
    qtbot.addWidget(line)
    return line


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    """Give a notice."""
    strip = Notice(LIGHT)
    qtbot.addWidget(strip)
    return strip


def test_a_plot_is_saved_in_each_form(page: TrainingPage) -> None:
    """PNG is a picture, SVG a drawing with words in it, CSV every point."""
    pane = page.run_view.losses
    assert encoded(PlotWish("Loss", "png", pane)).startswith(b"\x89PNG")
    drawing = ET.fromstring(encoded(PlotWish("Loss", "svg", pane)))  # noqa: S314 # it was written a line above
    assert drawing.tag.endswith("svg")
    assert any(element.tag.endswith("text") for element in drawing.iter())
    lines = encoded(PlotWish("Loss", "csv", pane)).decode().splitlines()
    assert lines[0] == "curve,x,y"
    assert '"each iteration",2.0,2.0' in lines


def test_the_menu_asks_where_a_plot_goes(
    qtbot: QtBot, page: TrainingPage, settings: Settings, status: StatusLine, notice: Notice, tmp_path: Path
) -> None:
    """Chosen from the plot's menu and answered, a file is written; where it cannot be, that is said."""
    window = QWidget()
    qtbot.addWidget(window)
    session = PlotFiles(page, settings, status, notice, window)
    menu = page.run_view.loss_deck.more.menu()
    assert menu is not None
    menu.actions()[2].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "loss.csv"))
    dialog.reject()
    assert (tmp_path / "loss.csv").read_text().startswith("curve,x,y")
    assert "loss.csv" in status.state
    session.save(PlotWish("Loss", "csv", page.run_view.losses), tmp_path / "no" / "loss.csv")
    assert "cannot be written" in notice.text


def test_a_table_is_offered_by_its_first_line(qtbot: QtBot, settings: Settings, notice: Notice, tmp_path: Path) -> None:
    """A CSV file's last column is learned from the others; a file without columns is refused with a sentence."""
    page, window = TrainingPage(LIGHT), QWidget()
    qtbot.addWidget(page)
    qtbot.addWidget(window)
    choice = TableChoice(page, settings, notice, window)
    path = tmp_path / "houses.csv"
    path.write_text("rooms,area,price\n1,2,3\n")
    page.panel.form.entries["target"].show_value("table")
    assert "CSV" in page.panel.form.fault()
    choice.choose(path)
    assert page.recipe().target == Table(str(path), ("rooms", "area"), "price")
    path.write_text("one\n1\n")
    choice.choose(path)
    assert "at least two columns" in notice.text


@pytest.mark.parametrize("text", ["", "a\n", "a,a\n", "a,,b\n", "\0,b\n"])
def test_what_names_no_columns_is_refused(tmp_path: Path, text: str) -> None:
    """Nothing, one column, a name twice, a name missing, no text at all."""
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(UsageError):
        read_columns(tmp_path / "t.csv")


def test_model_classes_are_found_in_the_text(qtbot: QtBot) -> None:
    """Classes with nn.Module as a base, and their heirs, are offered when the page is looked at."""
    assert model_classes(TEXT) == ("Net", "Deep")
    assert model_classes("class (") == ()
    page = TrainingPage(LIGHT)
    qtbot.addWidget(page)
    classes = ModelClasses(page, lambda: TEXT, page)
    page.panel.form.entries["model"].show_value("program")
    assert "nn.Module" in page.panel.form.fault()
    classes.offer()
    assert page.recipe().model == ProgramModel(TEXT, "Net", "")


def test_a_checkpoint_is_saved_and_resumed(
    qtbot: QtBot, window: MainWindow, settings: Settings, tmp_path: Path
) -> None:
    """A paused run is saved; resumed it stands where it stood, and its next losses are those it would have had."""
    training, page = window._processes.training, window.training_page
    session = CheckpointSession(training, page, window.trainings, settings, window.status, window.notice, window)
    path = tmp_path / "run.safetensors"
    window.show_page(page)
    page.panel.form.show_recipe(Recipe(iterations=50, epochs=2, threshold=0))
    qtbot.mouseClick(page.controls.buttons["epoch"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controls.state == "paused" and _total(page) == 50, timeout=LONG_MS)
    session.ask_save()
    with qtbot.waitSignal(training.training_saved, timeout=LONG_MS):
        _answer(window, path)
    assert path.exists()
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS):
        qtbot.mouseClick(page.controls.buttons["play"], Qt.MouseButton.LeftButton)
    assert page.course is not None
    uninterrupted = page.course.losses.raw()[1][50:].tolist()
    session.ask_resume()
    with qtbot.waitSignal(training.training_begun, timeout=LONG_MS):
        _answer(window, path)
    qtbot.waitUntil(lambda: page.controls.state == "paused", timeout=LONG_MS)
    assert _total(page) == 50
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS):
        qtbot.mouseClick(page.controls.buttons["play"], Qt.MouseButton.LeftButton)
    assert page.course.losses.raw()[1].tolist() == uninterrupted
    path.write_bytes(b"no checkpoint")
    session.ask_resume()
    with qtbot.waitSignal(training.training_ended, timeout=LONG_MS):
        _answer(window, path)
    assert page.run_view.banner.isVisible()
    assert page.controls.state == "idle"


def _total(page: TrainingPage) -> int:
    return 0 if page.course is None else page.course.total


def _answer(window: MainWindow, path: Path) -> None:
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
