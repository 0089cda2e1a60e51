"""Opening, saving and closing in the real window: whatever goes wrong, what was typed is still there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.app.settings import Settings
from desktop.app.window import EXAMPLE, MainWindow
from desktop.records.run import Run

LONG_MS = 20_000
Button = QMessageBox.StandardButton


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Give a program's file."""
    path = tmp_path / "program.py"
    path.write_text("x = 1\n")
    return path


def text_of(window: MainWindow) -> str:
    """Give the text in the editor."""
    return window.program_page.editor.toPlainText()


def write(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Type words at the caret."""
    qtbot.keyClicks(window.program_page.editor, words)
    assert window.isWindowModified()


def answer(qtbot: QtBot, window: MainWindow, button: Button) -> None:
    """Press a button of the question that stands open."""
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=LONG_MS)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    qtbot.mouseClick(box.button(button), Qt.MouseButton.LeftButton)


def take(qtbot: QtBot, window: MainWindow, offer: str) -> None:
    """Take an offer of the notice."""
    qtbot.mouseClick(window.notice.offers[offer], Qt.MouseButton.LeftButton)


def choose(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Choose a file in the dialog that stands open."""
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None, timeout=LONG_MS)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()


def drop(widget: QWidget, path: Path) -> None:
    """Drag a file onto a widget and let it go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, keys)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPoint(5, 5), action, data, button, keys))


def test_fresh_window(window: MainWindow) -> None:
    """A fresh window holds a program that can be run at once, and nothing in it is unsaved."""
    assert text_of(window) == EXAMPLE.read_text()
    assert window.windowTitle() == "untitled.py[*] — Chainrule"
    assert not window.isWindowModified()


def test_open_and_recent(window: MainWindow, settings: Settings, program: Path) -> None:
    """An opened file is shown under its name and is the first of the recent ones."""
    window.open(program)
    assert text_of(window) == "x = 1\n"
    assert window.windowTitle() == "program.py[*] — Chainrule"
    assert settings.recent_files == (program,)
    assert window.program().name == "program.py"


def test_recent_file_is_opened_from_the_menu(window: MainWindow, program: Path, tmp_path: Path) -> None:
    """The menu lists recent files, the latest first, and opens the one that is chosen; one that is gone leaves it."""
    other = tmp_path / "other.py"
    other.write_text("y = 2\n")
    window.open(program)
    window.open(other)
    entries = window.menus._recent.actions()
    assert [entry.toolTip() for entry in entries] == [str(other), str(program)]
    entries[1].trigger()
    assert text_of(window) == "x = 1\n"
    other.unlink()
    window.open(other)
    window.open(program)
    assert [entry.toolTip() for entry in window.menus._recent.actions()] == [str(program)]


@pytest.mark.parametrize("kind", ["missing", "folder", "binary"])
def test_unreadable_file(window: MainWindow, tmp_path: Path, kind: str) -> None:
    """A file that cannot be opened is told in one paragraph in the window, and the text stays."""
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "binary":
        path.write_bytes(b"\x00\x01\xff")
    before = text_of(window)
    window.open(path)
    assert str(path) in window.notice.text
    assert text_of(window) == before


def test_save(qtbot: QtBot, window: MainWindow, program: Path) -> None:
    """Ctrl+S writes the text to the open file and takes the unsaved mark away."""
    window.open(program)
    write(qtbot, window, "y = 2; ")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert program.read_text() == "y = 2; x = 1\n"
    assert not window.isWindowModified()


def test_save_under_a_name(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """Saving a new program asks for a name, and that file is the open one from then on."""
    write(qtbot, window, "# mine ")
    window.commands.save.trigger()
    choose(qtbot, window, tmp_path / "new.py")
    assert (tmp_path / "new.py").read_text() == text_of(window)
    assert window.windowTitle() == "new.py[*] — Chainrule"
    assert not window.isWindowModified()


def test_save_where_nothing_can_be_written(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """A save that fails says so and keeps the text and its unsaved mark."""
    write(qtbot, window, "# mine ")
    window.commands.save_as.trigger()
    choose(qtbot, window, tmp_path / "no such folder" / "new.py")
    qtbot.waitUntil(lambda: "still here" in window.notice.text, timeout=LONG_MS)
    assert window.isWindowModified()


@pytest.mark.parametrize(
    ("button", "kept", "written"),
    [(Button.Save, False, True), (Button.Discard, False, False), (Button.Cancel, True, False)],
)
def test_unsaved_text_is_asked_about(
    qtbot: QtBot, window: MainWindow, program: Path, button: Button, *, kept: bool, written: bool
) -> None:
    """New over unsaved text asks: Save writes it first, Discard drops it, Cancel keeps all as it is."""
    window.open(program)
    write(qtbot, window, "y = 2; ")
    window.commands.new.trigger()
    answer(qtbot, window, button)
    assert text_of(window) == ("y = 2; x = 1\n" if kept else "")
    assert program.read_text() == ("y = 2; x = 1\n" if written else "x = 1\n")


@pytest.mark.parametrize(("button", "closed"), [(Button.Discard, True), (Button.Cancel, False)])
def test_closing_asks_too(qtbot: QtBot, window: MainWindow, button: Button, *, closed: bool) -> None:
    """Closing with unsaved text asks first, and goes on only if the person says so."""
    write(qtbot, window, "# mine ")
    assert not window.close()
    answer(qtbot, window, button)
    assert window.isVisible() != closed


@pytest.mark.parametrize("over_editor", [True, False])
def test_dropped_file(window: MainWindow, program: Path, *, over_editor: bool) -> None:
    """A file dropped anywhere is opened, not written into the text."""
    drop(window.program_page.editor.viewport() if over_editor else window, program)
    assert text_of(window) == "x = 1\n"


def test_changed_by_another_program(qtbot: QtBot, window: MainWindow, program: Path) -> None:
    """A file that another program changed is told, and taken when the person wants it; undo brings back what was."""
    window.open(program)
    with qtbot.waitSignal(window.document.changed_outside, timeout=LONG_MS):
        program.write_text("x = 2\n")
    assert text_of(window) == "x = 1\n"
    assert "another program" in window.notice.text
    take(qtbot, window, "Reload")
    assert text_of(window) == "x = 2\n"
    assert not window.isWindowModified()
    window.commands.undo.trigger()
    assert text_of(window) == "x = 1\n"
    assert window.isWindowModified()


@pytest.mark.parametrize(
    ("offer", "on_disk", "here"),
    [("Reload", "x = 2\n", "x = 2\n"), ("Overwrite", "y = 2; x = 1\n", "y = 2; x = 1\n")],
)
def test_saving_over_a_foreign_change(
    qtbot: QtBot, window: MainWindow, program: Path, offer: str, on_disk: str, here: str
) -> None:
    """What another program wrote meanwhile is overwritten only if the person says so."""
    window.open(program)
    write(qtbot, window, "y = 2; ")
    program.write_text("x = 2\n")
    window.commands.save.trigger()
    assert program.read_text() == "x = 2\n"
    take(qtbot, window, offer)
    assert (program.read_text(), text_of(window)) == (on_disk, here)
    assert not window.isWindowModified()


def test_saving_beside_a_foreign_change(qtbot: QtBot, window: MainWindow, program: Path, tmp_path: Path) -> None:
    """Save As keeps both texts."""
    window.open(program)
    write(qtbot, window, "y = 2; ")
    program.write_text("x = 2\n")
    window.commands.save.trigger()
    take(qtbot, window, "Save As…")
    choose(qtbot, window, tmp_path / "mine.py")
    assert program.read_text() == "x = 2\n"
    assert (tmp_path / "mine.py").read_text() == "y = 2; x = 1\n"


def test_removed_under_the_window(qtbot: QtBot, window: MainWindow, program: Path) -> None:
    """A file that is removed leaves its text here, unsaved, and is written again when the person wants it."""
    window.open(program)
    with qtbot.waitSignal(window.document.changed_outside, timeout=LONG_MS):
        program.unlink()
    assert window.isWindowModified()
    take(qtbot, window, "Save it again")
    assert program.read_text() == "x = 1\n"
    assert not window.isWindowModified()


def test_folder_in_the_file_s_place(qtbot: QtBot, window: MainWindow, program: Path) -> None:
    """Where a folder took the file's place, saving says so, harms nothing and offers another file."""
    window.open(program)
    program.unlink()
    program.mkdir()
    window.commands.save.trigger()
    assert "folder" in window.notice.text
    assert list(window.notice.offers) == ["Save As…"]
    assert program.is_dir()


