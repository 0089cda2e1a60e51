"""The rule for imports: only offered modules, only offered names out of them, and a module is no value."""

import ast
from collections.abc import Iterator

from desktop.engine.permission import refused
from desktop.engine.permission.program import Program
from desktop.engine.permission.want import Want


def import_wants(program: Program, node: ast.Import) -> Iterator[Want]:
    """Give what `import …` wants."""
    for alias in node.names:
        if not program.offered.is_module(alias.name):
            yield Want(alias, module_words(alias.name), f"import {alias.name}")


def from_wants(program: Program, node: ast.ImportFrom) -> Iterator[Want]:
    """Give what `from … import …` wants."""
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        subject = f"from {module} import {alias.name}"
        if alias.name == "*":
            yield Want(alias, refused.EVERYTHING, subject)
        elif not program.offered.is_module(module) or not program.offered.has(module, alias.name):
            yield Want(alias, module_words(f"{module}.{alias.name}"), subject)


def module_wants(program: Program, node: ast.Name | ast.Attribute) -> Iterator[Want]:
    """Hold that a module is only looked into: as a value it could be looked into where nobody knows what it is."""
    paths = program.scopes.paths(node)
    if not paths or not isinstance(node.ctx, ast.Load) or all(program.kind(path) != "module" for path in paths):
        return
    parent = program.parent(node)
    if not isinstance(parent, ast.Attribute) and not _is_plain_alias(program, node, parent):
        yield Want(node, refused.MODULE, ast.unparse(node))


def module_words(path: str) -> str:
    """Give the words for a module, or a name of one, that is not offered."""
    parts = path.split(".")
    if parts[0] in refused.MODULES:
        return refused.MODULES[parts[0]]
    known = (refused.TORCH.get(part) or refused.MODULES.get(part.lstrip("_")) for part in parts[1:])
    words = next((words for words in known if words), refused.UNKNOWN)
    return refused.ATTRIBUTES.get(parts[-1], words)


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
