"""A page of facts as the rich text that Qt shows."""

import re
from html import escape

from desktop.views.inspector.fact_page import Fact, Page, Section, Table
from desktop.views.inspector.links import LOOK_LINK
from desktop.views.tensor_text import LINE, Rows, value_rows
from desktop.views.theme import Theme

NUMBER_POINTS = 8.5
_GRID = '<table cellspacing="0" cellpadding="4" style="border-collapse:collapse;margin-top:4px">{}</table>'
_LONG = 10
_UNIT = re.compile(r"(?<=\d) (?=[µm]?s\b)")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=_)|(?<=[^\d\s]\.)|(?<=\.)(?=[^\d\s])")
"""Where a long name may break, and no number: before a capital, behind a dot and an underscore."""
_BROKEN = frozenset({"NaN", "∞", "-∞"})
_JOINER, _GAP = "\N{WORD JOINER}", "\N{ZERO WIDTH SPACE}"
_MINUS = "\N{MINUS SIGN}"
_NEGATIVE = re.compile(r"(?<![\w-])-(?=[\d∞.])|(?<=\de)-(?=\d)|(?<=\d)-(?=[\d.e-]+i\b)")
"""The hyphen of a negative number, of an exponent, and before an imaginary part: formulas have a minus sign there."""
BREAK_MARKS = {ord(_JOINER): "", ord(_GAP): "", ord("\N{NO-BREAK SPACE}"): " ", ord(_MINUS): "-"}
"""What `str.translate` takes out of a page's text again, so that Python reads a copied number."""


def page_html(page: Page, theme: Theme, line: int = LINE) -> str:
    """Write a page as rich text; the look of its section n is the link "look:n".

    `line` is how many characters a row of numbers may take.
    """
    sections = "".join(_section_html(place, section, theme, line) for place, section in enumerate(page.sections))
    return f'<body style="color:{theme.text}">{_heading_html(page, theme)}{sections}</body>'


def _heading_html(page: Page, theme: Theme) -> str:
    fill = getattr(theme, page.kind, theme.raised)
    border = theme.error if page.kind == "ghost" else getattr(theme, f"{page.kind}_border", theme.line)
    return (
        f'<table width="100%" cellspacing="0" cellpadding="9" '
        f'style="border-collapse:collapse"><tr><td bgcolor="{fill}" style="border:1px solid {border}">'
        f'<span style="font-size:large;font-weight:bold">{_breakable(page.title)}</span><br>'
        f'<span style="color:{theme.muted}">{escape(page.subtitle)}</span></td></tr></table>'
    )


def _section_html(place: int, section: Section, theme: Theme, line: int) -> str:
    note = f'<div style="color:{theme.muted}">{escape(section.note)}</div>' if section.note else ""
    facts = _facts_html(section.facts, theme)
    rows = value_rows(section.numbers, line) if section.numbers is not None else ()
    table = _table_html(section.table, theme) if section.table is not None else ""
    return f"{_title_html(place, section, theme)}{facts}{table}{_rows_html(rows, theme)}{note}"


def _title_html(place: int, section: Section, theme: Theme) -> str:
    if not section.title:
        return '<p style="margin:0;font-size:4pt">&nbsp;</p>' if section.facts else ""
    title = f"<b>{_linked(section.title, section.link, theme)}</b>"
    if section.look is None:
        return f'<p style="margin-top:14px;margin-bottom:4px">{title}</p>'
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:14px;margin-bottom:2px"><tr>'
        f'<td>{title}</td><td align="right" valign="bottom" width="64">{_look_html(place, theme)}</td></tr></table>'
    )


def _look_html(place: int, theme: Theme) -> str:
    words = "all\N{NO-BREAK SPACE}values"
    return f'<a href="{LOOK_LINK}{place}" style="color:{theme.accent};text-decoration:none">{words}</a>'


def _facts_html(facts: tuple[Fact, ...], theme: Theme) -> str:
    """Lay facts out in two columns, or where none has a name in one."""
    if facts and not any(fact.name for fact in facts):
        return "".join(_line_html(fact, theme) for fact in facts)
    rows = "".join(_fact_html(fact, theme) for fact in facts)
    return f'<table cellspacing="0" cellpadding="2">{rows}</table>' if facts else ""


def _line_html(fact: Fact, theme: Theme) -> str:
    colour = theme.error if fact.broken else theme.text
    return f'<div style="color:{colour};margin-top:2px">{_linked(fact.text, fact.link, theme)}</div>'


def _fact_html(fact: Fact, theme: Theme) -> str:
    value = _linked(fact.text, fact.link, theme)
    colour = theme.error if fact.broken else theme.text
    return (
        f'<tr><td style="color:{theme.muted};padding-right:10px;white-space:nowrap">{_unbroken(fact.name)}</td>'
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
    return _GRID.format(body)


def _table_html(table: Table, theme: Theme) -> str:
    head = "".join(f'<td align="right" style="color:{theme.muted}">{escape(name)}</td>' for name in table.head)
    rows = [
        "".join(_cell_html(cell, theme, broken=place in table.marked) for cell in row)
        for place, row in enumerate(table.rows)
    ]
    return _GRID.format("".join(f"<tr>{row}</tr>" for row in (head, *rows)))


def _cell_html(cell: str, theme: Theme, *, broken: bool = False) -> str:
    colour = theme.error if broken or cell in _BROKEN else theme.text
    font = f"font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:{NUMBER_POINTS}pt"
    style = f"border:1px solid {theme.line};color:{colour};{font}"
    return f'<td align="right" bgcolor="{theme.window}" style="{style}">{escape(_NEGATIVE.sub(_MINUS, cell))}</td>'


def _unbroken(name: str) -> str:
    return escape(name).replace(" ", "\N{NO-BREAK SPACE}")


def _breakable(text: str) -> str:
    """Let long names break behind dots, underscores and before capitals, but no derivative, and no unit alone."""
    if len(text) > _LONG:
        text = _SEAM.sub(_GAP, text)
    text = _NEGATIVE.sub(_MINUS, _UNIT.sub("\N{NO-BREAK SPACE}", text))
    return escape(text).replace("/∂", f"/{_JOINER}∂")
