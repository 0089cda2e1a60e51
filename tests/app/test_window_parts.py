"""The window around its pages: bar, menus, status, help, colours."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QDialog, QMessageBox, QTableWidget
from pytestqt.qtbot import QtBot

from desktop.app.notice import Offer
from desktop.app.status import StatusLine, figures
from desktop.app.window import MainWindow
from desktop.records.flow import Flow
from desktop.records.graph import Graph, Node
from desktop.records.messages import Device
from desktop.records.run import Run
from desktop.views.model_form import ModelForm
from desktop.views.theme import DARK, LIGHT

LONG_MS = 20_000
GRAPH = Graph(("n0",), tuple(Node(f"n{number}", "AddBackward0", "operation") for number in range(1200)), ())


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (Run(1, "finished", "cpu", 0, 3.14, ""), "3.1 ms  ·  0 nodes  ·  0 backward passes"),
        (
            Run(1, "finished", "cpu", 0, 2500.0, "", graphs=(GRAPH,), flows=(Flow(0, 1),)),
            "2.5 s  ·  1,200 nodes  ·  1 backward pass",
        ),
        (
            Run(1, "finished", "cpu", 0, 0.0, "", graphs=(GRAPH,), flows=(Flow(0, 1), Flow(0, 12))),
            "1,200 nodes  ·  2 of 12 backward passes",
        ),
        (Run(1, "finished", "cpu", 0, 0.0, "", graphs=(GRAPH, GRAPH)), "2,400 nodes  ·  0 backward passes"),
    ],
)
def test_figures(run: Run, words: str) -> None:
    """A run's time, nodes and passes are told in one line; a time that was left out is not told."""
    assert figures(run) == words


def test_busy_bar(qtbot: QtBot) -> None:
    """The bar shows once work takes longer than half a second, until the last of it is over."""
    status = StatusLine()
    qtbot.addWidget(status)
    status.show()
    status.begin("starting")
    status.begin("laying out")
    assert not status._bar.isVisible()
    qtbot.waitUntil(status._bar.isVisible, timeout=LONG_MS)
    status.end("starting")
    assert status._bar.isVisible()
    status.end("laying out")
    assert not status._bar.isVisible()


def test_devices(window: MainWindow) -> None:
    """The picker offers what torch offers and keeps the choice where it can."""
    bar = window.top_bar
    bar.show_devices((Device("cpu", "CPU"), Device("cuda:0", "H100 (cuda:0)")))
    bar._device.setCurrentIndex(1)
    bar.show_devices((Device("cpu", "CPU"), Device("cuda:1", "A"), Device("cuda:0", "H100 (cuda:0)")))
    assert window.program().device == "cuda:0"
    bar.show_devices((Device("cpu", "CPU"),))
    assert window.program().device == "cpu"


