"""A program as the check reads it: its tree, its names, what it defines, and where its nodes stand in the text."""

import ast
import functools
import re

from desktop.engine.permission.offered import Offered, offered
from desktop.engine.permission.scopes import Scopes
from desktop.engine.permission.tree import Tree, arguments
from desktop.records.text import Span

_NAMES = re.compile(r"\s*[^\W\d]\w*(?:[\s,]+[^\W\d]\w*)*[\s,]*", re.ASCII)
"""A text that is one identifier or a list of them, as `namedtuple` and `register_buffer` take it."""

_LONGEST_NAMES = 200
"""In characters: a longer text is prose, not names."""


class Program:
    """One parsed text. `offered` is what it may use, `defined` the attribute names that it makes itself."""

    def __init__(self, text: str, module: ast.Module) -> None:
        self.tree = Tree(module)
        self.scopes = Scopes(self.tree)
        self.offered: Offered = offered()
        self._lines = re.split(r"\r\n|\r|\n", text)

    @functools.cached_property
    def defined(self) -> frozenset[str]:
        """The attribute names that the program makes: set, or named in a class's body, in a call or in a text."""
        return frozenset(name for node in self.tree.nodes for name in self._made_by(node))

    def kind(self, path: str) -> str:
        """Say what a dotted path of an import leads to: a "module", a "value", or something "refused".

        What is read off a name that is both a value's and a module's must be offered by the module.
        """
        module, *rest = path.split(".")
        if not self.offered.is_module(module):
            return "refused"
        for left, name in zip(reversed(range(len(rest))), rest, strict=True):
            inner = f"{module}.{name}"
            if self.offered.has_value(module, name) and not (left and self.offered.is_module(inner)):
                return "value"
            module = inner
            if not self.offered.is_module(module):
                return "refused"
        return "module"

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Give what a node lies in."""
        return self.tree.parents.get(node)

    def span(self, node: ast.AST, name: str = "") -> Span:
        """Give a node's span in characters; of a definition only its name."""
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            start = max(0, self._lines[line - 1].find(name, self._characters(line, column)))
            return Span(line, start, line, start + len(name))
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None) or column
        return Span(line, self._characters(line, column), end_line, self._characters(end_line, end_column))

    def _characters(self, line: int, column: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return column if text.isascii() else len(text.encode()[:column].decode(errors="replace"))

    def _made_by(self, node: ast.AST) -> list[str]:
        if isinstance(node, ast.Attribute):
            return [node.attr] if isinstance(node.ctx, ast.Store) else []
        if isinstance(node, ast.Constant):
            return _named_in(node.value)
        if isinstance(node, ast.keyword):
            return [node.arg or ""]
        if not isinstance(self.tree.scopes[node], ast.ClassDef):
            return []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return [node.name]
        return [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []


def _named_in(value: object) -> list[str]:
    if isinstance(value, str) and len(value) <= _LONGEST_NAMES and _NAMES.fullmatch(value):
        return re.split(r"[\s,]+", value.strip(" ,\n"))
    return []


def is_own_instance(program: Program, node: ast.AST) -> bool:
    """Say whether a node is `self` in an `__init__`: the first parameter of a plain method, never bound anew."""
    method = program.tree.scopes[node]
    if not isinstance(node, ast.Name) or not isinstance(method, ast.FunctionDef) or method.name != "__init__":
        return False
    if method.decorator_list or not isinstance(program.tree.scopes[method], ast.ClassDef):
        return False
    parameters = arguments(method)
    return bool(parameters) and parameters[0].arg == node.id and program.scopes.is_bound_once(node.id, method)
