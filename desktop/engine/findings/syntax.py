"""A program's syntax tree as rules ask for it: what stands at a span, in which statement, bound to which name."""

import ast
import warnings
from collections.abc import Iterator
from typing import TypeVar

from desktop.records.text import Span

_T = TypeVar("_T", bound=ast.AST)
_Positioned = ast.expr | ast.stmt | ast.keyword


class Syntax:
    """One program's text and tree. Spans count characters, as those of records do."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.lines = text.split("\n")
        self.tree = tree
        self._parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
        self._at: dict[Span, ast.AST] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.expr | ast.stmt):
                self._at.setdefault(self.span(node), node)

    def span(self, node: _Positioned) -> Span:
        """Give where a node stands."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Span(
            node.lineno,
            self._characters(node.lineno, node.col_offset),
            end_line,
            self._characters(end_line, end_column),
        )

    def code(self, node: _Positioned) -> str:
        """Give the text of a node."""
        span = self.span(node)
        lines = self.lines[span.line - 1 : span.end_line]
        lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return "\n".join(lines)

    def at(self, span: Span | None) -> ast.AST | None:
        """Give the outermost node that stands exactly at a span."""
        return None if span is None else self._at.get(span)

    def expression(self, span: Span | None) -> ast.expr | None:
        """Give the expression at a span; of a statement that is one expression, that."""
        node = self.at(span)
        if isinstance(node, ast.Expr):
            return node.value
        return node if isinstance(node, ast.expr) else None

    def statement(self, node: ast.AST | None) -> ast.stmt | None:
        """Give the innermost statement around a node, itself included."""
        while node is not None and not isinstance(node, ast.stmt):
            node = self._parents.get(node)
        return node

    def statement_at(self, span: Span | None) -> ast.stmt | None:
        """Give the innermost statement around what stands at a span."""
        return self.statement(self.at(span))

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Give the nodes around a node, innermost first."""
        parent = self._parents.get(node)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def enclosing(self, node: ast.AST, kind: type[_T]) -> _T | None:
        """Give the innermost node of a kind around a node."""
        return next((each for each in self.around(node) if isinstance(each, kind)), None)

    def loop(self, node: ast.AST) -> ast.For | ast.While | None:
        """Give the innermost loop around a node, within its function."""
        for each in self.around(node):
            if isinstance(each, ast.For | ast.While):
                return each
            if isinstance(each, ast.FunctionDef | ast.ClassDef | ast.Lambda):
                return None
        return None

    def every(self, kind: type[_T]) -> Iterator[_T]:
        """Give all nodes of a kind, in the text's order as far as it is known."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Give all calls of a function or method of one of these last names."""
        return (call for call in self.every(ast.Call) if last_name(call.func) in names)

    def bindings(self, name: str) -> list[ast.Assign]:
        """Give the plain assignments to a name, plain or dotted (`self.w`), in the text's order."""
        found = [each for each in self.every(ast.Assign) if len(each.targets) == 1 and dotted(each.targets[0]) == name]
        return sorted(found, key=lambda each: each.lineno)

    def values(self, name: str) -> list[tuple[int, ast.expr]]:
        """Give what a name is bound to, alone or as one of several (`a, b = 1, 2`), with the lines."""
        found = [(each.lineno, each.value) for each in self.bindings(name)]
        for each in self.every(ast.Assign):
            target = each.targets[0]
            if isinstance(target, ast.Tuple) and isinstance(each.value, ast.Tuple):
                pairs = zip(target.elts, each.value.elts, strict=False)
                found += [(each.lineno, value) for part, value in pairs if dotted(part) == name]
        return sorted(found, key=lambda pair: pair[0])

    def starts_its_line(self, statement: ast.stmt) -> bool:
        """Say whether nothing but space stands before a statement on its line."""
        span = self.span(statement)
        return not self.lines[span.line - 1][: span.column].strip()

    def indent(self, statement: ast.stmt) -> str:
        """Give the space before a statement that starts its line."""
        return self.lines[statement.lineno - 1][: self.span(statement).column]

    def _characters(self, line: int, column: int) -> int:
        text = self.lines[line - 1]
        return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))


def parsed(text: str) -> ast.Module:
    """Give a text's tree; what there is to warn of was said when it was compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def dotted(node: ast.AST) -> str:
    """Give a plain or dotted name as text; anything else has none."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""


def last_name(node: ast.AST) -> str:
    """Give the last part of a name: of `torch.empty` and of `x.sum().item` alike."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """Give a call's argument of a name."""
    return next((each for each in call.keywords if each.arg == name), None)
