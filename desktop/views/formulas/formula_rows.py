"""The formulas of a node as a section of the inspector's page."""

import re

from desktop.views.formulas.derivation import Derivation, Part
from desktop.views.inspector.fact_page import Fact, Section
from desktop.views.inspector.links import NODE_LINK

TITLE = "Chain rule"

_BAD_NEWS = re.compile("NaN|∞")


def formula_rows(derivation: Derivation) -> tuple[Section, ...]:
    """Lay a derivation out as one section, a line to each formula; none where nothing is sent (an input, a constant).

    The facts have no names, so that a formula has the whole width; it links to the node that the gradient goes to.
    """
    if not derivation.parts:
        return ()
    facts = [fact for part in derivation.parts for fact in _facts(part)]
    facts += [Fact("", f"{letter}: {meaning}") for letter, meaning in derivation.letters]
    return (Section(TITLE, tuple(dict.fromkeys(facts)), note=derivation.sentence),)


def _facts(part: Part) -> list[Fact]:
    formula = f"{part.left} {'+=' if part.is_share else '='} {part.right}"
    facts = [Fact("", formula, f"{NODE_LINK}{part.target}" if part.target else "")]
    facts += [Fact("", f"= {part.numbers}", broken=bool(_BAD_NEWS.search(part.numbers)))] if part.numbers else []
    facts += [Fact("", f"where {letter} = {meaning}") for letter, meaning in part.where]
    return facts + ([Fact("", part.note)] if part.note else [])
