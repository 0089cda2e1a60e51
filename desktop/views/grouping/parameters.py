"""How many numbers the modules of a group hold, each module counted once however often it is called."""

from collections.abc import Iterable

from desktop.records.graph import Scope


class ParameterCounts:
    """The outermost modules within each scope, and what they hold."""

    def __init__(self, scopes: tuple[Scope, ...]) -> None:
        self._of_scope: dict[str, dict[str, int]] = {scope.id: {} for scope in scopes}
        for scope in reversed(scopes):  # inner scopes come after outer ones
            if scope.kind == "module":
                self._of_scope[scope.id] = {scope.name or scope.id: scope.parameters}
            self._of_scope.get(scope.parent, {}).update(self._of_scope[scope.id])

    def total(self, scopes: Iterable[Scope]) -> int:
        """Sum over the modules in some scopes."""
        counts: dict[str, int] = {}
        for scope in scopes:
            counts |= self._of_scope[scope.id]
        return sum(count for name, count in counts.items() if not _lies_in(name, counts))


def _lies_in(name: str, counts: dict[str, int]) -> bool:
    """Say whether a module is a child of another that is counted, too."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in counts for length in range(1, len(parts)))
