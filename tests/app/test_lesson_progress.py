"""Progress with lessons is kept, and found again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app.file_writer import FileWriter
from desktop.app.lesson_progress import MOST_DRAFT, LessonProgress


@pytest.fixture
def writer(qapp: QApplication) -> Iterator[FileWriter]:
    """Give a writer that has done everything when it is closed."""
    given = FileWriter()
    yield given
    given.close()


def test_what_was_noted_is_found_again(writer: FileWriter, tmp_path: Path) -> None:
    """Solved, begun, drafts, language and folder outlive the session; nothing is noted twice."""
    path = tmp_path / "data" / "lessons.json"
    progress = LessonProgress(path, writer)
    for _ in range(2):
        progress.note_begun("tensors")
        progress.note_solved("tensors")
        progress.note_draft("tensors", "x = 1\n")
    progress.note_draft("leaves", "y = 1\n")
    progress.note_draft("leaves", None)
    progress.choose_language("ko")
    progress.choose_folder(tmp_path)
    writer.close()
    again = LessonProgress(path, writer)
    assert (again.solved, again.begun) == (frozenset({"tensors"}), frozenset({"tensors"}))
    assert again.draft("tensors") == "x = 1\n"
    assert again.draft("leaves") is None
    assert (again.language, again.folder) == ("ko", tmp_path)
    assert json.loads(path.read_text())["solved"] == ["tensors"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"solved": 3}', b"\xff\xfe", b'{"drafts": [' + b"[" * 5000])
def test_a_damaged_file_counts_as_empty(writer: FileWriter, tmp_path: Path, content: bytes) -> None:
    """One begins anew, in a language that there is."""
    path = tmp_path / "lessons.json"
    path.write_bytes(content)
    progress = LessonProgress(path, writer)
    assert progress.solved == frozenset()
    assert progress.language in {"en", "ko"}
    assert progress.folder is None


def test_a_folder_can_be_forgotten(writer: FileWriter, tmp_path: Path) -> None:
    """None takes a teacher's folder away again."""
    progress = LessonProgress(tmp_path / "lessons.json", writer)
    progress.choose_folder(tmp_path)
    progress.choose_folder(None)
    assert progress.folder is None


def test_an_endless_program_is_no_draft(writer: FileWriter, tmp_path: Path) -> None:
    """What is far longer than a lesson's program is not kept with it, nor is what stood there before."""
    progress = LessonProgress(tmp_path / "lessons.json", writer)
    progress.note_draft("tensors", "x = 1\n")
    progress.note_draft("tensors", "#" * (MOST_DRAFT + 1))
    assert progress.draft("tensors") is None


def test_one_goes_on_where_one_was(writer: FileWriter, tmp_path: Path) -> None:
    """The lesson opened last, until it is solved; then the next that is not, from the start again behind the last."""
    keys = ("a", "b", "c")
    path = tmp_path / "lessons.json"
    progress = LessonProgress(path, writer)
    assert progress.following(keys) == "a"
    assert progress.following(()) == ""
    progress.note_begun("c")
    progress.note_begun("b")
    assert progress.following(keys) == "b"
    progress.note_solved("b")
    assert progress.following(keys) == "c"
    progress.note_solved("c")
    assert progress.following(keys) == "a"
    progress.note_begun("of another folder")
    assert progress.following(keys) == "a"
    progress.note_solved("a")
    assert progress.following(keys) == ""
    progress.note_begun("b")
    writer.close()
    assert LessonProgress(path, writer).following(("a", "b", "d")) == "d"
