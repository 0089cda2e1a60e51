"""A window on processes that are shared by a module's tests: importing torch takes its time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.application import application
from desktop.app.processes import Processes
from desktop.app.settings import Settings
from desktop.app.window import MainWindow
from desktop.records.run import Run

LONG_MS = 60_000
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what Qt's offscreen platform says of every whole window: that it has no window manager to tell."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


class LentProcesses(Processes):
    """Processes that live on when a window that borrowed them closes."""

    def close(self) -> None:
        """Leave them to the next test."""


@pytest.fixture(scope="module")
def processes(qapp: QApplication) -> Iterator[LentProcesses]:
    """Give the module's processes, not started."""
    application()
    lent = LentProcesses()
    yield lent
    Processes.close(lent)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give settings of the test's own."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Name a data folder of the test's own."""
    return tmp_path / "data"


@pytest.fixture
def window(qtbot: QtBot, processes: LentProcesses, settings: Settings, data: Path) -> Iterator[MainWindow]:
    """Give a window, shown, whose engine starts with the first run."""
    main_window = MainWindow(settings, processes, data)
    qtbot.addWidget(main_window)
    main_window.show()
    yield main_window
    if processes.engine.is_busy:
        with qtbot.waitSignal(processes.engine.run_finished, timeout=LONG_MS):
            processes.engine.stop()
    processes.layout.give_up()
    main_window.program_page.editor.document().setModified(False)
    main_window.close()


@pytest.fixture
def run_text(qtbot: QtBot, window: MainWindow) -> Callable[[str], Run]:
    """Give a function that puts a text into the editor, presses F5, and waits until the run is drawn."""
    shown: list[Run] = []
    window.runs.run_shown.connect(lambda _, run: shown.append(run))

    def run(text: str) -> Run:
        window.program_page.editor.setPlainText(text)
        with qtbot.waitSignals([window.runs.run_shown, window.graphs.graph_shown], timeout=LONG_MS):
            qtbot.keyClick(window.program_page.editor, Qt.Key.Key_F5)
        return shown[-1]

    return run
