"""A page of facts in sections, and how it reads as plain text."""

from dataclasses import dataclass, field

from desktop.records.messages import HeldTensor
from desktop.records.tensor import Tensor
from desktop.views.tensor_text import Rows, value_rows


@dataclass(frozen=True)
class Fact:
    """A name and what it is; `link` is where a click on it leads, `broken` says that it is bad news."""

    name: str
    text: str
    link: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Look:
    """A tensor whose values can be seen, and what it is called then."""

    name: str
    tensor: HeldTensor


@dataclass(frozen=True)
class Table:
    """Rows of cells below a head; `marked` are the numbers of rows that are bad news."""

    head: tuple[str, ...]
    rows: Rows
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Section:
    """Some facts under a title, a table, the first numbers of a tensor; `look` leads to all of them."""

    title: str
    facts: tuple[Fact, ...] = ()
    numbers: Tensor | None = None
    note: str = ""
    link: str = ""
    look: Look | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Page:
    """Sections under a heading; `kind` colours the heading as the graph colours its nodes, "" leaves it plain."""

    title: str
    subtitle: str
    kind: str = ""
    sections: tuple[Section, ...] = field(default=())


def page_text(page: Page) -> str:
    """Write a page as plain text."""
    blocks = [f"{page.title}\n{page.subtitle}".rstrip()]
    blocks += [_section_text(section) for section in page.sections]
    return "\n\n".join(blocks) + "\n"


def _section_text(section: Section) -> str:
    width = max((len(fact.name) for fact in section.facts), default=0)
    lines = [f"  {fact.name:<{width}}  {fact.text}" for fact in section.facts]
    lines += _aligned((section.table.head, *section.table.rows)) if section.table is not None else []
    lines += _aligned(value_rows(section.numbers)) if section.numbers is not None else []
    lines += [f"  {section.note}"] if section.note else []
    return "\n".join([section.title, *lines])


def _aligned(rows: Rows) -> list[str]:
    cells = max((len(cell) for row in rows for cell in row), default=0)
    return ["  " + " ".join(f"{cell:>{cells}}" for cell in row) for row in rows]
