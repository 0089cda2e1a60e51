"""`lessons` lists what there is, and says which lesson is damaged or breaks its word."""

from pathlib import Path

import pytest

from desktop.headless.lessons import lessons
from desktop.records.files import UsageError

GOOD = "---\ntitle: Good\ncheck: variable x = 2\n---\nText.\n"
FALSE = "---\ntitle: False\nraises: ValueError\ncheck: variable x = 1\ncheck: output contains done\n---\nText.\n"


def write(folder: Path, name: str, text: str) -> None:
    """Write a lesson whose solution gives x = 2 where its program gives x = 1."""
    place = folder / name
    place.mkdir()
    (place / "lesson.md").write_text(text, encoding="utf-8")
    (place / "program.py").write_text("x = 1\nprint('done')\n", encoding="utf-8")
    (place / "solution.py").write_text("x = 2\n", encoding="utf-8")


def test_our_lessons_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each, in their order, with its title in every language."""
    assert lessons(None, check=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["01", "tensors", "Tensors", "and", "NumPy", "·", "텐서와", "NumPy"]
    assert len(lines) == 26


def test_a_damaged_lesson_is_said_and_the_others_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The list goes on, the complaint goes to standard error, and the status is 1."""
    write(tmp_path, "01-good", GOOD)
    (tmp_path / "02-bad").mkdir()
    assert lessons(tmp_path, check=False) == 1
    told = capsys.readouterr()
    assert "Good" in told.out
    assert "02-bad" in told.err


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    """A name that is no folder's is said before anything runs."""
    with pytest.raises(UsageError, match="There is no folder"):
        lessons(tmp_path / "missing", check=True)


def test_a_lesson_that_breaks_its_word_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs and solutions are run: a good lesson passes, and each broken promise of another is a line."""
    write(tmp_path, "01-good", GOOD)
    write(tmp_path, "02-false", FALSE)
    assert lessons(tmp_path, check=True) == 1
    assert capsys.readouterr().err.splitlines() == [
        "false: the program ends with no error, the lesson says ValueError.",
        "false: the question is answered before anything was changed.",
        "false: the solution does not show “variable x = 1”.",
        "false: the solution does not show “output contains done”.",
    ]
