"""A program that wants more than to compute is asked about in the real window, with a real engine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.app.window import MainWindow
from desktop.records.run import Run

LONG_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Name a file that the program writes if it may."""
    return tmp_path / "note.txt"


@pytest.fixture
def ask(qtbot: QtBot, window: MainWindow, note: Path) -> Callable[[], str]:
    """Give a function that types a program that writes a file, runs it, and waits for the question."""

    def run() -> str:
        text = f"x = 1\nwith open({str(note)!r}, 'w') as file:\n    file.write('hello')\nprint('written')\n"
        window.program_page.editor.setPlainText(text)
        with qtbot.waitSignal(window.runs.refused, timeout=LONG_MS):
            qtbot.keyClick(window.program_page.editor, Qt.Key.Key_F5)
        return text

    return run


def want_marks(window: MainWindow) -> list[str]:
    """Give the texts that are marked as wants."""
    return [want.selectedText() for want in window.program_page.editor._marks._wants]


def test_refused_run_asks_in_place(window: MainWindow, note: Path, ask: Callable[[], str]) -> None:
    """The question says what is wanted on which line, marks it in the text, and nothing was run."""
    ask()
    panel = window.program_page.consent
    assert panel.isVisible()
    assert "Line 2" in panel._wants.item(0).text()
    assert "open" in panel._wants.item(0).text()
    assert want_marks(window) == ["open", "file.write"]
    assert not note.exists()
    assert window.status.state == "Nothing was run: it needs your consent"


def test_enter_trusts_nothing(window: MainWindow, note: Path, ask: Callable[[], str]) -> None:
    """The keyboard waits on the harmless button: Enter leaves the program alone and closes the question."""
    ask()
    focused = QApplication.focusWidget()
    assert focused is window.program_page.consent._decline
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert not window.program_page.consent.isVisible()
    assert not want_marks(window)
    assert not window.runs._engine.is_busy
    assert not note.exists()
    assert QApplication.focusWidget() is window.program_page.editor


def test_consent_is_kept_for_the_exact_text(
    qtbot: QtBot, window: MainWindow, note: Path, ask: Callable[[], str], run_text: Callable[[str], Run]
) -> None:
    """A trusted program runs, and runs unasked the next time; one changed character asks again; forgotten, too."""
    text = ask()
    with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS):
        qtbot.mouseClick(window.program_page.consent._consent, LEFT)
    assert note.read_text() == "hello"
    assert not want_marks(window)
    assert run_text(text).output == "written\n"
    with qtbot.waitSignal(window.runs.refused, timeout=LONG_MS):
        qtbot.keyClicks(window.program_page.editor, "#")
        window.commands.run.trigger()
    window.program_page.editor.setPlainText(text)
    window.commands.forget_consents.trigger()
    with qtbot.waitSignal(window.runs.refused, timeout=LONG_MS):
        window.commands.run.trigger()


def test_edit_withdraws_the_question(qtbot: QtBot, window: MainWindow, ask: Callable[[], str]) -> None:
    """Consent is for the text that was asked about: an edit of it withdraws the question."""
    ask()
    qtbot.keyClicks(window.program_page.editor, "#")
    assert not window.program_page.consent.isVisible()
    assert not want_marks(window)


def test_want_leads_to_its_place(qtbot: QtBot, window: MainWindow, ask: Callable[[], str]) -> None:
    """A click on a want selects it in the text, and the question stays."""
    ask()
    wants = window.program_page.consent._wants
    qtbot.mouseClick(wants.viewport(), LEFT, pos=wants.visualItemRect(wants.item(0)).center())
    assert window.program_page.editor.textCursor().selectedText() == "open"
    assert window.program_page.consent.isVisible()


def test_run_before_stays(window: MainWindow, run_text: Callable[[str], Run], ask: Callable[[], str]) -> None:
    """A refused run leaves the graph and the variables of the run before."""
    run = run_text("import torch\nx = torch.ones(2, requires_grad=True)\n(x * 2).sum().backward()\n")
    ask()
    assert window.graphs.graph == run.graphs[0]


def test_question_is_seen(qtbot: QtBot, window: MainWindow, ask: Callable[[], str]) -> None:
    """A program that is run from the training's page brings its own page back to ask."""
    text = ask()
    window.program_page.consent._decline.click()
    window.commands.training_page.trigger()
    with qtbot.waitSignal(window.runs.refused, timeout=LONG_MS):
        window.commands.run.trigger()
    assert window.program_page.consent.isVisible()
    assert window.program_page.editor.toPlainText() == text


def test_opening_never_runs(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """Opening a file, also a trusted one, runs nothing."""
    path = tmp_path / "program.py"
    path.write_text("print('run')")
    window.open(path)
    assert not window.runs._engine.is_busy


def test_about_tells_the_confinement(
    qtbot: QtBot, window: MainWindow, run_text: Callable[[str], Run], ask: Callable[[], str]
) -> None:
    """About says how the engine is confined, or that the one for a trusted program is not."""
    run_text("print(1)")
    told = []
    for _ in range(2):
        window.commands.about.trigger()
        box = window.findChild(QMessageBox)
        assert isinstance(box, QMessageBox)
        told.append(box.informativeText())
        box.close()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None, timeout=LONG_MS)
        if len(told) == 1:
            ask()
            with qtbot.waitSignal(window.runs.run_shown, timeout=LONG_MS):
                qtbot.mouseClick(window.program_page.consent._consent, LEFT)
    assert "confined" in told[0] or "cannot keep" in told[0]
    assert "is not confined" in told[1]
