"""The keyboard leads everywhere: from pane to pane, and to Run and Stop from every page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow

LONG_MS = 60_000
Key, Modifier = Qt.Key, Qt.KeyboardModifier


def pane_with_keyboard(window: MainWindow) -> str:
    """Name the pane in which the keyboard is."""
    page, focused = window.program_page, QApplication.focusWidget()
    assert focused is not None
    panes = {
        "list": page.palette_list,
        "editor": page.editor,
        "tabs": page.tabs,
        "graph": page.graph,
        "player": page.player,
        "details": page.details,
    }
    return next(name for name, pane in panes.items() if focused is pane or pane.isAncestorOf(focused))


def test_f6_leads_out_of_the_editor_and_round(window: MainWindow, qtbot: QtBot) -> None:
    """Each pane in its turn, hidden ones left out, and with Shift the other way."""
    window.activateWindow()
    window.program_page.editor.setFocus()
    visited = []
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_F6)
        visited.append(pane_with_keyboard(window))
    assert visited == ["tabs", "graph", "player", "details", "list"]
    window.commands.inspector.setChecked(False)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_F6, Modifier.ShiftModifier)
    assert pane_with_keyboard(window) == "player"


def test_a_program_is_run_and_stopped_from_every_page(window: MainWindow, qtbot: QtBot) -> None:
    """F5 brings its page to the front; Shift+F5 stops it from elsewhere; the menu has both, the bar only there."""
    window.program_page.editor.setPlainText("print('on', flush=True)\nwhile True: pass\n")
    window.show_page(window.training_page)
    buttons = {button.text(): button for button in window.top_bar.findChildren(QToolButton)}
    qtbot.waitUntil(lambda: not buttons["Run"].isVisible())
    assert window.commands.run.isVisible()
    with qtbot.waitSignal(window._processes.engine.printed, timeout=LONG_MS):
        qtbot.keyClick(window.training_page, Key.Key_F5)
    assert window.pages.currentWidget() is window.program_page
    qtbot.waitUntil(buttons["Run"].isVisible)
    window.show_page(window.gallery)
    with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS):
        qtbot.keyClick(window.gallery, Key.Key_F5, Modifier.ShiftModifier)
    assert window.status.state == "Stopped"