def test_undo_is_the_editor_s(qtbot: QtBot, window: MainWindow, program: Path) -> None:
    """Undo takes typing back, and text that is as it was saved is not unsaved."""
    window.open(program)
    write(qtbot, window, "y")
    window.commands.undo.trigger()
    assert text_of(window) == "x = 1\n"
    assert not window.isWindowModified()


def test_a_new_program_is_unmodified_and_has_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    """From wherever Ctrl+N was pressed one can type at once, and the title has no star before that."""
    editor = window.program_page.editor
    window.activateWindow()
    window.show_page(window.gallery)
    qtbot.keyClick(window.gallery, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(editor.hasFocus)
    assert not window.isWindowModified()
    qtbot.keyClicks(editor, "x")
    assert window.isWindowModified()


def test_another_program_begins_with_a_clean_bench(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run]
) -> None:
    """New puts away what came of the program before, and stops it where it still runs."""
    run_text("import torch\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()\nprint('old')\n")
    editor = window.program_page.editor
    editor.document().setModified(False)
    window.files.new()
    assert window.graphs.drawn is None
    assert window.status.figures == ""
    editor.setPlainText("print('on', flush=True)\nwhile True: pass\n")
    with qtbot.waitSignal(window._processes.engine.printed, timeout=LONG_MS):
        window.run()
    editor.document().setModified(False)
    window.files.new()
    assert not window.commands.stop.isEnabled()
    assert not window.status.state.startswith("Running")
    qtbot.waitUntil(lambda: not window._processes.engine.is_busy, timeout=LONG_MS)
    assert window.graphs.drawn is None


def test_a_long_program_is_whole_before_it_is_all_there(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """While it is put in, the status line says so, saving writes all of it, and nothing counts as modified."""
    path, text = tmp_path / "long.py", "# a comment\n" * 40_000
    path.write_text(text)
    editor = window.program_page.editor
    with qtbot.waitSignal(editor.loaded, timeout=LONG_MS):
        window.open(path)
        assert window.status.currentMessage() == "Opening long.py …"
        assert window.program().text == text
        window.files.save()
        assert path.read_text() == text
        assert not window.isWindowModified()
    assert window.status.currentMessage() == ""
    assert text_of(window) == text
    assert not window.isWindowModified()
