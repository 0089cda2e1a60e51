"""The rule for imports: only offered modules, only offered names out of them, and a module is no value."""

import ast
from collections.abc import Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.program import Program
from desktop.engine.permission.want import Want


def import_wants(program: Program, node: ast.AST) -> Iterator[Want]:
    """Give what an import statement, or a module that is used as a value, wants."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if not program.offered.is_module(alias.name):
                yield Want(alias, module_words(alias.name), f"import {alias.name}")
    elif isinstance(node, ast.ImportFrom):
        yield from _from_wants(program, node)
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield from _value_wants(program, node)


def module_words(path: str) -> str:
    """Give the words for a module, or a name of one, that is not offered."""
    parts = path.split(".")
    if parts[0] in refused.MODULES:
        return refused.MODULES[parts[0]]
    known = (refused.TORCH.get(part) or refused.MODULES.get(part.lstrip("_")) for part in parts[1:])
    words = next((words for words in known if words), refused.UNKNOWN)
    return refused.ATTRIBUTES.get(parts[-1], words)


def _from_wants(program: Program, node: ast.ImportFrom) -> Iterator[Want]:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        subject = f"from {module} import {alias.name}"
        if alias.name == "*":
            yield Want(alias, refused.EVERYTHING, subject)
        elif not program.offered.is_module(module) or not program.offered.has(module, alias.name):
            yield Want(alias, module_words(f"{module}.{alias.name}"), subject)


def _value_wants(program: Program, node: ast.Name | ast.Attribute) -> Iterator[Want]:
    """Hold that a module is only looked into: as a value it could be looked into where nobody knows what it is."""
    paths = [path for path in program.scopes.paths(node) if program.kind(path) == "module"]
    parent = program.parent(node)
    if not paths or isinstance(parent, ast.Attribute) or _is_plain_alias(program, node, parent):
        return
    yield Want(node, refused.MODULE, ast.unparse(node))


def _is_plain_alias(program: Program, node: ast.expr, parent: ast.AST | None) -> bool:
    """Say whether a module gets a second name that means nothing else (`F = nn.functional`)."""
    if not isinstance(parent, ast.Assign) or parent.value is not node:
        return False
    return all(_means_only(program, target, program.scopes.paths(node)) for target in parent.targets)


def _means_only(program: Program, target: ast.expr, paths: frozenset[str]) -> bool:
    if not isinstance(target, ast.Name) or isinstance(program.tree.scopes[target], ast.ClassDef):
        return False
    meaning = program.scopes.meaning(target.id, target)
    return len(paths) == 1 and meaning.paths == paths and not meaning.made
