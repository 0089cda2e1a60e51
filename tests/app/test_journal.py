"""Nothing typed is lost: what a window journals, and what the next one offers of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.consents import digest
from desktop.app.journal_entry import DamagedJournalError, JournalEntry, encode, read_entry
from desktop.app.lost_texts import LostTexts
from desktop.app.processes import Processes
from desktop.app.settings import Settings
from desktop.app.window import MainWindow

LONG_MS = 60_000
ROOT = Path(__file__).parents[2]
LEFT = Qt.MouseButton.LeftButton

TYPE_AND_WAIT = """
import sys
from pathlib import Path
from desktop.app.launch import prepare
prepare(offscreen=True)
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from desktop.app import session
def type_words(window):
    editor = window.program_page.editor
    if len(sys.argv) > 2:
        window.open(Path(sys.argv[2]))
    QTest.keyClicks(editor, "typed = 1; ")
    print("typed", flush=True)
session.own_data = lambda: Path(sys.argv[1])
session.MainWindow.start_processes = lambda window: QTimer.singleShot(0, lambda: type_words(window))
sys.exit(session.open_window(None))
"""


def journals(data: Path) -> list[Path]:
    """List the journals there are."""
    return sorted((data / "journals").glob("*.json"))


def killed_session(data: Path, *arguments: str) -> None:
    """Start a window in a process of its own, let it type, and kill it within a second and a half."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TYPE_AND_WAIT, str(data), *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"typed\n"
        typed = time.monotonic()
        before = set(journals(data))
        while not set(journals(data)) - before and time.monotonic() < typed + 1.4:
            os.sched_yield()
        process.send_signal(signal.SIGKILL)


@pytest.fixture
def reopen(qtbot: QtBot, processes: Processes, settings: Settings, data: Path) -> Iterator[MainWindow]:
    """Give a new window on the data folder; it offers what it finds once asked."""
    window = MainWindow(settings, processes, data)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.program_page.editor.document().setModified(False)
    window.close()


def leave(data: Path, name: str, entry: JournalEntry) -> Path:
    """Leave a journal as a dead window would."""
    path = data / "journals" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(entry))
    return path


def take(qtbot: QtBot, window: MainWindow, offer: str) -> None:
    """Take an offer of the strip."""
    qtbot.mouseClick(window.strip.offers[offer], LEFT)


@pytest.mark.skipif(sys.platform != "linux", reason="SIGKILL")
def test_killed_window(qtbot: QtBot, reopen: MainWindow, data: Path, tmp_path: Path) -> None:
    """What was typed into a file is offered back after the process was killed; its file and its undo are there."""
    path = tmp_path / "model.py"
    path.write_text("x = 1\n")
    killed_session(data, str(path))
    reopen.recovery.offer()
    assert "ended unexpectedly" in reopen.strip.text
    assert "model.py" in reopen.strip.text
    take(qtbot, reopen, "Restore")
    editor = reopen.program_page.editor
    assert editor.toPlainText() == "typed = 1; x = 1\n"
    assert reopen.document.path == path
    assert reopen.isWindowModified()
    assert not reopen.strip.isVisible()
    editor.undo()
    assert editor.toPlainText() == "x = 1\n"
    assert not reopen.isWindowModified()
    assert path.read_text() == "x = 1\n"


@pytest.mark.skipif(sys.platform != "linux", reason="SIGKILL")
def test_killed_again_while_it_is_offered(qtbot: QtBot, reopen: MainWindow, data: Path) -> None:
    """A living window's journal is offered to nobody; a dead one's is, also the one whose offer was not answered."""
    killed_session(data)
    killed_session(data)
    assert len(journals(data)) == 2
    reopen.recovery.offer()
    assert "1 more after it" in reopen.strip.text
    assert LostTexts(data / "journals").claim() == ()


def test_written_within_a_second(qtbot: QtBot, reopen: MainWindow, data: Path, tmp_path: Path) -> None:
    """Typing is written down with its caret; saving, undoing and a clean close take it away."""
    editor = reopen.program_page.editor
    editor.insertPlainText("가")  # as an input method does
    QTest.keyClicks(editor, " = 1 ")
    qtbot.waitUntil(lambda: len(journals(data)) == 1, timeout=LONG_MS)
    entry = read_entry(journals(data)[0])
    assert entry.text == editor.toPlainText()
    assert (entry.caret, entry.path) == (6, None)
    reopen.document.save(editor.toPlainText(), tmp_path / "a.py")
    editor.document().setModified(False)
    qtbot.waitUntil(lambda: not journals(data), timeout=LONG_MS)
    QTest.keyClicks(editor, "y")
    qtbot.waitUntil(lambda: len(journals(data)) == 1, timeout=LONG_MS)
    assert read_entry(journals(data)[0]).file == tmp_path / "a.py"
    editor.undo()
    qtbot.waitUntil(lambda: not journals(data), timeout=LONG_MS)
    QTest.keyClicks(editor, "y")
    reopen._close_settled()
    assert list((data / "journals").iterdir()) == []


