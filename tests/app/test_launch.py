"""How a session starts: the environment, the libraries, the processes; each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app import display, launch, system_libraries
from desktop.records.files import UsageError

ROOT = Path(__file__).parents[2]

BUILD_WINDOW = """
import sys
from desktop.app.launch import prepare
prepare(offscreen=True)
from desktop.app.application import application
from desktop.app.processes import Processes
from desktop.app.settings import own_data, own_settings
from desktop.app.window import MainWindow
app = application()
processes = Processes()
window = MainWindow(own_settings(), processes, own_data())
window.show()
app.processEvents()
assert not {"torch", "networkx"} & set(sys.modules), "the window imports what belongs into other processes"
window.close()
"""


def test_window_process_has_no_torch(tmp_path: Path) -> None:
    """Building and showing the window imports neither torch nor networkx, wherever it is started."""
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", BUILD_WINDOW], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_display(tmp_path: Path) -> None:
    """Where there is no display the program named is run and pictured, and where the pictures are is said."""
    (tmp_path / "mine.py").write_text("print('no graph')")
    hidden = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    script = "import sys; from pathlib import Path; from desktop.app import start; sys.exit(start(Path('mine.py')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "chainrule-pictures").iterdir()} == {"mine.png", "mine-dark.png"}
    assert str(tmp_path / "chainrule-pictures") in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "seen"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True), ({"QT_QPA_PLATFORM": "vnc"}, True)],
)
def test_display(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, seen: bool) -> None:
    """On Linux a window is opened where there is a display, or where a platform was chosen by hand."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert display.has_display() == seen


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system lacks libraries, one paragraph names the packages in a line that can be typed."""
    there = {"libGL.so.1", "libxcb-shape.so.0"}
    monkeypatch.setattr(system_libraries, "_loads", lambda library: library not in there)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(UsageError, match=r"sudo apt install libgl1 libxcb-shape0$"):
        launch.prepare(offscreen=False)


def test_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A display that nobody serves is told in one paragraph; Qt would end the process."""
    monkeypatch.setattr(system_libraries, "_loads", lambda _: True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":4711")
    with pytest.raises(UsageError, match="':4711'"):
        launch.prepare(offscreen=False)


@pytest.mark.parametrize(
    ("environment", "x11", "wayland"),
    [
        ({}, False, False),
        ({"DISPLAY": ":0"}, True, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, False, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w", "QT_QPA_PLATFORM": "xcb"}, True, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}, False, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False, False),
    ],
)
def test_way_to_the_screen(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, x11: bool, wayland: bool
) -> None:
    """A platform chosen by hand is the one; else Wayland is taken before X11, as Qt does."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (display.uses_x11(), display.uses_wayland()) == (x11, wayland)


def test_offscreen_needs_no_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures without a screen ask for no library of X11 or Wayland."""
    monkeypatch.setattr(system_libraries, "_loads", lambda library: "xcb" not in library and "wayland" not in library)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system_libraries.missing_packages() == ()


def test_ctrl_c_closes_the_window(tmp_path: Path) -> None:
    """An interrupt from the terminal closes the window and ends its processes, with exit status 0."""
    script = (
        "import os, signal, sys; from PySide6.QtCore import QTimer; from desktop.app import session;"
        "real = session.MainWindow.start_processes;"
        "session.MainWindow.start_processes = lambda window:"
        " (real(window), QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGINT)));"
        "sys.exit(session.open_window(None))"
    )
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "path", "page"),
    [
        ("", "None", "Gallery"),
        ("[window]\nstarts_with_lessons=false\n", "None", "ProgramPage"),
        ("", "Path('mine.py')", "ProgramPage"),
    ],
)
def test_first_page(tmp_path: Path, setting: str, path: str, page: str) -> None:
    """A window opens on the lessons, unless a person does not want them or named a program."""
    (tmp_path / "mine.py").write_text("x = 1\n")
    (tmp_path / "chainrule").mkdir()
    (tmp_path / "chainrule" / "chainrule.ini").write_text(setting)
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QTimer; from desktop.app import session;"
        "session.MainWindow.start_processes = lambda window: QTimer.singleShot(0, lambda:"
        " (print(type(window.pages.currentWidget()).__name__, window.document.name), window.close()));"
        f"sys.exit(session.open_window({path}))"
    )
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == page
    assert (done.stdout.split()[1] == "mine.py") == (path != "None")
