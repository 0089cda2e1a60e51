"""Scopes as they are found while a program runs; their records are written when nodes need them."""

from torch import nn

from desktop.engine.names import ModuleNames
from desktop.records import graph
from desktop.records.text import Span


class Scope:
    """One call of a module or function, one run through a loop, or one of its rounds. Keeps no frame alive."""

    __slots__ = ("kind", "modules", "name", "outside", "record", "span", "visit")

    def __init__(  # one argument for each fact of a scope
        self,
        kind: graph.ScopeKind,
        outside: "Scope | None",
        span: Span | None,
        name: str = "",
        *,
        visit: int = 1,
        modules: tuple[nn.Module, ...] = (),
    ) -> None:
        """Note a scope in the scope `outside`; `modules` are those a module's call stands in, itself the last."""
        self.kind = kind
        self.outside = outside
        self.span = span
        self.name = name
        self.visit = visit
        self.modules = modules
        self.record: graph.Scope | None = None

    def nested(self) -> tuple[nn.Module, ...]:
        """Give the modules whose calls this scope stands in, its own the last."""
        scope: Scope | None = self
        while scope is not None and scope.kind != "module":
            scope = scope.outside
        return scope.modules if scope is not None else ()


class ScopeRecords:
    """Writes the scopes of one run, each once: ids are given in the order in which nodes first need them."""

    def __init__(self) -> None:
        self._count = 0

    def collect(self, scope: Scope | None, modules: ModuleNames, into: dict[str, graph.Scope]) -> str:
        """Add a scope and all around it to `into`, outer ones first; give its id, "" for none."""
        chain = []
        around = scope
        while around is not None and not (around.record is not None and around.record.id in into):
            chain.append(around)
            around = around.outside
        for each in reversed(chain):
            record = each.record = each.record or self._write(each, modules)
            into[record.id] = record
        return scope.record.id if scope is not None and scope.record is not None else ""

    def _write(self, scope: Scope, modules: ModuleNames) -> graph.Scope:
        self._count += 1
        outside = scope.outside
        own = scope.modules[-1] if scope.modules else None
        return graph.Scope(
            id=f"s{self._count - 1}",
            parent=outside.record.id if outside is not None and outside.record is not None else "",
            kind=scope.kind,
            name=scope.name if own is None else modules.path(scope.modules),
            type="" if own is None else type(own).__name__,
            visit=scope.visit,
            parameters=0 if own is None else modules.parameters(own),
            span=scope.span,
        )
