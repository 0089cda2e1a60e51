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
MOST_LESSONS = 500
"""Of a folder: it is a course, and no disk."""
_MOST_FAULTS = 20
"""They are to be read, too."""


def own_lessons() -> Shelf:
    """Read the lessons that come with Chainrule."""
    return _shelf(resource("lessons"), is_ours=True)


def lessons_in(folder: Path) -> Shelf:
    """Read a teacher's folder: the lessons that can be read, and a paragraph on each that cannot."""
    return _shelf(folder.absolute(), is_ours=False)


def _shelf(folder: Path, *, is_ours: bool) -> Shelf:
    try:
        places = _places(folder)
    except OSError as error:
        return Shelf(faults=(_unopened(folder, error),))
    faults = []
    if not places:
        faults.append(
            f"There is no lesson in {folder}: it holds no folder whose name is like 01-first-steps, with a lesson.md"
            " and a program.py in it."
        )
    if len(places) > MOST_LESSONS:
        faults.append(f"{folder} holds {len(places):,} lessons. The first {MOST_LESSONS} are shown; part the folder.")
    lessons, damaged = _read_all(places[:MOST_LESSONS], is_ours=is_ours)
    return Shelf(lessons, (*faults, *_some(damaged)))


def _read_all(places: list[Path], *, is_ours: bool) -> tuple[tuple[Lesson, ...], list[str]]:
    """Read lessons, and say of each that is left out why."""
    lessons: dict[str, Lesson] = {}
    faults = []
    for place in places:
        try:
            lesson = _lesson(place, is_ours=is_ours)
        except UsageError as error:
            faults.append(f"The lesson in {place} is left out: {error}")
        except OSError as error:  # it vanished, or was locked, while it was read
            faults.append(f"The lesson in {place} is left out: it cannot be read: {error.strerror}. Read it again.")
        else:
            if lesson.name in lessons:
                faults.append(
                    f"The lesson in {place} is left out: another one is called “{lesson.name}”, too. Rename one."
                )
            lessons.setdefault(lesson.name, lesson)
    return tuple(lessons.values()), faults


def _some(faults: list[str]) -> list[str]:
    """Give the first faults, and count the others."""
    more = len(faults) - _MOST_FAULTS
    return [*faults[:_MOST_FAULTS], f"{more:,} more lessons are left out."] if more > 0 else faults


def _unopened(folder: Path, error: OSError) -> str:
    advice = {
        FileNotFoundError: "It was moved, renamed or is on a disk that is not there; open the folder where it is now.",
        NotADirectoryError: "Choose the folder that holds the lessons' folders.",
        PermissionError: "You may not read it; ask for the right to, or copy it.",
    }.get(type(error), "Try again, or choose another folder.")
    return f"{folder} cannot be opened as a folder of lessons: {error.strerror}. {advice}"


def _places(folder: Path) -> list[Path]:
    """Give the lessons' folders by their numbers."""
    found = [(match, place) for place in folder.iterdir() if (match := _FOLDER.fullmatch(place.name))]
    return [place for match, place in sorted(found, key=lambda each: (int(each[0][1]), each[0][2])) if place.is_dir()]


def _lesson(place: Path, *, is_ours: bool) -> Lesson:
    """Read one lesson; raise UsageError where it is damaged, OSError where it cannot be reached."""
    if not _is_text(str(place)):
        raise UsageError("the name of its folder is no text that could be written down. Rename it.")
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


def _is_text(name: str) -> bool:
    """Say whether a name can be written down: a file system may hold bytes that are no letters."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _texts(place: Path, facts: FrontMatter) -> Iterator[tuple[str, LessonText]]:
    """Give the texts by language, the lesson's own first."""
    yield facts.one("language") or "en", _told(facts, place / "lesson.md")
    for path in sorted(place.iterdir()):
        if found := _TRANSLATION.fullmatch(path.name):
            yield found[1], _told(_matter(path, _TOLD), path)


def _told(matter: FrontMatter, path: Path) -> LessonText:
    title = matter.one("title")
    if not title:
        raise UsageError(f"{path.name} has no “title:”. Write a line “title: …” between the two “---”.")
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
            raise UsageError(f"{path.name} is larger than a megabyte. Shorten it: a lesson is read by a person.")
        if not path.is_file():  # a pipe would be waited for without end
            raise UsageError(f"{path.name} is no file. Put a text file in its place.")
    except FileNotFoundError as error:
        raise UsageError(f"{path.name} is missing. Every lesson has a lesson.md and a program.py.") from error
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}. Look at the rights of the file.") from error
    return read_text(path)


def _existing(path: Path) -> str:
    return str(path) if path.is_file() else ""
