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

_SPECIAL_TEXT = re.compile(r"__\w+__")
_ORDINARY_TEXTS = DEFINABLE | SPECIAL_NAMES | {"__main__"}


def name_wants(program: Program, node: ast.AST) -> Iterator[Want]:
    """Give what reading or defining a name wants."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        if words := _read_words(program, node):
            yield Want(node, words, node.id)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _SPECIAL_TEXT.fullmatch(node.value) and node.value not in _ORDINARY_TEXTS:
            yield Want(node, refused.REFLECTION, node.value)
    else:
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
