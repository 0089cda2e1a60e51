"""What helps while typing, in the real window with its real processes: shapes, fixes, names, the cost of a run."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run
from desktop.records.text import Span
from desktop.views.editor.completion_popup import CompletionPopup

LONG_MS = 90_000
Key, Modifier = Qt.Key, Qt.KeyboardModifier
MODEL = "import torch\nx = torch.ones(4, 3)\n"
VAST = "import torch\nx = torch.ones(40_000, 40_000)\n"


@pytest.fixture
def helped(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Give a window whose help while typing is there."""
    window.typing_help.start()
    qtbot.waitUntil(lambda: window._processes.preview.is_ready and window._processes.language.is_ready, timeout=LONG_MS)
    return window


def test_shapes_stand_at_the_ends_of_lines_unless_they_are_turned_off(helped: MainWindow, qtbot: QtBot) -> None:
    """Ctrl+Shift+H takes them away and brings them back."""
    editor = helped.program_page.editor
    editor.setPlainText(MODEL)
    qtbot.waitUntil(lambda: editor.shapes.text(2) == "x: 4×3 float32", timeout=LONG_MS)
    qtbot.keyClick(editor, Key.Key_H, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert editor.shapes.text(2) == ""
    qtbot.keyClick(editor, Key.Key_H, Modifier.ControlModifier | Modifier.ShiftModifier)
    qtbot.waitUntil(lambda: editor.shapes.text(2) == "x: 4×3 float32", timeout=LONG_MS)


def test_the_light_bulb_mends_a_line_once(helped: MainWindow, qtbot: QtBot) -> None:
    """Alt+Enter offers what would mend the line, Enter takes it, and one undo gives the line back."""
    editor = helped.program_page.editor
    editor.setPlainText("x = torch.ones(2)\n")
    qtbot.waitUntil(lambda: 1 in editor._marks.findings.fixable_lines(), timeout=LONG_MS)
    editor.go_to(Span(1, 0, 1, 0))
    QTest.keyClick(editor, Key.Key_Return, Modifier.AltModifier)
    menu = next(part for part in editor.findChildren(QMenu) if part.isVisible())
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.toPlainText() == "import torch\nx = torch.ones(2)\n", timeout=LONG_MS)
    QTest.keyClick(editor, Key.Key_Z, Modifier.ControlModifier)
    assert editor.toPlainText() == "x = torch.ones(2)\n"


def test_names_are_completed_at_the_keys(helped: MainWindow, qtbot: QtBot) -> None:
    """A few letters of a name of PyTorch, Enter, and it stands there."""
    editor = helped.program_page.editor
    editor.setPlainText("import torch\n")
    editor.go_to(Span(2, 0, 2, 0))
    popup = editor.findChild(CompletionPopup)
    assert isinstance(popup, CompletionPopup)
    QTest.keyClicks(editor, "torch.matm")
    qtbot.waitUntil(popup.isVisible, timeout=LONG_MS)
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.toPlainText() == "import torch\ntorch.matmul"


def test_what_a_run_takes_is_told_with_the_button(helped: MainWindow, qtbot: QtBot) -> None:
    """Memory and operations, as far as a look can tell."""
    tip = helped.commands.run.toolTip
    before = tip()
    helped.program_page.editor.setPlainText(MODEL + "y = x @ x.T\n")
    qtbot.waitUntil(lambda: "floating-point operations" in tip(), timeout=LONG_MS)
    assert "It takes about" in tip()
    helped.program_page.editor.setPlainText("pass\n")
    qtbot.waitUntil(lambda: tip() == before, timeout=LONG_MS)


def test_a_heavy_run_is_announced_and_run_only_if_a_person_wants_it(helped: MainWindow, qtbot: QtBot) -> None:
    """F5 says what it takes; an edit that makes it light takes the notice back; "Run anyway" runs it."""
    editor, notice = helped.program_page.editor, helped.notice
    warning = "This run takes 6.0 GiB for its tensors."
    editor.setPlainText(VAST)
    qtbot.waitUntil(lambda: helped.typing_help.previews.warning(VAST) == warning, timeout=LONG_MS)
    qtbot.keyClick(editor, Key.Key_F5)
    assert notice.text == warning
    assert not helped._processes.engine.is_busy
    editor.setPlainText(MODEL)
    qtbot.waitUntil(lambda: notice.text == "", timeout=LONG_MS)


def test_a_heavy_run_is_run_when_it_is_wanted(helped: MainWindow, qtbot: QtBot, run_text: Callable[[str], Run]) -> None:
    """The notice closes, the program runs, and is announced no more."""
    text = VAST.replace("ones", "empty").replace("40_000)", "40_000, device='meta')")
    assert run_text(MODEL).status == "finished"  # the engine is warm
    editor, notice = helped.program_page.editor, helped.notice
    helped.heavy_runs._warning = lambda _: "This run takes all there is."
    editor.setPlainText(text)
    qtbot.keyClick(editor, Key.Key_F5)
    assert notice.text == "This run takes all there is."
    with qtbot.waitSignal(helped.runs.run_shown, timeout=LONG_MS):
        qtbot.mouseClick(notice.offers["Run anyway"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(helped.runs.run_shown, timeout=LONG_MS):
        qtbot.keyClick(editor, Key.Key_F5)
    assert notice.text == ""
    assert QApplication.activeModalWidget() is None
