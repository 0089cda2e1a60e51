"""What every test stands on: no screen, no settings but its own, and no dialog that waits for ever.

Nothing here imports Qt at the top, so that the tests of the rooms without Qt run where there is none.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

PATIENCE_MS = 20_000
"""How long a modal dialog may stand open in a test, at least, before it is forgotten."""

os.environ.update(QT_QPA_PLATFORM="offscreen", QT_API="pyside6", PYQTGRAPH_QT_LIB="PySide6")
for name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_FONT_DPI", "DISPLAY", "WAYLAND_DISPLAY"):
    os.environ.pop(name, None)


# A busy machine is no failure: no example has a time limit of its own.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")


def pytest_configure() -> None:
    """Hear interrupts, and let children hear them, also where the tests were started in the background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's settings in pyproject.toml where the plugin itself is kept out."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_ignore", "qt_log_level_fail"):
            parser.addini(name, "For pytest-qt, which is not here.")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test, and the processes it starts, empty folders for settings, data and caches."""
    home = tmp_path_factory.mktemp("home")
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    if "PySide6.QtCore" in sys.modules:
        _keep_qt_settings_in(home / "config")


def _keep_qt_settings_in(folder: Path) -> None:
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - only where a test already stands on Qt

    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(folder))


@pytest.fixture(autouse=True)
def _no_forgotten_dialog(request: pytest.FixtureRequest) -> Iterator[None]:
    """Dismiss a modal dialog that nobody answers, and fail the test that opened it: its loop would never end."""
    if "qapp" not in request.fixturenames:
        yield
        return
    application = request.getfixturevalue("qapp")
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - only where a test already stands on Qt
    from PySide6.QtWidgets import QDialog  # noqa: PLC0415 - only where a test already stands on Qt

    seen: list[object] = []
    forgotten: list[str] = []

    def look() -> None:
        dialog = application.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog in seen:
            forgotten.append(f"{type(dialog).__name__} “{dialog.windowTitle()}”")
            dialog.done(QDialog.DialogCode.Rejected)
        seen[:] = [dialog]

    timer = QTimer(interval=PATIENCE_MS)
    timer.timeout.connect(look)
    timer.start()
    yield
    timer.stop()
    assert not forgotten, f"Nobody answered {', '.join(forgotten)}."
