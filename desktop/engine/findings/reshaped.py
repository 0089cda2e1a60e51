"""Give one tensor the shape of another, in the text."""

import ast

from desktop.engine.findings.case import Case
from desktop.engine.findings.edits import fix, method
from desktop.engine.findings.shape_words import Shape, count
from desktop.engine.findings.syntax import dotted
from desktop.records.finding import Fix

_TITLE = "Give the target the shape of the input"


def shaped_like(case: Case, target: ast.expr, has: Shape, given: ast.expr, wanted: Shape) -> Fix | None:
    """Let `target` have the shape of `given`, without computing `given` twice; None where it cannot."""
    if count(has) != count(wanted):
        return None
    if dotted(given):
        return fix(_TITLE, method(case.syntax, target, f"view_as({case.syntax.code(given)})"))
    if wanted == (*has, 1):
        return fix(_TITLE, method(case.syntax, target, f"unsqueeze({len(has)})"))
    if has == (*wanted, 1):
        return fix(_TITLE, method(case.syntax, target, f"squeeze({len(wanted)})"))
    return None
