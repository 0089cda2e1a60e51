"""A gradient held against central differences, as a section of a page: how far it is, what came of it, or why not."""

from collections import Counter
from dataclasses import replace

from desktop.records.checking import CheckedElement, Verdict
from desktop.records.messages import CheckAnswer, GradientChecked, GradientChecking
from desktop.views.formulas.formula_rows import TITLE as CHAIN_RULE
from desktop.views.inspector.fact_page import Fact, Page, Section, Table
from desktop.views.tensor_text import number_text

_TITLE = "Checked by differences"
_MOST_ROWS = 32
_TOLD: dict[Verdict, str] = {"disagrees": "disagree", "cannot say": "cannot be told"}
_HEAD = ("at", "autograd", "differences")


def checked_page(page: Page, check: CheckAnswer) -> Page:
    """Put what is known of a check into a node's page, behind its chain rule."""
    titles = [section.title for section in page.sections]
    place = titles.index(CHAIN_RULE) + 1 if CHAIN_RULE in titles else 1
    return replace(page, sections=(*page.sections[:place], check_section(check), *page.sections[place:]))


def check_section(check: CheckAnswer) -> Section:
    """Tell of a check."""
    if isinstance(check, GradientChecking):
        far = f" {check.done:,} of {check.total:,} elements" if check.total else ""
        return Section(_TITLE, note=f"Checking…{far}")
    if isinstance(check, GradientChecked):
        return _result(check)
    return Section(_TITLE, note=check.reason)


def _result(check: GradientChecked) -> Section:
    facts = [Fact("result", _verdict(check), broken=any(each.verdict == "disagrees" for each in check.elements))]
    if check.elements:
        worst = check.elements[check.worst]
        facts += [
            Fact("worst at", _index(worst)),
            Fact("autograd", number_text(worst.autograd)),
            Fact("differences", number_text(worst.numeric)),
            Fact("apart by", number_text(worst.error)),
        ]
    several = len(check.elements) > 1
    return Section(_TITLE, tuple(facts), table=_table(check) if several else None, note=_note(check))


def _verdict(check: GradientChecked) -> str:
    total = len(check.elements)
    if check.all_agree:
        return f"all {total:,} elements agree" if total != 1 else "it agrees"
    counts = Counter(each.verdict for each in check.elements)
    return ", ".join(f"{counts[each]:,} of {total:,} {words}" for each, words in _TOLD.items() if counts[each])


def _table(check: GradientChecked) -> Table:
    """List the elements, those that do not agree before the others where there are too many."""
    shown = sorted(range(len(check.elements)), key=lambda place: check.elements[place].verdict == "agrees")
    places = sorted(shown[:_MOST_ROWS])
    elements = [check.elements[place] for place in places]
    rows = tuple((_index(each), number_text(each.autograd), number_text(each.numeric)) for each in elements)
    marked = frozenset(row for row, each in enumerate(elements) if each.verdict != "agrees")
    return Table(_HEAD, rows, marked)


def _note(check: GradientChecked) -> str:
    hidden = len(check.elements) - _MOST_ROWS
    more = f"{hidden:,} more elements are not listed. " if hidden > 0 else ""
    return f"{more}{check.note}".strip()


def _index(element: CheckedElement) -> str:
    return f"[{', '.join(map(str, element.index))}]" if element.index else "–"
