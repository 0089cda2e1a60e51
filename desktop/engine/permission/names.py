"""The rule for names: harmless built-ins, and nothing between double underscores but what is ordinary."""

import ast
import builtins
import re
from collections.abc import Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.attributes import is_only_named, is_special
from desktop.engine.permission.offered import BUILTINS, DEFINABLE, SPECIAL_NAMES
from desktop.engine.permission.program import Program
from desktop.engine.permission.scopes import imported, names_made
from desktop.engine.permission.want import Want

_SPECIAL = re.compile(r"__\w+__")
_ORDINARY_TEXTS = DEFINABLE | SPECIAL_NAMES | {"__main__"}


def name_wants(program: Program, node: ast.Name) -> Iterator[Want]:
    """Give what reading or binding a name wants."""
    if not isinstance(node.ctx, ast.Load):
        yield from definition_wants(program, node)
    elif words := _read_words(program, node):
        yield Want(node, words, node.id)


def text_wants(_program: Program, node: ast.Constant) -> Iterator[Want]:
    """Give what a text wants that is a name between double underscores."""
    text = node.value
    if isinstance(text, str) and text.startswith("__") and _SPECIAL.fullmatch(text) and text not in _ORDINARY_TEXTS:
        yield Want(node, refused.REFLECTION, text)


def definition_wants(_program: Program, node: ast.AST) -> Iterator[Want]:
    """Give what any other node wants by the names that it binds."""
    for name in _names_bound(node):
        if is_special(name) and name not in DEFINABLE:
            yield Want(node, refused.INTERPRETER, name)


def _names_bound(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [name for name, _ in imported(node)]
    if isinstance(node, ast.Global | ast.Nonlocal):
        return node.names
    if isinstance(node, ast.keyword):
        return [node.arg or ""]
    return names_made(node)


def _read_words(program: Program, node: ast.Name) -> str:
    name = node.id
    if is_special(name):
        return "" if name in SPECIAL_NAMES else refused.INTERPRETER
    if program.scopes.meaning(name, node).certain or name in BUILTINS or not hasattr(builtins, name):
        return ""
    if name == "type" and _asks_for_a_class(program, node):
        return ""
    return refused.BUILTINS.get(name, refused.UNKNOWN)


def _asks_for_a_class(program: Program, node: ast.Name) -> bool:
    """Say whether `type` is called with one argument and its answer only shown or compared, or is an annotation."""
    call = program.parent(node)
    if not isinstance(call, ast.Call) or call.func is not node:
        return program.tree.is_in_annotation(node)
    plain = len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Starred)
    return plain and is_only_named(program, call)
