"""What is kept from one session to the next, and what a damaged file of settings does."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from desktop.app.processes import Processes
from desktop.app.settings import RECENT_KEPT, Settings
from desktop.app.window import MainWindow


def reopened(path: Path) -> Settings:
    """Give the settings of a new session."""
    return Settings(QSettings(str(path), QSettings.Format.IniFormat))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Name the file of settings."""
    return tmp_path / "chainrule.ini"


def test_defaults(store: Path) -> None:
    """Without a file everything reads as at the first start."""
    settings = reopened(store)
    assert settings.theme == "system"
    assert settings.last_folder == Path.home()
    assert settings.recent_files == ()
    assert settings.state("geometry").isEmpty()
    assert settings.shows("inspector")


def test_kept(store: Path, tmp_path: Path) -> None:
    """What was kept is found by the next session."""
    settings = reopened(store)
    settings.theme = "dark"
    settings.remember_file(tmp_path / "a.py")
    settings.keep_state("geometry", QByteArray(b"\x00\x01"))
    settings.keep_shown("inspector", False)
    del settings
    settings = reopened(store)
    assert settings.theme == "dark"
    assert settings.recent_files == (tmp_path / "a.py",)
    assert settings.last_folder == tmp_path
    assert settings.state("geometry") == QByteArray(b"\x00\x01")
    assert not settings.shows("inspector")


def test_recent_files_are_few_and_once(store: Path, tmp_path: Path) -> None:
    """The latest stands first, a file stands once, the oldest are dropped, a forgotten one is gone."""
    settings = reopened(store)
    paths = [tmp_path / f"{number}.py" for number in range(RECENT_KEPT + 2)]
    for path in (*paths, paths[-2]):
        settings.remember_file(path)
    assert settings.recent_files[:2] == (paths[-2], paths[-1])
    assert len(settings.recent_files) == RECENT_KEPT
    settings.forget_file(paths[-2])
    assert settings.recent_files[0] == paths[-1]
    assert len(settings.recent_files) == RECENT_KEPT - 1


def test_damaged_file(store: Path) -> None:
    """Nonsense in the file reads as the defaults."""
    store.write_text("[window]\ntheme=plaid\ngeometry=7\n[files]\nfolder=/no/such/folder\nrecent\\size=x\n")
    settings = reopened(store)
    assert settings.theme == "system"
    assert settings.state("geometry").isEmpty()
    assert settings.last_folder == Path.home()
    assert settings.recent_files == ()


def test_window_is_found_as_it_was_left(qtbot: QtBot, processes: Processes, settings: Settings, tmp_path: Path) -> None:
    """Hidden panels and chosen colours come back with the next window."""
    first = MainWindow(settings, processes, tmp_path)
    qtbot.addWidget(first)
    first.show()
    first.commands.inspector.trigger()
    first.commands.themes.actions()[2].trigger()
    first.close()
    second = MainWindow(settings, processes, tmp_path)
    qtbot.addWidget(second)
    second.show()
    second.resize(1440, 900)  # on the test's small screen the insert list makes room
    assert not second.program_page.inspector.isVisible()
    assert second.program_page.palette_list.isVisible()
    assert second.commands.themes.actions()[2].isChecked()
    assert second.palette().window().color().lightness() < 60
