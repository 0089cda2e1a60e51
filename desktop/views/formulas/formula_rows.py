"""The formulas of a node as a section of the inspector's page."""

from desktop.views.fact_page import Fact, Section
from desktop.views.formulas.derivation import Derivation, Part

_TITLE = "Chain rule"
_NODE_LINK = "node:"


def formula_rows(derivation: Derivation) -> tuple[Section, ...]:
    """Lay a derivation out as sections; none where nothing is sent (an input, a constant)."""
    if not derivation.parts:
        return ()
    facts = tuple(fact for part in derivation.parts for fact in _facts(part))
    letters = tuple(Fact(f"{letter}:", meaning) for letter, meaning in derivation.letters)
    return (Section(_TITLE, (*facts, *letters), note=derivation.sentence),)


def _facts(part: Part) -> list[Fact]:
    equals = "+=" if part.is_share else "="
    facts = [Fact(f"{part.left} {equals}", part.right, f"{_NODE_LINK}{part.target}" if part.target else "")]
    facts += [Fact("=", part.numbers)] if part.numbers else []
    facts += [Fact(f"{letter} =", meaning) for letter, meaning in part.where]
    return facts + ([Fact("", part.note)] if part.note else [])
