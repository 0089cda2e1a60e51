"""A program's text: where an instruction stands in it, and which name an expression's value is bound to.

CPython's `co_positions` (3.11 and later) give columns in UTF-8 bytes; ours are in characters.
"""

import ast
import linecache
from types import CodeType

from desktop.engine.activation import LoopNotes
from desktop.engine.loops import Loop, LoopMarker
from desktop.records.text import Span

Place = tuple[int, int, int, int]
"""Line, column, end line, end column, as in a Span."""


class Source:
    """One program's text, compiled under `name`; knows spans of its code and names of its expressions."""

    def __init__(self, text: str, name: str) -> None:
        """Register the text for tracebacks; raise SyntaxError or ValueError where it is no program."""
        self.text = text
        self.name = name
        self._lines = text.split("\n")
        self._spans: dict[int, tuple[CodeType, list[Span | None]]] = {}
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        tree = ast.parse(text, name)
        self._bound = {self._place(value, value): target for value, target in _bindings(tree)}
        self.loop_notes = LoopNotes()
        compiled = LoopMarker(lambda first, last: Span(*self._place(first, last)), self.loop_notes).compile(tree, name)
        self.code: CodeType = compiled.main
        self.codes = compiled.holders
        self._around: dict[tuple[int, int], tuple[tuple[Loop, bool], ...]] = {}

    def span(self, code: CodeType, instruction: int) -> Span | None:
        """Give the span of the expression whose instruction starts at byte `instruction` of `code`."""
        known = self._spans.get(id(code))  # by its id: to hash a code object is to hash all of its code
        if known is None:
            spans = [self._from_positions(position) for position in code.co_positions()]
            known = self._spans[id(code)] = (code, spans)  # held, so that no other code gets its id
        spans = known[1]
        return spans[instruction // 2] if 0 <= instruction // 2 < len(spans) else None

    def loops(self, code: CodeType, instruction: int) -> tuple[tuple[Loop, bool], ...]:
        """Give the loops of `code` around an instruction, outer ones first, and whether it runs in a round of each."""
        around = self._around.get((id(code), instruction))
        if around is None:
            place = self.span(code, instruction)
            standing = self.codes[id(code)][1] if id(code) in self.codes else ()
            held = [(loop, loop.holds(place)) for loop in standing if place is not None]
            around = tuple((loop, in_round) for loop, in_round in held if in_round is not None)
            self._around[id(code), instruction] = around
        return around

    def first_line(self, span: Span) -> str:
        """Give the text at a span, as far as it stands on its first line."""
        line = self._lines[span.line - 1]
        return line[span.column : span.end_column if span.end_line == span.line else None].rstrip()

    def bound_name(self, span: Span | None) -> str:
        """Give the name that the value of the expression at `span` is assigned to, or ""."""
        if span is None:
            return ""
        return self._bound.get((span.line, span.column, span.end_line, span.end_column), "")

    def syntax_span(self, error: SyntaxError) -> Span | None:
        """Give the span a SyntaxError points at (its columns count from 1, in characters)."""
        if error.lineno is None or error.filename != self.name:
            return None
        return syntax_span(error)

    def _from_positions(self, position: tuple[int | None, int | None, int | None, int | None]) -> Span | None:
        line, end_line, column, end_column = position
        if not line or end_line is None or column is None or end_column is None:
            return None
        return Span(line, self._characters(line, column), end_line, self._characters(end_line, end_column))

    def _characters(self, line: int, column: int) -> int:
        if line > len(self._lines) or self._lines[line - 1].isascii():
            return column
        return len(self._lines[line - 1].encode()[:column].decode(errors="replace"))

    def _place(self, first: ast.expr | ast.stmt, last: ast.expr | ast.stmt) -> Place:
        """Give where the text from the beginning of `first` to the end of `last` stands."""
        end_line, end_column = last.end_lineno or last.lineno, last.end_col_offset or last.col_offset
        return (
            first.lineno,
            self._characters(first.lineno, first.col_offset),
            end_line,
            self._characters(end_line, end_column),
        )


def syntax_span(error: SyntaxError) -> Span | None:
    """Give the span a SyntaxError points at, at least one character wide."""
    if error.lineno is None:
        return None
    column = max(0, (error.offset or 1) - 1)
    end_line = error.end_lineno or error.lineno
    end_column = max(0, (error.end_offset or 0) - 1)
    if (end_line, end_column) <= (error.lineno, column):
        end_line, end_column = error.lineno, column + 1
    return Span(error.lineno, column, end_line, end_column)


def _bindings(tree: ast.AST) -> list[tuple[ast.expr | ast.stmt, str]]:
    found: list[tuple[ast.expr | ast.stmt, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found += _pairs(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            found += _pairs(node.target, node.value)
        elif isinstance(node, ast.AugAssign) and (name := _name(node.target)):
            found.append((node, name))  # the operation's span is the whole statement
    return found


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr | ast.stmt, str]]:
    if isinstance(target, ast.Tuple | ast.List):
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            return [pair for each in zip(target.elts, value.elts, strict=True) for pair in _pairs(*each)]
        names = [_name(element) for element in target.elts]
        return [(value, ", ".join(names))] if all(names) else []
    name = _name(target)
    return [(value, name)] if name else []


def _name(target: ast.expr) -> str:
    """Give a plain or dotted name as text; anything else has none."""
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Starred):
        return _name(target.value)
    if isinstance(target, ast.Attribute) and (owner := _name(target.value)):
        return f"{owner}.{target.attr}"
    return ""
