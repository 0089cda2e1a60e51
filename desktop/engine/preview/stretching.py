"""Which expressions stretch tensors on purpose: by `unsqueeze`, `x[:, None]` and their kin."""

import ast

_STRETCHING = frozenset({"unsqueeze", "view", "reshape", "expand", "expand_as", "broadcast_to"})


def stretching_names(tree: ast.AST) -> frozenset[str]:
    """Give the names that a program binds to something stretched, wherever it does."""
    assignments = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and stretches(node.value)]
    targets = (target for node in assignments for target in node.targets)
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def stretches(node: ast.AST, names: frozenset[str] = frozenset()) -> bool:
    """Say whether an expression stretches something, or is one of the names bound to what does."""
    if isinstance(node, ast.Name):
        return node.id in names
    return any(_stretches(each) for each in ast.walk(node))


def _stretches(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return called in _STRETCHING
    if isinstance(node, ast.Subscript):
        return any(isinstance(part, ast.Constant) and part.value is None for part in ast.walk(node.slice))
    return False
