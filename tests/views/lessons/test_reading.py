"""Folders of lessons: what is read of them, and what is said of a damaged one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.views.lessons.reading import MOST_LESSONS, lessons_in, own_lessons

TEXT = """---
title: One
group: First steps
question: Make it
  two.
check: variable x = 2
---
Some *words*.
"""


def write(folder: Path, name: str, text: str = TEXT, program: str | None = "x = 1\n", **more: str) -> Path:
    """Write a lesson; `more` are further files, `_` standing for a dot."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "lesson.md").write_text(text, encoding="utf-8")
    if program is not None:
        (place / "program.py").write_text(program, encoding="utf-8")
    for file, content in more.items():
        (place / file.replace("_", ".")).write_text(content, encoding="utf-8")
    return place


def test_a_lesson_is_read_from_its_files(tmp_path: Path) -> None:
    """Texts, program, checks, solution and picture of one folder make one lesson."""
    korean = "---\ntitle: 하나\n---\n글\n"
    place = write(tmp_path, "07-first", lesson_ko_md=korean, solution_py="x = 2\n", picture_png="")
    (lesson,) = lessons_in(tmp_path).lessons
    assert (lesson.name, lesson.number, lesson.program, lesson.solution) == ("first", 7, "x = 1\n", "x = 2\n")
    assert list(lesson.texts) == ["en", "ko"]
    assert lesson.text("en").question == "Make it two."
    assert lesson.text("en").body == "Some *words*.\n"
    assert lesson.text("ko").title == "하나"
    assert lesson.text("de") == lesson.text("en")
    assert [check.text for check in lesson.checks] == ["variable x = 2"]
    assert (lesson.picture, lesson.picture_dark) == (str(place / "picture.png"), "")


