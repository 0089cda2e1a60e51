"""The open file: what it holds, what fails, who else changed it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.consents import digest
from desktop.app.document import Document
from desktop.records.files import UsageError

LONG_MS = 20_000


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    """Give a document without a file."""
    return Document()


def test_korean_text_comes_back(document: Document, tmp_path: Path) -> None:
    """What is saved is what is loaded, in UTF-8, with a newline as it was typed."""
    path = tmp_path / "이름.py"
    document.save("기울기 = 3\n", path)
    assert path.read_bytes() == "기울기 = 3\n".encode()
    assert document.load(path) == "기울기 = 3\n"
    assert document.name == "이름.py"


def test_failure_changes_nothing(document: Document, tmp_path: Path) -> None:
    """A file that cannot be loaded or written leaves the open one open."""
    document.save("x = 1\n", tmp_path / "a.py")
    with pytest.raises(UsageError):
        document.load(tmp_path / "missing.py")
    with pytest.raises(UsageError):
        document.save("x = 2\n", tmp_path)
    assert document.path == tmp_path / "a.py"
    assert document.text == "x = 1\n"


def test_replaced_file_is_noticed_twice(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    """Editors that replace the file instead of writing it are noticed too, each time."""
    path = tmp_path / "a.py"
    document.save("x = 1\n", path)
    for number in (2, 3):
        with qtbot.waitSignal(document.changed_outside, timeout=LONG_MS):
            other = tmp_path / "other"
            other.write_text(f"x = {number}\n")
            other.replace(path)
    assert document.on_disk() == "changed"


def test_own_save_is_no_foreign_change(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    """What is written from here is not told as changed by somebody else."""
    document.save("x = 1\n", tmp_path / "a.py")
    with qtbot.assertNotEmitted(document.changed_outside):
        document.save("x = 2\n")
        document._look()
    assert document.on_disk() == "same"


@pytest.mark.parametrize(("kind", "found"), [("gone", "gone"), ("folder", "folder"), ("binary", "changed")])
def test_what_stands_in_the_file_s_place(
    qtbot: QtBot, document: Document, tmp_path: Path, kind: str, found: str
) -> None:
    """A file that was removed, or replaced by a folder or by what is no text, is noticed and told once."""
    path = tmp_path / "a.py"
    document.save("x = 1\n", path)
    with qtbot.waitSignal(document.changed_outside, timeout=LONG_MS) as blocker:
        path.unlink()
        if kind == "folder":
            path.mkdir()
        elif kind == "binary":
            path.write_bytes(b"\x00\xff")
    assert blocker.args == [found]
    assert document.on_disk() == found


def test_removed_file_comes_back(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    """After a file was removed its folder is watched: another text in its place is noticed, the same one not."""
    path = tmp_path / "a.py"
    document.save("x = 1\n", path)
    told: list[str] = []
    document.changed_outside.connect(told.append)
    path.unlink()
    qtbot.waitUntil(lambda: told == ["gone"], timeout=LONG_MS)
    path.write_text("x = 1\n")
    document._look()
    assert told == ["gone"]
    path.write_text("x = 2\n")
    qtbot.waitUntil(lambda: told[1:2] == ["changed"], timeout=LONG_MS)


@pytest.mark.parametrize(("now", "found"), [("x = 1\n", "same"), ("x = 9\n", "changed"), (None, "gone")])
def test_resumed_file(document: Document, tmp_path: Path, now: str | None, found: str) -> None:
    """A file whose unsaved text comes back counts as changed if it holds another text than when that was typed."""
    path = tmp_path / "a.py"
    if now is not None:
        path.write_text(now)
    assert document.resume(path, digest("x = 1\n")) == (now or "")
    assert (document.path, document.on_disk()) == (path, found)
