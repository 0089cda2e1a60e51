"""Every lesson of ours keeps its word: its program runs as said, and its question can be answered."""

import difflib
import functools
from pathlib import Path

import pytest

from desktop.engine.run import run
from desktop.records.lesson import Lesson
from desktop.records.run import Program, Run
from desktop.views.lessons.reading import own_lessons
from desktop.views.lessons.verdict import verdict

SHELF = own_lessons()
LESSONS = {lesson.name: lesson for lesson in SHELF.lessons}
LANGUAGES = ("en", "ko")
LEAST_WORDS, MOST_WORDS = 150, 350
PNG = b"\x89PNG\r\n\x1a\n"
SECTIONS = (
    "tensors",
    "variable",
    "leaves",
    "no-grad",
    "linear-by-hand",
    "matmul",
    "addition",
    "module-attribute",
    "module-parameter",
    "module-linear",
    "save-and-load",
    "backward",
    "train-and-eval",
    "regression",
    "reading-the-loss",
    "gpu",
)
MISTAKES = 10

each_lesson = pytest.mark.parametrize("lesson", SHELF.lessons, ids=list(LESSONS))
each_text = pytest.mark.parametrize("language", LANGUAGES)


@functools.cache
def ran(text: str) -> Run:
    """Run a program without consent, once in this process."""
    return run(Program(text))


def test_no_lesson_is_left_out() -> None:
    """Each section of the chapter has its lessons, in its order, and ten mistakes follow."""
    assert SHELF.faults == ()
    names = [lesson.name for lesson in SHELF.lessons]
    assert tuple(names[: len(SECTIONS)]) == SECTIONS
    assert len(names) == len(SECTIONS) + MISTAKES


@each_lesson
def test_a_program_runs_as_its_lesson_says(lesson: Lesson) -> None:
    """It needs no consent, and finishes or raises just what it says."""
    outcome = ran(lesson.program)
    assert (outcome.error.type if outcome.error else "") == lesson.raises


@each_lesson
def test_a_question_is_open_until_it_is_answered(lesson: Lesson) -> None:
    """The program as it stands fails some check of its question."""
    assert lesson.checks
    assert not all(verdict(lesson.checks, ran(lesson.program)))


@each_lesson
def test_a_solution_answers_its_question(lesson: Lesson) -> None:
    """The program after the change passes every check, and finishes."""
    outcome = ran(lesson.solution)
    assert outcome.status == "finished"
    kept = dict(zip([check.text for check in lesson.checks], verdict(lesson.checks, outcome), strict=True))
    assert all(kept.values()), kept


@each_lesson
def test_what_a_lesson_says_is_found_is_found_and_mended(lesson: Lesson) -> None:
    """The rules that a program breaks speak of it, and of its solution no more."""
    found = {finding.rule for finding in ran(lesson.program).findings}
    assert set(lesson.finds) <= found
    left = {finding.rule for finding in ran(lesson.solution).findings}
    assert not set(lesson.finds) & left


@each_lesson
def test_a_solution_is_a_small_change(lesson: Lesson) -> None:
    """Most of a program's lines stand in its solution, too: the question asks for a change, not for a program."""
    before, after = (text.splitlines() for text in (lesson.program, lesson.solution))
    assert difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() > 0.5


@each_lesson
@each_text
def test_a_lesson_speaks_both_languages(lesson: Lesson, language: str) -> None:
    """It has a title, a group, a question, a hint and a text of some length in each."""
    text = lesson.texts[language]
    assert all((text.title, text.group, text.question, text.hint))
    assert LEAST_WORDS <= len(text.body.split()) <= MOST_WORDS
    hangul = sum("가" <= letter <= "힣" for letter in text.body)
    assert (hangul > 300) == (language == "ko")


@each_lesson
@each_text
def test_a_text_uses_no_markdown_that_qt_does_not_show(lesson: Lesson, language: str) -> None:
    """Neither headings nor formulas in dollars, and every fence is closed."""
    body = lesson.texts[language].body
    assert "$" not in body
    assert not any(line.startswith("#") for line in body.splitlines())
    assert body.count("```") % 2 == 0


@each_lesson
def test_a_lesson_has_a_picture_for_each_theme(lesson: Lesson) -> None:
    """Both are PNG files and small."""
    for picture in (lesson.picture, lesson.picture_dark):
        data = Path(picture).read_bytes()
        assert data.startswith(PNG)
        assert len(data) < 100_000
