"""Names of methods that stand alone where a call was meant."""

import ast

from desktop.engine.findings.case import Case
from desktop.engine.findings.edits import fix
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span


def uncalled(case: Case, *names: str) -> list[ast.Attribute]:
    """Give what names a method of one of these names as a statement of its own; of a known owner it must be one."""
    lone = (each.value for each in case.syntax.every(ast.Expr) if isinstance(each.value, ast.Attribute))
    return [each for each in lone if each.attr in names and _may_be_method(case, each)]


def _may_be_method(case: Case, method: ast.Attribute) -> bool:
    return case.value(method.value) is None or callable(case.value(method))


def called(case: Case, method: ast.expr) -> Fix | None:
    """Put the parentheses behind a name."""
    span = case.syntax.span(method)
    end = Span(span.end_line, span.end_column, span.end_line, span.end_column)
    return fix("Call it: ()", Edit(end, "()"))
