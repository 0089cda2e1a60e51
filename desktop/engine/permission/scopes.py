"""What each name of a program may mean where it stands: a thing it imported, one it made itself, a built-in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.engine.permission.tree import Comprehension, Function, Scope, Tree

_Key = tuple[Scope, str]

_MOST_STEPS = 500_000
"""How often names are looked up before a program counts as too entangled to be checked."""


@dataclass
class Bound:
    """How one name is bound in one scope: to imports' dotted paths, to other names, to texts, to anything else."""

    paths: set[str] = field(default_factory=set)
    aliases: list[ast.expr] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    made: int = 0


@dataclass(frozen=True)
class Meaning:
    """All that a name may mean: dotted paths, something `made` by the program, and unless `certain` a built-in.

    `text` is the one text that the name always stands for.
    """

    paths: frozenset[str] = frozenset()
    made: bool = False
    certain: bool = False
    text: str | None = None


class Scopes:
    """The names of a tree. Python's rules: a function's names are its own, those of a class only in its body."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._names: dict[_Key, Bound] = {}
        self._declared: set[_Key] = set()
        self._known: dict[_Key, Meaning] = {}
        self._shared: set[str] = set()
        self._steps = 0
        for node in tree.nodes:
            if isinstance(node, ast.Global | ast.Nonlocal):
                self._declare(node)
        for node in tree.nodes:
            self._bind(node)

    def meaning(self, name: str, node: ast.AST) -> Meaning:
        """Give what `name` may mean at `node`."""
        key = (self._tree.scopes[node], name)
        if key not in self._known:
            self._known[key] = self._look_up(key, frozenset())
        return self._known[key]

    def paths(self, chain: ast.expr) -> frozenset[str]:
        """Give the dotted paths that names like `nn.functional` may mean; none where they lead to no import."""
        return self._paths(chain, frozenset())

    def is_builtin(self, name: str, node: ast.AST) -> bool:
        """Say whether `name` can only be the built-in one at `node`."""
        meaning = self.meaning(name, node)
        return not meaning.made and not meaning.paths

    def is_bound_once(self, name: str, scope: Scope) -> bool:
        """Say whether `name` is bound in `scope` itself, at one place only."""
        bound = self._names.get((scope, name), Bound())
        return bound.made == 1 and not (bound.paths or bound.aliases or bound.texts or name in self._shared)

    def _declare(self, node: ast.Global | ast.Nonlocal) -> None:
        """Note names that a scope shares with those around it. Whose a nonlocal name is we leave open: anyone's."""
        scope = self._tree.scopes[node]
        self._declared |= {(scope, name) for name in node.names}
        if isinstance(node, ast.Nonlocal):
            self._shared.update(node.names)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self._bind_target(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            for name, path in imported(node):
                self._bound(node, name).paths.add(path)
        else:
            for name in names_made(node):
                self._bound(node, name).made += 1

    def _bind_target(self, target: ast.Name) -> None:
        bound = self._bound(target, target.id)
        parent = self._tree.parents[target]
        if not isinstance(parent, ast.Assign) or target not in parent.targets:
            bound.made += 1
        elif isinstance(parent.value, ast.Name | ast.Attribute):
            bound.aliases.append(parent.value)
        elif isinstance(parent.value, ast.Constant) and isinstance(parent.value.value, str):
            bound.texts.append(parent.value.value)
        else:
            bound.made += 1

    def _bound(self, node: ast.AST, name: str) -> Bound:
        """Give where `name` is bound by `node`: an assignment expression binds outside of its comprehension."""
        scope = self._tree.scopes[node]
        if isinstance(self._tree.parents.get(node), ast.NamedExpr):
            scope = next(each for each in self._outward(scope) if not isinstance(each, Comprehension))
        if (scope, name) in self._declared:
            scope = self._tree.module
        return self._names.setdefault((scope, name), Bound())

    def _outward(self, scope: Scope) -> Iterator[Scope]:
        yield scope
        while scope is not self._tree.module:
            scope = self._tree.scopes[scope]
            yield scope

    def _look_up(self, key: _Key, seen: frozenset[_Key]) -> Meaning:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise RecursionError("Too many names stand for one another.")
        scope, name = key
        found: list[Bound] = []
        certain = False
        for each in self._searched(scope, name):
            if (each, name) in self._names:
                found.append(self._names[each, name])
                certain = isinstance(each, Function | Comprehension) and name not in self._shared
                if certain:
                    break
        return self._merged(found, seen | {key}, certain=certain)

    def _searched(self, scope: Scope, name: str) -> Iterator[Scope]:
        """Give the scopes that Python may search for a name, innermost first."""
        if (scope, name) in self._declared and name not in self._shared:
            yield self._tree.module
            return
        for each in self._outward(scope):
            if each is scope or not isinstance(each, ast.ClassDef):
                yield each

    def _merged(self, found: list[Bound], seen: frozenset[_Key], *, certain: bool) -> Meaning:
        aliases = [self._paths(alias, seen) for bound in found for alias in bound.aliases]
        paths = {path for bound in found for path in bound.paths}.union(*aliases)
        texts = [text for bound in found for text in bound.texts]
        made = any(bound.made for bound in found) or not all(aliases)
        text = texts[0] if len(texts) == 1 and not paths and not made else None
        return Meaning(frozenset(paths), made or bool(texts), certain, text)

    def _paths(self, chain: ast.expr, seen: frozenset[_Key]) -> frozenset[str]:
        attributes: list[str] = []
        while isinstance(chain, ast.Attribute):
            attributes.append(chain.attr)
            chain = chain.value
        if not isinstance(chain, ast.Name):
            return frozenset()
        key = (self._tree.scopes[chain], chain.id)
        meaning = Meaning() if key in seen else self._known.get(key) or self._look_up(key, seen)
        return frozenset(".".join([path, *reversed(attributes)]) for path in meaning.paths)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Give the names that an import binds, with the dotted paths they stand for."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, f"{node.module or ''}.{alias.name}"
        else:
            yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2


def names_made(node: ast.AST) -> list[str]:
    """Give the names that a node binds to something the program makes, Name nodes and imports aside."""
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.MatchMapping):
        return [node.rest] if node.rest else []
    name = getattr(node, "name", None)
    return [name] if isinstance(name, str) and not isinstance(node, ast.alias) else []
