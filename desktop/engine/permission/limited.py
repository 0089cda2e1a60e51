"""The rule for names that are harmless only in their usual place, like `@dataclass` over a class."""

import ast
from collections.abc import Callable, Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.program import Program
from desktop.engine.permission.want import Want

_WORKERS_POSITION = 5
"""Where `num_workers` stands among DataLoader's positional arguments."""


def limited_wants(program: Program, node: ast.Name | ast.Attribute) -> Iterator[Want]:
    """Give what a limited name wants where it is not in its usual place."""
    for path in program.scopes.paths(node):
        is_usual, words = LIMITED.get(path, (None, ""))
        if is_usual and not is_usual(program, node) and not program.tree.is_in_annotation(node):
            yield Want(node, words, path)


def class_wants(program: Program, node: ast.ClassDef) -> Iterator[Want]:
    """Give what a class definition wants by its keywords and its fields."""
    for keyword in node.keywords:
        if keyword.arg is None or (keyword.arg == "metaclass" and not _is_abstract_meta(program, keyword.value)):
            yield Want(keyword.value, refused.GENERATED, "metaclass")
    yield from _fields_read(program, node)


def _is_abstract_meta(program: Program, value: ast.expr) -> bool:
    return program.scopes.paths(value) == {"abc.ABCMeta"} and not _may_be_made(program, value)


def _may_be_made(program: Program, value: ast.expr) -> bool:
    while isinstance(value, ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name) and program.scopes.meaning(value.id, value).made


def _is_metaclass(program: Program, node: ast.expr) -> bool:
    return isinstance(program.parent(node), ast.keyword) and isinstance(_grandparent(program, node), ast.ClassDef)


def _is_base(program: Program, node: ast.expr) -> bool:
    parent = program.parent(node)
    return isinstance(parent, ast.ClassDef) and node in parent.bases


def _decorates(program: Program, decorator: ast.expr, kind: type[ast.stmt]) -> bool:
    """Say whether `decorator` is the innermost one, so that what it gets is what the statement defines."""
    parent = program.parent(decorator)
    if not isinstance(parent, kind):
        return False
    decorators: list[ast.expr] = getattr(parent, "decorator_list", [])
    return bool(decorators) and decorators[-1] is decorator


def _is_class_decorator(program: Program, node: ast.expr) -> bool:
    call = program.parent(node)
    if isinstance(call, ast.Call) and call.func is node:
        return not call.args and _decorates(program, call, ast.ClassDef)
    return _decorates(program, node, ast.ClassDef)


def _wraps_function(program: Program, node: ast.expr) -> bool:
    call = program.parent(node)
    if not isinstance(call, ast.Call) or call.func is not node or call.keywords:
        return False
    return len(call.args) == 1 and _decorates(program, call, ast.FunctionDef)


_SEES_CLASSES_UNFINISHED = frozenset({"__init_subclass__", "__set_name__"})
"""Methods that run between a class's body and its decorators, when its fields can still be taken out of it."""


def _is_field(program: Program, node: ast.expr) -> bool:
    if program.defined & _SEES_CLASSES_UNFINISHED:
        return False
    call = program.parent(node)
    field = _grandparent(program, node)
    if not isinstance(call, ast.Call) or call.func is not node or not isinstance(field, ast.AnnAssign):
        return False
    return isinstance(program.tree.scopes[field], ast.ClassDef) and isinstance(field.target, ast.Name)


def _fields_read(program: Program, node: ast.ClassDef) -> Iterator[Want]:
    """Hold that a class's body keeps no dataclass field: a field's name becomes part of generated code."""
    fields = {
        each.target.id
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and isinstance(each.value, ast.Call)
    }
    if not fields:
        return
    for each in ast.walk(node):
        inside = program.tree.scopes.get(each) is node
        if inside and isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id in fields:
            yield Want(each, refused.GENERATED, each.id)


def _loads_alone(program: Program, node: ast.expr) -> bool:
    """Say whether a DataLoader is made without worker processes, or only asked about."""
    call = program.parent(node)
    if not isinstance(call, ast.Call):
        return False
    if call.func is not node:
        return isinstance(call.func, ast.Name) and call.func.id == "isinstance"
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    return not starred and len(call.args) <= _WORKERS_POSITION and all(map(_is_without_workers, call.keywords))


def _is_without_workers(keyword: ast.keyword) -> bool:
    if keyword.arg in {"num_workers", "multiprocessing_context"}:
        return isinstance(keyword.value, ast.Constant) and keyword.value.value in {0, None}
    return keyword.arg is not None


def _grandparent(program: Program, node: ast.AST) -> ast.AST | None:
    parent = program.parent(node)
    return program.parent(parent) if parent is not None else None


_Usual = Callable[[Program, ast.expr], bool]

LIMITED: dict[str, tuple[_Usual, str]] = {
    "abc.ABCMeta": (_is_metaclass, refused.GENERATED),
    "dataclasses.dataclass": (_is_class_decorator, refused.GENERATED),
    "dataclasses.field": (_is_field, refused.GENERATED),
    "functools.wraps": (_wraps_function, refused.REFLECTION),
    "torch.utils.data.DataLoader": (_loads_alone, refused.PROGRAMS),
    "torch.utils.data.dataloader.DataLoader": (_loads_alone, refused.PROGRAMS),
    **{f"enum.{name}": (_is_base, refused.GENERATED) for name in ("Enum", "Flag", "IntEnum", "IntFlag", "StrEnum")},
}
"""For each limited name whether a use is the usual one, and the words for any other."""
