"""`show`: the window in a process of its own, and the window itself on what was recorded."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import torch
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.app.application import application
from desktop.app.processes import Processes
from desktop.app.settings import Settings
from desktop.app.viewing import look_at, read_recorded
from desktop.app.window import MainWindow
from desktop.records.files import UsageError
from desktop.records.graph import Graph
from desktop.records.run import Run
from desktop.scripting import capture, show, showing

ROOT = Path(__file__).parents[2]
LONG_MS = 60_000
PROGRAM = """
import torch
w = torch.ones(2, requires_grad=True)
loss = (w * 3).sum()
print(loss.item())
loss.backward()
"""


@pytest.fixture
def loss() -> torch.Tensor:
    """Compute something small."""
    w = torch.ones(2, requires_grad=True)
    return (w * 3).sum()


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """Let a script of ours take the window's place: it is called as the window would be."""
    script = folder / "stand_in.py"
    script.write_text(text)
    monkeypatch.setattr(showing, "window_command", lambda: [sys.executable, str(script)])


def test_the_record_is_handed_over_in_a_file_that_is_gone_afterwards(
    loss: torch.Tensor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The window reads the graph's JSON; when it has closed, `show` returns and the file is removed."""
    copy = tmp_path / "copy.json"
    name = tmp_path / "name.txt"
    stand_in(
        monkeypatch,
        tmp_path,
        f"import sys, shutil; shutil.copy(sys.argv[2], {str(copy)!r}); open({str(name)!r}, 'w').write(sys.argv[2])",
    )
    show(loss)
    assert msgspec.json.decode(copy.read_bytes(), type=Graph) == capture(loss).graph
    assert not Path(name.read_text()).exists()
    show(capture(loss))
    assert len(msgspec.json.decode(copy.read_bytes(), type=Graph).nodes) == 3


def test_a_window_that_could_not_open_is_one_paragraph(
    loss: torch.Tensor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the child says last is what the person reads."""
    stand_in(monkeypatch, tmp_path, "import sys; print('noise\\nchainrule: No.', file=sys.stderr); sys.exit(2)")
    with pytest.raises(UsageError, match=r"^No\.$"):
        show(loss)


def test_without_a_display_it_says_so_and_what_to_do(tmp_path: Path) -> None:
    """In the person's own process: one paragraph, which names a picture as the way out."""
    script = """
import torch
from desktop import show
w = torch.ones(2, requires_grad=True)
try:
    show((w * 3).sum())
except Exception as error:
    print(type(error).__name__, error)
"""
    names = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("UsageError There is no display")
    assert ".save('graph.svg')" in done.stdout
    assert done.stdout.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Give a window with processes of its own."""
    application()
    processes = Processes()
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    main_window = MainWindow(settings, processes, tmp_path)
    qtbot.addWidget(main_window)
    main_window.show()
    yield main_window
    main_window.close()
    processes.close()


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_the_window_shows_a_captured_graph_without_an_editor(
    qtbot: QtBot, window: MainWindow, loss: torch.Tensor, tmp_path: Path
) -> None:
    """Its nodes are drawn; there is nothing to write, run or play."""
    capture(loss).save(tmp_path / "graph.json")
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        look_at(window, read_recorded(tmp_path / "graph.json"), "graph.json")
    page = window.program_page
    assert page.graph.position_of("n0") is not None
    assert not page.editor.isVisible()
    assert not page.player.isVisible()
    assert not page.output.isVisible()
    assert not window.commands.run.isEnabled()
    assert window.windowTitle() == "graph.json — Chainrule"


@pytest.mark.qt_log_ignore("does not support propagateSizeHints")
def test_the_window_plays_a_recorded_run(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    """A Run's JSON brings its output, its variables and its flows."""
    (tmp_path / "program.py").write_text(PROGRAM)
    command = [
        sys.executable,
        "-m",
        "desktop.cli",
        "run",
        str(tmp_path / "program.py"),
        "--json",
        str(tmp_path / "run.json"),
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    run = read_recorded(tmp_path / "run.json")
    assert msgspec.json.decode((tmp_path / "run.json").read_bytes(), type=Run) == run
    with qtbot.waitSignal(window.graphs.graph_shown, timeout=LONG_MS):
        look_at(window, run, "run.json")
    page = window.program_page
    assert page.output.isVisible()
    assert page.player.isVisible()
    assert not page.editor.isVisible()


@pytest.mark.parametrize("text", ["{}", "[1]", "nonsense", '{"roots": 3}'])
def test_another_json_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    """Neither a run nor a graph: it says what would be."""
    (tmp_path / "other.json").write_text(text)
    with pytest.raises(UsageError, match="neither a run"):
        read_recorded(tmp_path / "other.json")
