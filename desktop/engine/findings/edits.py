"""Edits of a program's text that fixes are made of."""

import ast

from desktop.engine.findings.syntax import Syntax
from desktop.records.finding import Fix
from desktop.records.text import Edit, Span

_ATOMS = ast.Name | ast.Call | ast.Attribute | ast.Subscript | ast.Constant | ast.List | ast.Tuple


def replaced(syntax: Syntax, node: ast.expr | ast.stmt, text: str) -> Edit:
    """Replace a node's text."""
    return Edit(syntax.span(node), text)


def method(syntax: Syntax, node: ast.expr, call: str) -> Edit:
    """Call a method on an expression: `x` becomes `x.detach()`, `a + b` becomes `(a + b).detach()`."""
    return replaced(syntax, node, f"{atom(syntax, node)}.{call}")


def atom(syntax: Syntax, node: ast.expr) -> str:
    """Give an expression's text so that a method can be called on it."""
    text = syntax.code(node)
    return text if isinstance(node, _ATOMS) else f"({text})"


def line_before(syntax: Syntax, statement: ast.stmt, line: str) -> Edit | None:
    """Put a line before a statement; None where that does not start its line."""
    if not syntax.starts_its_line(statement):
        return None
    span = syntax.span(statement)
    return Edit(Span(span.line, 0, span.line, 0), f"{syntax.indent(statement)}{line}\n")


def line_after(syntax: Syntax, statement: ast.stmt, line: str) -> Edit | None:
    """Put a line after a statement; None where that does not start its line, or is followed on it."""
    span = syntax.span(statement)
    rest = syntax.lines[span.end_line - 1][span.end_column :].strip()
    if not syntax.starts_its_line(statement) or (rest and not rest.startswith("#")):
        return None
    end = len(syntax.lines[span.end_line - 1])
    return Edit(Span(span.end_line, end, span.end_line, end), f"\n{syntax.indent(statement)}{line}")


def removed_line(syntax: Syntax, statement: ast.stmt) -> Edit | None:
    """Take a statement out with its line; None where it does not have its lines for itself."""
    span = syntax.span(statement)
    rest = syntax.lines[span.end_line - 1][span.end_column :].strip()
    if not syntax.starts_its_line(statement) or rest or span.end_line >= len(syntax.lines):
        return None
    return Edit(Span(span.line, 0, span.end_line + 1, 0), "")


def within(syntax: Syntax, statement: ast.stmt, header: str, body: str | None = None) -> Edit | None:
    """Put a statement, or what is to stand for it, into a block; None where it does not start its line.

    The lines of a text in quotes stay where they are; what stands for a statement with such a text is not known.
    """
    kept = _quoted_lines(statement)
    if not syntax.starts_its_line(statement) or (kept and body is not None):
        return None
    indent = f"{syntax.indent(statement)}    "
    lines = (syntax.code(statement) if body is None else body).split("\n")
    moved = [
        f"    {line}" if number and line.strip() and statement.lineno + number not in kept else line
        for number, line in enumerate(lines)
    ]
    return replaced(syntax, statement, f"{header}\n{indent}" + "\n".join(moved))


def _quoted_lines(statement: ast.stmt) -> set[int]:
    """Give the numbers of the lines that begin inside quotes."""
    quoted = (each for each in ast.walk(statement) if isinstance(each, ast.Constant | ast.JoinedStr))
    return {number for each in quoted for number in range(each.lineno + 1, (each.end_lineno or each.lineno) + 1)}


def fix(title: str, *edits: Edit | None) -> Fix | None:
    """Join edits to a fix; None where one of them cannot be made."""
    made = tuple(each for each in edits if each is not None)
    return Fix(title, made) if made and len(made) == len(edits) else None