def test_lessons_stand_by_their_numbers(tmp_path: Path) -> None:
    """The order is that of the numbers, and what has none is no lesson."""
    for name in ("10-ten", "9-nine", "100-hundred"):
        write(tmp_path, name)
    for name in ("notes", ".01-hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "01-file").write_text("no folder")
    assert [lesson.name for lesson in lessons_in(tmp_path).lessons] == ["nine", "ten", "hundred"]


def test_a_lesson_may_be_in_another_language(tmp_path: Path) -> None:
    """A teacher may write in one language only, and say which."""
    write(tmp_path, "01-eins", TEXT.replace("title:", "language: de\ntitle:"))
    (lesson,) = lessons_in(tmp_path).lessons
    assert list(lesson.texts) == ["de"]
    assert lesson.text("ko").title == "One"


@pytest.mark.parametrize(
    ("text", "program", "told"),
    [
        ("no front matter", "x = 1", "no front matter"),
        ("---\ntitle: x\n", "x = 1", "no second"),
        ("---\ngroup: x\n---\n", "x = 1", "no “title:”"),
        ("---\ntitle: x\ntitle: y\n---\n", "x = 1", "stands 2 times"),
        ("---\ntitle: x\ncolour: red\n---\n", "x = 1", "“colour:” means nothing"),
        ("---\ntitle: x\nnonsense\n---\n", "x = 1", "“nonsense” is not of the form"),
        ("---\ntitle: x\ncheck: the moon is full\n---\n", "x = 1", "“the moon is full” is no check"),
        (TEXT, None, "program.py is missing"),
        (TEXT, "x\0", "binary file"),
        (TEXT, "#" * 1_000_001, "larger than a megabyte"),
    ],
)
def test_a_damaged_lesson_is_named_and_the_others_stand(
    tmp_path: Path, text: str, program: str | None, told: str
) -> None:
    """One paragraph says which lesson is left out and why; the lesson beside it is read."""
    write(tmp_path, "01-bad", text, program)
    write(tmp_path, "02-good")
    shelf = lessons_in(tmp_path)
    assert [lesson.name for lesson in shelf.lessons] == ["good"]
    (fault,) = shelf.faults
    assert "01-bad" in fault
    assert told in fault
    assert "\n" not in fault


def test_a_damaged_translation_or_missing_text_is_named_too(tmp_path: Path) -> None:
    """A lesson without lesson.md, and one whose translation cannot be read, are left out."""
    (tmp_path / "01-empty").mkdir()
    write(tmp_path, "02-bad", lesson_ko_md="kein Kopf")
    faults = lessons_in(tmp_path).faults
    assert "lesson.md is missing" in faults[0]
    assert "in lesson.ko.md, the first line" in faults[1]


def test_two_lessons_of_one_name_are_not_both_read(tmp_path: Path) -> None:
    """Progress is kept by name, so the second is left out."""
    write(tmp_path, "01-same")
    write(tmp_path, "02-same")
    shelf = lessons_in(tmp_path)
    assert [lesson.number for lesson in shelf.lessons] == [1]
    assert "02-same" in shelf.faults[0]


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    """A missing folder, a file, and a folder without lessons each give one paragraph."""
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    for name in ("missing", "file", "empty"):
        shelf = lessons_in(tmp_path / name)
        assert shelf.lessons == ()
        (fault,) = shelf.faults
        assert name in fault


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_itself_is_a_fault_and_no_more(tmp_path: Path) -> None:
    """What cannot be read is a fault of its lesson."""
    place = write(tmp_path, "01-loop", program=None)
    (place / "program.py").symlink_to(place / "program.py")
    assert len(lessons_in(tmp_path).faults) == 1


def test_a_teachers_lesson_is_told_apart_from_ours(tmp_path: Path) -> None:
    """Progress is kept by key: ours have their names, a teacher's the paths of their folders."""
    place = write(tmp_path, "01-tensors")
    assert own_lessons().lessons[0].key == "tensors"
    assert lessons_in(tmp_path).lessons[0].key == str(place)


def test_reading_lessons_needs_neither_qt_nor_torch() -> None:
    """The command without a window, and whoever checks a lesson, load neither."""
    code = (
        "import sys; from desktop.views.lessons.reading import own_lessons; import desktop.views.lessons.verdict, "
        "desktop.views.lessons.pasted; own_lessons(); "
        "sys.exit(any(name.split('.')[0] in {'PySide6', 'torch'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_huge_folder_is_read_in_part(tmp_path: Path) -> None:
    """A course has an end: so many lessons are read, so many faults are told, and the rest is counted."""
    for number in range(MOST_LESSONS + 3):
        (tmp_path / f"{number}-empty").mkdir()
    for number in range(2):
        write(tmp_path, f"{number:03d}-a{number}")
    shelf = lessons_in(tmp_path)
    assert [lesson.name for lesson in shelf.lessons] == ["a0", "a1"]
    assert f"holds {MOST_LESSONS + 5} lessons" in shelf.faults[0]
    assert shelf.faults[-1].endswith("more lessons are left out.")
    assert len(shelf.faults) < 30


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes there")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A file from which nothing ever comes is a fault, and reading goes on."""
    place = write(tmp_path, "01-pipe", program=None)
    os.mkfifo(place / "program.py")
    write(tmp_path, "02-good")
    shelf = lessons_in(tmp_path)
    assert [lesson.name for lesson in shelf.lessons] == ["good"]
    assert "program.py is no file" in shelf.faults[0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_folder_whose_name_is_no_text_is_left_out(tmp_path: Path) -> None:
    """Its key could not be written down."""
    (tmp_path / "01-mine").mkdir()
    os.mkdir(os.fsencode(tmp_path) + b"/02-\xff")  # noqa: PTH102 -- pathlib has no names of bytes
    faults = lessons_in(tmp_path).faults
    assert "is no text" in faults[1]


@pytest.mark.parametrize("value", ["[" * 1_500, "[" * 100_000, "1" + "0" * 400, " " * 300_000 + "x"])
def test_a_check_that_no_one_could_read_is_a_fault(tmp_path: Path, value: str) -> None:
    """Depth, length and size of what a check names end in a paragraph, and soon."""
    write(tmp_path, "01-deep", TEXT.replace("x = 2", f"x = {value}"))
    (fault,) = lessons_in(tmp_path).faults
    assert "01-deep" in fault
    assert len(fault) < 6_000


def test_a_lesson_that_vanishes_while_it_is_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are read."""
    write(tmp_path, "01-going")
    write(tmp_path, "02-good")
    there = Path.iterdir

    def going(place: Path) -> Iterator[Path]:
        if place.name == "01-going":
            raise FileNotFoundError(2, "No such file or directory")
        return there(place)

    monkeypatch.setattr(Path, "iterdir", going)
    shelf = lessons_in(tmp_path)
    assert [lesson.name for lesson in shelf.lessons] == ["good"]
    assert "01-going" in shelf.faults[0]
