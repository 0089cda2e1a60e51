"""The rule for attributes: off a module what it offers, off a value harmless names or the program's own."""

import ast
from collections.abc import Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.imports import module_words
from desktop.engine.permission.offered import PRIVATE, READABLE, SAVED, SETTABLE
from desktop.engine.permission.program import Program, is_own_instance
from desktop.engine.permission.want import Want


def attribute_wants(program: Program, node: ast.Attribute) -> Iterator[Want]:
    """Give what reading, setting or deleting an attribute wants."""
    paths = program.scopes.paths(node.value)
    kinds = {path: program.kind(path) for path in paths}
    for path in sorted(paths):
        yield from _path_wants(program, node, f"{path}.{node.attr}", kinds[path])
    if not paths or _may_be_value(program, node.value, set(kinds.values())):
        yield from _value_wants(program, node)


def pattern_wants(program: Program, node: ast.MatchClass) -> Iterator[Want]:
    """Give what a class pattern wants by the attributes that it reads."""
    for name in node.kwd_attrs:
        if words := read_words(program, name):
            yield Want(node, words, f".{name}")


def read_words(program: Program, name: str) -> str:
    """Give the words for reading an attribute off any value, or "" where that is harmless."""
    if name in refused.ATTRIBUTES:
        return refused.ATTRIBUTES[name]
    if is_special(name):
        return "" if name in READABLE else refused.INTERPRETER
    if name in program.offered.attributes or name in PRIVATE or name.startswith(SAVED) or name in program.defined:
        return ""
    return refused.UNKNOWN


def is_special(name: str) -> bool:
    """Say whether a name stands between double underscores."""
    return name.startswith("__") and name.endswith("__")


def _path_wants(program: Program, node: ast.Attribute, path: str, kind: str) -> Iterator[Want]:
    """Give what an attribute of something imported wants; what is refused already was reported where it began."""
    if kind == "refused":
        return
    if not isinstance(node.ctx, ast.Load):
        if path not in SETTABLE:
            yield Want(node, refused.LIBRARY, path)
    elif program.kind(path) == "refused":
        yield Want(node, module_words(path), path)


def _may_be_value(program: Program, base: ast.expr, kinds: set[str]) -> bool:
    """Say whether `base` may be anything but a module."""
    while isinstance(base, ast.Attribute):
        base = base.value
    made = isinstance(base, ast.Name) and program.scopes.meaning(base.id, base).made
    return made or "value" in kinds


def _value_wants(program: Program, node: ast.Attribute) -> Iterator[Want]:
    if not isinstance(node.ctx, ast.Load):
        words = _set_words(node.attr)
    elif node.attr in {"__init__", "__new__"}:
        words = "" if _is_of_base(program, node) else refused.CONSTRUCTOR
    elif node.attr == "__class__":
        words = "" if is_only_named(program, node) else refused.CLASSES
    else:
        words = read_words(program, node.attr)
    if words:
        yield Want(node, words, f".{node.attr}")


def _set_words(name: str) -> str:
    if name == "num_workers":
        return refused.PROGRAMS
    if is_special(name):
        return refused.INTERPRETER
    return refused.ATTRIBUTES.get(name, "")


def _is_of_base(program: Program, node: ast.Attribute) -> bool:
    """Say whether a constructor is that of a base class, called for the instance in hand."""
    call = program.parent(node)
    if not isinstance(call, ast.Call) or call.func is not node:
        return False
    base = node.value
    if isinstance(base, ast.Call):
        return isinstance(base.func, ast.Name) and base.func.id == "super" and program.scopes.is_builtin("super", base)
    return node.attr == "__init__" and bool(call.args) and is_own_instance(program, call.args[0])


_NAMES_OF_CLASSES = frozenset({"__name__", "__qualname__", "__module__", "__doc__"})
_SHOWING = frozenset({"print", "str", "repr", "isinstance", "issubclass"})


def is_only_named(program: Program, node: ast.expr) -> bool:
    """Say whether an object's class is only shown or compared: called, it could make classes out of texts."""
    parent = program.parent(node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _NAMES_OF_CLASSES and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and node in parent.args:
        return parent.func.id in _SHOWING and program.scopes.is_builtin(parent.func.id, parent)
    return isinstance(parent, ast.Compare | ast.FormattedValue)
