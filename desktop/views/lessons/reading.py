"""Lessons read from a folder: `NUMBER-NAME/` with `lesson.md`, `program.py`, and what else it may hold.

Beside these two a lesson may hold `lesson.LANGUAGE.md` (its translation: title, group, question, hint), `solution.py`,
`picture.png` and `picture-dark.png`. `lesson.md` is in English unless its front matter says `language:`. A folder that
starts with a dot, or has no number, is no lesson. Nothing here needs Qt. Thread: any.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from desktop.locate import resource
from desktop.records.files import UsageError, read_text
from desktop.records.lesson import Check, Lesson, LessonText, Shelf
from desktop.views.lessons.conditions import check
from desktop.views.lessons.front_matter import FrontMatter, front_matter

_FOLDER = re.compile(r"(\d+)-(.+)")
_TRANSLATION = re.compile(r"lesson\.([a-z]{2,3})\.md")
_TOLD = frozenset({"title", "group", "question", "hint"})
_ALL = _TOLD | {"language", "check", "raises", "finds"}
_LONGEST = 1_000_000
"""In bytes: a lesson is read by a person."""


def own_lessons() -> Shelf:
    """Read the lessons that come with Chainrule."""
    return _shelf(resource("lessons"), is_ours=True)


def lessons_in(folder: Path) -> Shelf:
    """Read a teacher's folder: the lessons that can be read, and a paragraph on each that cannot."""
    return _shelf(folder.absolute(), is_ours=False)


def _shelf(folder: Path, *, is_ours: bool) -> Shelf:
    lessons: dict[str, Lesson] = {}
    faults = []
    try:
        places = _places(folder)
    except OSError as error:
        return Shelf(faults=(f"{folder} cannot be opened as a folder of lessons: {error.strerror}.",))
    if not places:
        faults.append(f"There is no lesson in {folder}: it holds no folder whose name is like 01-first-steps.")
    for place in places:
        try:
            lesson = _lesson(place, is_ours=is_ours)
        except UsageError as error:
            faults.append(f"The lesson in {place} is left out: {error}")
            continue
        if lesson.name in lessons:
            faults.append(f"The lesson in {place} is left out: another one is called “{lesson.name}”, too.")
        lessons.setdefault(lesson.name, lesson)
    return Shelf(tuple(lessons.values()), tuple(faults))


def _places(folder: Path) -> list[Path]:
    """Give the lessons' folders by their numbers."""
    found = [(match, place) for place in folder.iterdir() if (match := _FOLDER.fullmatch(place.name))]
    return [place for match, place in sorted(found, key=lambda each: (int(each[0][1]), each[0][2])) if place.is_dir()]


def _lesson(place: Path, *, is_ours: bool) -> Lesson:
    number, name = _FOLDER.fullmatch(place.name).groups()  # type: ignore[union-attr] # its name matched before
    facts = _matter(place / "lesson.md", _ALL)
    solution = place / "solution.py"
    return Lesson(
        key=name if is_ours else str(place),
        name=name,
        number=int(number),
        texts=dict(_texts(place, facts)),
        program=_read(place / "program.py"),
        checks=tuple(_checks(facts, place)),
        solution=_read(solution) if solution.exists() else "",
        raises=facts.one("raises"),
        finds=tuple(facts.one("finds").replace(",", " ").split()),
        picture=_existing(place / "picture.png"),
        picture_dark=_existing(place / "picture-dark.png"),
    )


def _texts(place: Path, facts: FrontMatter) -> Iterator[tuple[str, LessonText]]:
    """Give the texts by language, the lesson's own first."""
    yield facts.one("language") or "en", _told(facts, place / "lesson.md")
    for path in sorted(place.iterdir()):
        if found := _TRANSLATION.fullmatch(path.name):
            yield found[1], _told(_matter(path, _TOLD), path)


def _told(matter: FrontMatter, path: Path) -> LessonText:
    title = matter.one("title")
    if not title:
        raise UsageError(f"{path.name} has no “title:”.")
    return LessonText(title, matter.one("group"), matter.one("question"), matter.one("hint"), matter.body)


def _checks(facts: FrontMatter, place: Path) -> Iterator[Check]:
    for line in facts.values.get("check", ()):
        try:
            yield check(line)
        except UsageError as error:
            raise UsageError(f"in {(place / 'lesson.md').name}, {error}") from error


def _matter(path: Path, known: frozenset[str]) -> FrontMatter:
    text = _read(path)
    try:
        return front_matter(text, known)
    except UsageError as error:
        raise UsageError(f"in {path.name}, {error}") from error


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _LONGEST:
            raise UsageError(f"{path.name} is larger than a megabyte.")
    except OSError as error:
        raise UsageError(f"{path.name} is missing or cannot be read: {error.strerror}.") from error
    return read_text(path)


def _existing(path: Path) -> str:
    return str(path) if path.is_file() else ""
