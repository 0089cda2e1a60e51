"""What groups are called: as the program calls them, and several equal ones by their first and last."""

from desktop.records.graph import Scope
from desktop.views.grouping.scope_blocks import enclosing


def group_name(scope: Scope) -> str:
    """Name what a group is: a module's class, or "module", "function", "loop", "round"."""
    return scope.type or scope.kind


def group_label(scopes: tuple[Scope, ...]) -> str:
    """Give a group's name in the program: "encoder.layers.3", "encoder.layers 0–11", "round 2", "rounds 2–200"."""
    first, last = scopes[0], scopes[-1]
    if first.kind == "round":
        return f"round {first.visit}" if first is last else f"rounds {first.visit}–{last.visit}"
    one, other = _own_name(first), _own_name(last)
    if one == other:
        return one
    path, _, begin = one.rpartition(".")
    other_path, _, end = other.rpartition(".")
    return f"{path} {begin}–{end}".strip() if path == other_path else f"{one} – {other}"


def group_module(scopes: tuple[Scope, ...], known: dict[str, Scope]) -> str:
    """Give the path of the module that a group is or ran in; of several the path that they share."""
    around = enclosing(known, scopes[0].id)
    path = next((scope.name for scope in around if scope.kind == "module"), "")
    if scopes[0].kind != "module" or all(scope.name == path for scope in scopes):
        return path
    parts = [scope.name.split(".") for scope in scopes]
    shared = [names[0] for names in zip(*parts, strict=False) if len(set(names)) == 1]
    return ".".join(shared)


def _own_name(scope: Scope) -> str:
    return scope.name or group_name(scope)
