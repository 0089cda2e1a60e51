"""The chain rule as a section of the inspector's page."""

from desktop.views.formulas.derivation import Derivation, Part
from desktop.views.formulas.formula_rows import formula_rows
from desktop.views.inspector.fact_page import Fact, Page, page_text
from desktop.views.inspector.page_html import page_html
from desktop.views.theme import LIGHT

DERIVATION = Derivation(
    "Each factor gets the gradient times the other factor.",
    (
        Part(0, "n1", "∂loss/∂w", "x · ∂loss/∂y", "2 · −4 = −8"),
        Part(1, "n2", "∂loss/∂x", "w · ∂loss/∂y", where=(("g", "a < b"),), is_share=True),
        Part(2, "n3", "∂loss/∂v", "no formula yet", note="It depends on “dim”, which was not recorded."),
    ),
    (("y", "the result"),),
)


def test_each_formula_is_a_line_that_leads_to_its_node() -> None:
    """Numbers, abbreviations and what is missing follow it; the letters and the sentence close."""
    (section,) = formula_rows(DERIVATION)
    assert section.note == DERIVATION.sentence
    assert section.facts == (
        Fact("", "∂loss/∂w = x · ∂loss/∂y", "node:n1"),
        Fact("", "= 2 · −4 = −8"),
        Fact("", "∂loss/∂x += w · ∂loss/∂y", "node:n2"),
        Fact("", "where g = a < b"),
        Fact("", "∂loss/∂v = no formula yet", "node:n3"),
        Fact("", "It depends on “dim”, which was not recorded."),
        Fact("", "y: the result"),
    )


def test_a_nan_in_the_arithmetic_is_bad_news() -> None:
    """It is marked as everywhere on the page."""
    broken = Part(0, "", "∂loss/∂x", "1/(2 · y) · ∂loss/∂y", "1/(2 · 0) · 0 = NaN")
    assert formula_rows(Derivation("", (broken,)))[0].facts[1].broken


def test_nothing_sent_is_no_section() -> None:
    """An input's page stays as it was."""
    assert formula_rows(Derivation()) == ()


def test_it_can_be_read_as_text_and_as_markup() -> None:
    """A sign that is markup elsewhere is a sign here."""
    page = Page("mul (y)", "operation", "operation", formula_rows(DERIVATION))
    assert "∂loss/∂w = x · ∂loss/∂y\n" in page_text(page)
    assert "a &lt; b" in page_html(page, LIGHT)
