"""Saving pictures from the real window."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app.picture_form import PictureForm, PictureWish
from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.views.theme import LIGHT

LONG_MS = 60_000
TEXT = """import torch
w = torch.ones(3, requires_grad=True)
loss = (w * 2).sum()
loss.backward()
"""


def save(qtbot: QtBot, window: MainWindow, wish: PictureWish, path: Path) -> bytes:
    """Save a picture of what is drawn, and read it."""
    assert window.graphs.drawn is not None
    window.pictures.save(wish, window.graphs.drawn, path)
    qtbot.waitUntil(lambda: window.status.state.startswith("Saved"), timeout=LONG_MS)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        (".svg", b"<?xml"),
        (".pdf", b"%PDF"),
        (".png", b"\x89PNG"),
        (".gif", b"GIF89a"),
        ("strip.svg", b"<?xml"),
        (".dot", b"digraph"),
        (".graphml", b"<?xml"),
    ],
)
def test_each_form_is_written(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path, form: str, begins: bytes
) -> None:
    """A file of the kind that was asked for is there."""
    run_text(TEXT)
    wish = PictureWish(form, seen=False, theme="light", ratio=1.0)
    assert save(qtbot, window, wish, tmp_path / f"graph{wish.suffix}").lstrip().startswith(begins)


def test_a_document_is_the_record(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path
) -> None:
    """The JSON holds every node of the run's graph."""
    run = run_text(TEXT)
    data = save(qtbot, window, PictureWish(".json", seen=False, theme="light", ratio=1.0), tmp_path / "graph.json")
    assert [node["id"] for node in json.loads(data)["nodes"]] == [node.id for node in run.graphs[0].nodes]


def test_size_multiplies_pixels(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path
) -> None:
    """A picture at 3× has three times the pixels of one at 1×, each way."""
    run_text(TEXT)
    sizes = []
    for ratio in (1.0, 3.0):
        path = tmp_path / f"{ratio}.png"
        save(qtbot, window, PictureWish(".png", seen=False, theme="dark", ratio=ratio), path)
        window.status.say("")
        sizes.append(QImage(str(path)).size())
    assert abs(sizes[1].width() - 3 * sizes[0].width()) <= 3
    assert abs(sizes[1].height() - 3 * sizes[0].height()) <= 3


def test_what_is_seen_is_less_than_all(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path
) -> None:
    """Near one node, what is seen has the size of the view and not that of the graph."""
    run_text(TEXT)
    view = window.program_page.graph
    path = tmp_path / "seen.png"
    save(qtbot, window, PictureWish(".png", seen=True, theme="light", ratio=1.0), path)
    assert abs(QImage(str(path)).width() - view.width()) <= 1


def test_a_folder_that_is_not_there_is_said(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path
) -> None:
    """The window says in words why there is no picture."""
    run_text(TEXT)
    assert window.graphs.drawn is not None
    wish = PictureWish(".svg", seen=False, theme="light", ratio=1.0)
    window.pictures.save(wish, window.graphs.drawn, tmp_path / "nowhere" / "graph.svg")
    qtbot.waitUntil(window.notice.isVisible, timeout=LONG_MS)
    assert "nowhere" in window.notice.text


def test_the_form_offers_what_has_a_meaning(qtbot: QtBot) -> None:
    """Without a pass there is nothing to animate; a document has neither part nor colours nor size."""
    form = PictureForm("light", has_flow=False)
    qtbot.addWidget(form)
    forms, part, theme, ratio = form.findChildren(QComboBox)
    assert forms.findData(".gif") == -1
    forms.setCurrentIndex(forms.findData(".dot"))
    assert not part.isEnabled()
    assert not theme.isEnabled()
    assert not ratio.isEnabled()
    forms.setCurrentIndex(forms.findData(".png"))
    assert ratio.isEnabled()
    buttons = form.findChild(QDialogButtonBox)
    assert buttons is not None
    with qtbot.waitSignal(form.accepted):
        buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert form.wish().form == ".png"


def test_the_programs_name_is_suggested(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], tmp_path: Path
) -> None:
    """The picture of a saved program is to be called as the program is."""
    run_text(TEXT)
    window.document.save(TEXT, tmp_path / "loop.py")
    window.pictures.ask(LIGHT)
    form = window.findChild(PictureForm)
    assert form is not None
    buttons = form.findChild(QDialogButtonBox)
    assert buttons is not None
    qtbot.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert Path(dialog.selectedFiles()[0]).name == "loop.svg"
    dialog.reject()
