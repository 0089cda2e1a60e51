"""What learners write in answer to a lesson's question: each right way counts, and what only looks like it does not."""

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.engine.run import run
from desktop.records.run import Program
from desktop.views.lessons.reading import own_lessons
from desktop.views.lessons.verdict import verdict

LESSONS = {lesson.name: lesson for lesson in own_lessons().lessons}


class Answer(NamedTuple):
    """An answer to a lesson's question: edits of its program (old text, new text), and whether it is right."""

    lesson: str
    does: str
    right: bool
    edits: tuple[tuple[str, str], ...]


def answers() -> list[Answer]:
    """Read the answers of all lessons."""
    told = tomllib.loads(Path(__file__).with_name("answers.toml").read_text(encoding="utf-8"))
    return [
        Answer(lesson, each["does"], each["right"], tuple(map(tuple, each["edits"])))
        for lesson, given in told.items()
        for each in given
    ]


ANSWERS = answers()


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer.lesson}: {answer.does}")
def test_a_right_answer_counts_and_a_wrong_one_does_not(answer: Answer) -> None:
    """Whatever way a question was answered, its checks say so; what misses its point leaves it open."""
    lesson = LESSONS[answer.lesson]
    program = lesson.program
    for old, new in answer.edits:
        assert old in program
        program = program.replace(old, new)
    kept = dict(zip([each.text for each in lesson.checks], verdict(lesson.checks, run(Program(program))), strict=True))
    assert all(kept.values()) == answer.right, kept


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_is_answered_in_several_ways(name: str) -> None:
    """Two right answers beside the solution are known of each lesson, and a wrong one."""
    rights = [answer.right for answer in ANSWERS if answer.lesson == name]
    assert rights.count(True) >= 2
    assert False in rights
