"""`lessons` without a window: list them, and say whether each keeps its word."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from desktop.headless.run import FAILED, FINISHED
from desktop.records.files import UsageError
from desktop.records.lesson import Lesson, Shelf
from desktop.records.run import Program, Run
from desktop.views.lessons.reading import lessons_in, own_lessons
from desktop.views.lessons.verdict import verdict
from desktop.workers.run_once import run_once

TIMEOUT_S = 60.0
"""How long one program of a lesson may run."""


def lessons(folder: Path | None, *, check: bool) -> int:
    """List our lessons or a folder's, a line each; give 1 where one is damaged or, with `check`, breaks its word.

    To check a lesson is to run its program, which must end as it says and leave its question open, and its solution,
    which must answer it. Both run without consent. Raises UsageError where there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name the folder that holds your lessons.")
    shelf = own_lessons() if folder is None else lessons_in(folder)
    complaints = [*shelf.faults, *(_complaints(shelf) if check else ())]
    for lesson in shelf.lessons:
        titles = " · ".join(text.title for text in lesson.texts.values())
        sys.stdout.write(f"{lesson.number:02d}  {lesson.name:<28}  {titles}\n")
    for complaint in complaints:
        sys.stderr.write(f"{complaint}\n")
    return FAILED if complaints else FINISHED


def _complaints(shelf: Shelf) -> Iterator[str]:
    for lesson in tqdm(shelf.lessons, desc="Checking", unit="lesson", disable=None, leave=False):
        yield from _broken_words(lesson)


def _broken_words(lesson: Lesson) -> Iterator[str]:
    before = _run(lesson.program)
    raised = before.error.type if before.error else ""
    if raised != lesson.raises:
        yield f"{lesson.name}: the program ends with {raised or 'no error'}, the lesson says {lesson.raises or 'none'}."
    if lesson.checks and all(verdict(lesson.checks, before)):
        yield f"{lesson.name}: the question is answered before anything was changed."
    if lesson.solution:
        shown = verdict(lesson.checks, _run(lesson.solution))
        for line, holds in zip(lesson.checks, shown, strict=True):
            if not holds:
                yield f"{lesson.name}: the solution does not show “{line.text}”."


def _run(text: str) -> Run:
    return run_once(Program(text), timeout_s=TIMEOUT_S, printed=lambda _: None)
