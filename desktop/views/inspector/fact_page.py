"""A page of facts in sections, and the two ways to read it: as rich text on the screen, as plain text elsewhere."""

from dataclasses import dataclass, field
from html import escape

from desktop.views.tensor_text import Rows
from desktop.views.theme import Theme

_LONG = 24
_BROKEN = frozenset({"NaN", "∞", "-∞"})


@dataclass(frozen=True)
class Fact:
    """A name and what it is; `link` is where a click on it leads, `broken` says that it is bad news."""

    name: str
    text: str
    link: str = ""
    broken: bool = False


@dataclass(frozen=True)
class Section:
    """Some facts under a title, and the numbers of a tensor as rows of cells."""

    title: str
    facts: tuple[Fact, ...] = ()
    rows: Rows = ()
    note: str = ""
    link: str = ""


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


def page_html(page: Page, theme: Theme) -> str:
    """Write a page as the rich text that Qt shows."""
    sections = "".join(_section_html(section, theme) for section in page.sections)
    return f'<body style="color:{theme.text}">{_heading_html(page, theme)}{sections}</body>'


def _section_text(section: Section) -> str:
    width = max((len(fact.name) for fact in section.facts), default=0)
    lines = [f"  {fact.name:<{width}}  {fact.text}" for fact in section.facts]
    cells = max((len(cell) for row in section.rows for cell in row), default=0)
    lines += ["  " + " ".join(f"{cell:>{cells}}" for cell in row) for row in section.rows]
    lines += [f"  {section.note}"] if section.note else []
    return "\n".join([section.title, *lines])


def _heading_html(page: Page, theme: Theme) -> str:
    fill = getattr(theme, page.kind) if page.kind else theme.raised
    border = getattr(theme, f"{page.kind}_border") if page.kind else theme.line
    return (
        f'<table width="100%" cellspacing="0" cellpadding="9" '
        f'style="border-collapse:collapse"><tr><td bgcolor="{fill}" style="border:1px solid {border}">'
        f'<span style="font-size:large;font-weight:bold">{_breakable(page.title)}</span><br>'
        f'<span style="color:{theme.muted}">{escape(page.subtitle)}</span></td></tr></table>'
    )


def _section_html(section: Section, theme: Theme) -> str:
    title = _linked(section.title, section.link, theme)
    facts = "".join(_fact_html(fact, theme) for fact in section.facts)
    note = f'<div style="color:{theme.muted}">{escape(section.note)}</div>' if section.note else ""
    table = f'<table cellspacing="0" cellpadding="2">{facts}</table>' if facts else ""
    heading = f'<p style="margin-top:14px;margin-bottom:4px"><b>{title}</b></p>' if section.title else ""
    return f"{heading}{table}{_rows_html(section.rows, theme)}{note}"


def _fact_html(fact: Fact, theme: Theme) -> str:
    value = _linked(fact.text, fact.link, theme)
    colour = theme.error if fact.broken else theme.text
    return (
        f'<tr><td style="color:{theme.muted};padding-right:12px">{escape(fact.name)}</td>'
        f'<td style="color:{colour}">{value}</td></tr>'
    )


def _linked(text: str, link: str, theme: Theme) -> str:
    if not link:
        return _breakable(text)
    return f'<a href="{escape(link)}" style="color:{theme.accent};text-decoration:none">{_breakable(text)}</a>'


def _rows_html(rows: Rows, theme: Theme) -> str:
    if not rows:
        return ""
    body = "".join(f"<tr>{''.join(_cell_html(cell, theme) for cell in row) or '<td></td>'}</tr>" for row in rows)
    return f'<table cellspacing="0" cellpadding="4" style="border-collapse:collapse;margin-top:4px">{body}</table>'


def _cell_html(cell: str, theme: Theme) -> str:
    colour = theme.error if cell in _BROKEN else theme.text
    font = "font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:8.5pt"
    style = f"border:1px solid {theme.line};color:{colour};{font}"
    return f'<td align="right" bgcolor="{theme.window}" style="{style}">{escape(cell)}</td>'


def _breakable(text: str) -> str:
    """Let a long path break behind its dots and underscores, and nowhere else: a blank of no width says where."""
    if len(text) <= _LONG:
        return escape(text)
    return escape(text).replace(".", ".\u200b").replace("_", "_\u200b")