def test_pages(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+2 shows the training's page and starts its engine; what only a run needs is hidden there."""
    started: list[bool] = []
    monkeypatch.setattr(window.trainings, "start_engine", lambda: started.append(True))
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.training_page
    assert started
    qtbot.waitUntil(lambda: not window.top_bar._seed.isVisible(), timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.program_page
    qtbot.waitUntil(window.top_bar._seed.isVisible, timeout=LONG_MS)


def test_every_action_says_what_it_does(window: MainWindow) -> None:
    """Each action has a tip, no two have one key, and each with an icon has it."""
    actions = window.commands.all()
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(actions) > 20
    assert all(action.statusTip() and action.toolTip() for action in actions)
    assert len(keys) == len(set(keys))
    assert not window.commands.run.icon().isNull()


@pytest.mark.parametrize("name", ["about", "shortcuts"])
def test_help(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """About tells versions, the list of keys tells the keys; both close."""
    action = getattr(window.commands, name)
    assert isinstance(action, QAction)
    action.trigger()
    dialog = window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    if isinstance(dialog, QMessageBox):
        assert "Qt for Python" in dialog.informativeText()
    else:
        table = dialog.findChild(QTableWidget)
        assert isinstance(table, QTableWidget)
        assert any((item := table.item(row, 0)) and "F5" in item.text() for row in range(table.rowCount()))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_colours(window: MainWindow) -> None:
    """Choosing dark and light colours changes the editor, the graph and the window at once."""
    for choice, theme in (("dark", DARK), ("light", LIGHT)):
        window.appearance.choose(choice)
        picture = window.grab().toImage()
        graph, editor = window.program_page.graph, window.program_page.editor.viewport()
        for view in (graph, editor):
            corner = view.mapTo(window, view.rect().bottomRight()) - view.rect().topLeft()
            colour = picture.pixelColor(corner.x() - 3, corner.y() - 3)
            assert abs(colour.lightness() - QColor(theme.base).lightness()) < 8


def test_a_run_s_figures_stand_with_its_program(window: MainWindow) -> None:
    """Beside a training or the lessons they would be taken for theirs."""
    for page in (window.training_page, window.gallery, window.program_page):
        window.show_page(page)
        assert window.status._figures.isVisible() == (page is window.program_page)


def test_pages_out_of_sight_take_the_colours_too(qtbot: QtBot, window: MainWindow) -> None:
    """They follow a moment later, and take the last of several choices."""
    for choice in ("dark", "light", "dark"):
        window.appearance.choose(choice)
    dark = QColor(DARK.window)
    pages = (window.training_page, window.gallery)
    qtbot.waitUntil(lambda: all(page.palette().window().color() == dark for page in pages))


def test_panels(qtbot: QtBot, window: MainWindow) -> None:
    """The insert list and the inspector can be put away and brought back."""
    for action, panel in (
        (window.commands.palette, window.program_page.palette_list),
        (window.commands.inspector, window.program_page.inspector),
    ):
        assert panel.isVisible()
        action.trigger()
        assert not panel.isVisible()
        action.trigger()
        assert panel.isVisible()


def test_insert_from_the_list(window: MainWindow) -> None:
    """A statement chosen from the list is written into the text."""
    window.program_page.editor.setPlainText("import torch\n")
    window.program_page.palette_list.template_chosen.emit("x = torch.randn(«2», «3»)")
    assert "x = torch.randn(2, 3)" in window.program_page.editor.toPlainText()


def test_insert_model(qtbot: QtBot, window: MainWindow) -> None:
    """The New Model form writes its class into the text, as an edit that undo takes back."""
    editor = window.program_page.editor
    editor.setPlainText("x = 1\n")
    window.commands.insert_model.trigger()
    form = window.findChild(ModelForm)
    assert isinstance(form, ModelForm)
    written = form.class_text()
    form.accept()
    assert written.strip() in editor.toPlainText()
    window.commands.undo.trigger()
    assert editor.toPlainText() == "x = 1\n"


def test_zoom(qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]) -> None:
    """The graph is enlarged, shrunk and fitted from the menu."""
    run_text("import torch\nx = torch.ones(1, requires_grad=True)\ny = x * 2")
    graph = window.program_page.graph
    fitted = graph.camera_scale()
    window.commands.zoom_in.trigger()
    assert graph.camera_scale() > fitted
    window.commands.zoom_out.trigger()
    window.commands.zoom_out.trigger()
    assert graph.camera_scale() < fitted
    window.commands.fit.trigger()
    assert graph.camera_scale() == fitted


def test_notice(qtbot: QtBot, window: MainWindow) -> None:
    """A notice says one paragraph, does what it offers once, and closes."""
    done: list[bool] = []
    window.notice.say("The file changed.", Offer("Load it", lambda: done.append(True), "Take it"))
    assert window.notice.text == "The file changed."
    qtbot.mouseClick(window.notice.offers["Load it"], Qt.MouseButton.LeftButton)
    assert done == [True]
    assert window.notice.text == ""
    window.notice.say("No more than that.")
    assert not window.notice.offers
    qtbot.mouseClick(window.notice._close, Qt.MouseButton.LeftButton)
    assert window.notice.text == ""