def test_several_one_after_another(qtbot: QtBot, reopen: MainWindow, data: Path) -> None:
    """The latest is offered first; one that is discarded is gone, one that is restored lives on in this window."""
    now = time.time()
    leave(data, "1-a", JournalEntry("older", 0, now - 60))
    leave(data, "2-b", JournalEntry("newer", 2, now))
    reopen.recovery.offer()
    assert "1 more" in reopen.strip.text
    take(qtbot, reopen, "Discard")
    assert reopen.strip.isVisible()
    take(qtbot, reopen, "Restore")
    assert reopen.program_page.editor.toPlainText() == "older"
    ours = f"{os.getpid()}-"
    qtbot.waitUntil(lambda: [path.name.startswith(ours) for path in journals(data)] == [True], timeout=LONG_MS)
    assert read_entry(journals(data)[0]).text == "older"


def test_unanswered_is_offered_again(data: Path) -> None:
    """A claim is only as long as its lock: the next session finds the text again."""
    leave(data, "1-a", JournalEntry("x", 0, 1.0))
    lost = LostTexts(data / "journals").claim()
    assert [each.entry.text for each in lost] == ["x"]
    assert LostTexts(data / "journals").claim() == ()
    lost[0].lock.unlock()
    assert len(LostTexts(data / "journals").claim()) == 1


def test_saved_after_all(reopen: MainWindow, data: Path, tmp_path: Path) -> None:
    """A text that its file holds is not offered."""
    path = tmp_path / "a.py"
    path.write_text("x = 2\n")
    leave(data, "1-a", JournalEntry("x = 2\n", 0, 1.0, str(path)))
    reopen.recovery.offer()
    assert not reopen.strip.isVisible()


def test_file_changed_meanwhile(qtbot: QtBot, reopen: MainWindow, data: Path, tmp_path: Path) -> None:
    """A restored text does not silently overwrite what its file was given after the crash."""
    path = tmp_path / "a.py"
    path.write_text("theirs\n")
    leave(data, "1-a", JournalEntry("mine\n", 0, 1.0, str(path), digest("before\n")))
    reopen.recovery.offer()
    take(qtbot, reopen, "Restore")
    reopen.commands.save.trigger()
    assert path.read_text() == "theirs\n"
    assert "Overwrite" in reopen.notice.offers


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\x00\xff\xfe",
        b'{"text": 1, "caret": 0, "time": 0}',
        b'{"text": "", "caret": -1, "time": 0}',
        b'{"text": "", "caret": 0, "time": 1e300}',
        b'{"text": "", "caret": 0, "time": 0, "more": 1}',
        b"[" * 100_000,
    ],
)
def test_damaged_journal(reopen: MainWindow, data: Path, content: bytes) -> None:
    """A damaged journal is put aside with a word; the others are offered."""
    damaged = leave(data, "0-a", JournalEntry("", 0, 0.0))
    damaged.write_bytes(content)
    leave(data, "1-b", JournalEntry("good", 0, 1.0))
    reopen.recovery.offer()
    assert "0-a.json" in reopen.status.state
    assert reopen.strip.isVisible()
    assert not damaged.exists()


@pytest.mark.parametrize("path", ["relative.py", "/no/such/folder/a.py", "bad\0name", ""])
def test_strange_path(qtbot: QtBot, reopen: MainWindow, data: Path, path: str) -> None:
    """A journal whose file cannot be is restored all the same."""
    leave(data, "1-a", JournalEntry("text", 999, 1.0, path))
    reopen.recovery.offer()
    take(qtbot, reopen, "Restore")
    assert reopen.program_page.editor.toPlainText() == "text"
    assert reopen.isWindowModified()


def test_folder_named_like_a_journal(tmp_path: Path) -> None:
    """What is no file is no journal."""
    (tmp_path / "1.json").mkdir()
    with pytest.raises(DamagedJournalError):
        read_entry(tmp_path / "1.json")


def test_no_place_to_keep_it(qtbot: QtBot, reopen: MainWindow, data: Path) -> None:
    """Where nothing can be kept typing goes on, and that is said once."""
    data.write_text("a file where the folder should be")
    editor = reopen.program_page.editor
    QTest.keyClicks(editor, "x")
    qtbot.waitUntil(lambda: "cannot be kept" in reopen.status.state, timeout=LONG_MS)
    reopen.status.say("")
    QTest.keyClicks(editor, "y")
    reopen.journal.write()
    reopen._writer.close()
    assert reopen.status.state == ""
    assert editor.toPlainText().startswith("xy")


def test_account() -> None:
    """The offer tells the time, and the day where it is not today; the file; the lines."""
    then = datetime(2026, 5, 4, 14, 32, tzinfo=UTC).astimezone()
    entry = JournalEntry("a\nb", 0, then.timestamp(), "/home/me/model.py")
    assert entry.account(then) == f"Your text of {then:%H:%M} (model.py, 2 lines)"
    assert f"{then:%d %B}" in entry.account(datetime(2026, 6, 1, tzinfo=UTC))


def test_readable_by_hand(data: Path) -> None:
    """A journal is JSON: with nothing but an editor its text can be had."""
    path = leave(data, "1-a", JournalEntry("x = 1\n", 0, 1.0))
    assert json.loads(path.read_text())["text"] == "x = 1\n"
