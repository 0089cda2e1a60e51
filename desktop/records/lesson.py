"""A lesson: its texts by language, a program that runs, and what a Run must show for its question to be answered."""

from typing import Literal

from desktop.records.record import Number, Record

Aspect = Literal["value", "shape", "dtype", "device", "requires_grad", "is_leaf"]


class VariableIs(Record, frozen=True, tag=True):
    """A variable's value, or another of its facts, is as expected; `shape` is that of the expected value.

    `numbers` are the value's in row-major order, or the dimensions of an expected shape; a number has the shape ().
    `word` is an expected dtype, device, or "true" and "false".
    """

    name: str
    aspect: Aspect
    numbers: tuple[Number, ...] = ()
    shape: tuple[int, ...] = ()
    word: str = ""
    tolerance: float = 0.0


class GradientIs(Record, frozen=True, tag=True):
    """What the last backward pass gave a leaf is as expected."""

    leaf: str
    numbers: tuple[Number, ...]
    shape: tuple[int, ...]
    tolerance: float = 0.0


class OutputHas(Record, frozen=True, tag=True):
    """The program printed a text, or did not."""

    text: str
    present: bool


class FindingIs(Record, frozen=True, tag=True):
    """A rule found something, or nothing."""

    rule: str
    present: bool


class NodeIs(Record, frozen=True, tag=True):
    """The graphs hold so many nodes of a name or label; `count` None stands for one or more."""

    name: str
    count: int | None


class ModuleHas(Record, frozen=True, tag=True):
    """A module has so many parameters (tensors, not numbers)."""

    name: str
    parameters: int


class BackwardRan(Record, frozen=True, tag=True):
    """So many backward passes were recorded."""

    times: int


class RunEnds(Record, frozen=True, tag=True):
    """The program finished, or raised `error` where that is given."""

    error: str = ""


Condition = VariableIs | GradientIs | OutputHas | FindingIs | NodeIs | ModuleHas | BackwardRan | RunEnds


class Check(Record, frozen=True):
    """A condition, and the line it was read from."""

    text: str
    condition: Condition


class LessonText(Record, frozen=True):
    """What a lesson says in one language; `group` is the heading it stands under, `body` is Markdown."""

    title: str
    group: str
    question: str
    hint: str
    body: str


class Lesson(Record, frozen=True):
    """One lesson. `key` tells it from all others: its name for ours, its folder's path for a teacher's.

    `name` is unique in its folder, `texts` are by language ("en", "ko") and never empty.
    `raises` names the exception that ends the program as it stands, or is ""; `finds` are the rules that it breaks.
    `solution` is the program after the question was answered, or "" where the lesson holds none. `picture` is a path,
    or "" where there is none; `picture_dark` the same for a dark window.
    """

    key: str
    name: str
    number: int
    texts: dict[str, LessonText]
    program: str
    checks: tuple[Check, ...] = ()
    solution: str = ""
    raises: str = ""
    finds: tuple[str, ...] = ()
    picture: str = ""
    picture_dark: str = ""

    def text(self, language: str) -> LessonText:
        """Give what it says in a language, or else in the first one it has."""
        return self.texts.get(language) or next(iter(self.texts.values()))


class Shelf(Record, frozen=True):
    """The lessons of one folder in their order, and a paragraph on each that could not be read."""

    lessons: tuple[Lesson, ...] = ()
    faults: tuple[str, ...] = ()
