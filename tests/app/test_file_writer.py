"""Files written in a thread: the latest wins, failures are told, the end waits for what was asked."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.app.file_writer import FileWriter

LONG_MS = 20_000


def test_the_latest_wins(qtbot: QtBot, tmp_path: Path) -> None:
    """Of many writes to one path the last stands when the writer is closed; its folder is made."""
    writer = FileWriter()
    path = tmp_path / "new" / "a"
    for number in range(200):
        writer.write(path, f"{number}".encode())
    writer.close()
    assert path.read_bytes() == b"199"


def test_removed(qtbot: QtBot, tmp_path: Path) -> None:
    """A file that is written and then removed is gone, and removing what is not there is no failure."""
    writer = FileWriter()
    writer.write(tmp_path / "a", b"x")
    writer.remove(tmp_path / "a")
    writer.remove(tmp_path / "never")
    with qtbot.assertNotEmitted(writer.failed):
        writer.close()
    assert list(tmp_path.iterdir()) == []


def test_failure_is_told_and_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    """A file that cannot be written is told in a paragraph, its parts are removed, and the next one is written."""
    writer = FileWriter()
    (tmp_path / "folder" / "in the way").mkdir(parents=True)
    with qtbot.waitSignal(writer.failed, timeout=LONG_MS) as blocker:
        writer.write(tmp_path / "folder", b"x")
    assert blocker.args is not None
    assert "folder" in blocker.args[0]
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    writer.write(tmp_path / "b", b"y")
    writer.close()
    assert (tmp_path / "b").read_bytes() == b"y"
