"""The open file: what it holds, what fails, who else changed it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

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
    assert document.differs_on_disk()


def test_own_save_is_no_foreign_change(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    """What is written from here is not told as changed by somebody else."""
    document.save("x = 1\n", tmp_path / "a.py")
    with qtbot.assertNotEmitted(document.changed_outside):
        document.save("x = 2\n")
        document._look()
    assert not document.differs_on_disk()


def test_removed_file_is_no_newer_text(document: Document, tmp_path: Path) -> None:
    """A file that is gone does not differ; saving writes it again."""
    document.save("x = 1\n", tmp_path / "a.py")
    (tmp_path / "a.py").unlink()
    assert not document.differs_on_disk()
    document.save("x = 1\n")
    assert (tmp_path / "a.py").exists()
