"""What each name of a program may mean where it stands: a thing it imported, one it made itself, a built-in."""

import ast
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop.engine.permission.tree import Comprehension, Function, Scope, Tree, may_bind

_Key = tuple[Scope, str]

_LONGEST_PATH = 12
"""In names: longer than any module's path, so that what follows is a value's attributes."""

_MOST_PATHS = 50
"""How many things a name may stand for before a program counts as too entangled to be checked."""


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
    """The names of a tree. Python's rules: a function's names are its own, those of a class only in its body.

    Raises RecursionError where names stand for one another in too many ways.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._names: dict[_Key, Bound] = {}
        self._declared: set[_Key] = set()
        self._shared: set[str] = set()
        self._known: dict[_Key, Meaning] = {}
        self._chains: dict[ast.expr, frozenset[str]] = {}
        binding = [node for node in tree.nodes if may_bind(type(node))]
        for node in binding:
            if isinstance(node, ast.Global | ast.Nonlocal):
                self._declare(node)
        for node in binding:
            self._bind(node)
        self._settle()

    def meaning(self, name: str, node: ast.AST) -> Meaning:
        """Give what `name` may mean at `node`."""
        key = (self._tree.scopes[node], name)
        if key not in self._known:
            self._known[key] = self._merged(key)
        return self._known[key]

    def paths(self, chain: ast.expr) -> frozenset[str]:
        """Give the dotted paths that names like `nn.functional` may mean; none where they lead to no import."""
        if chain not in self._chains:
            root, attributes = _unchained(chain)
            paths = self.meaning(root.id, root).paths if root is not None else frozenset()
            self._chains[chain] = _extended(paths, attributes) if paths and attributes else paths
        return self._chains[chain]

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
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
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
        elif _unchained(parent.value)[0] is not None:
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

    def _settle(self) -> None:
        """Follow names that stand for other names until nothing new is found."""
        links = [
            link for key, bound in self._names.items() for alias in bound.aliases for link in self._links(key, alias)
        ]
        by_source: dict[_Key, list[tuple[_Key, tuple[str, ...]]]] = defaultdict(list)
        for source, target, attributes in links:
            by_source[source].append((target, attributes))
        self._spread(by_source)
        self._spread_made(by_source)

    def _links(self, key: _Key, alias: ast.expr) -> Iterator[tuple[_Key, _Key, tuple[str, ...]]]:
        root, attributes = _unchained(alias)
        if root is not None:
            sources, _ = self._found((self._tree.scopes[root], root.id))
            yield from ((source, key, attributes) for source in sources)

    def _spread(self, links: Mapping[_Key, list[tuple[_Key, tuple[str, ...]]]]) -> None:
        waiting = deque(key for key, bound in self._names.items() if bound.paths)
        while waiting:
            source = waiting.popleft()
            for target, attributes in links.get(source, ()):
                bound = self._names[target]
                new = _extended(frozenset(self._names[source].paths), attributes) - bound.paths
                if new:
                    bound.paths |= new
                    waiting.append(target)
                if len(bound.paths) > _MOST_PATHS:
                    raise RecursionError("A name may stand for too many things.")

    def _spread_made(self, links: Mapping[_Key, list[tuple[_Key, tuple[str, ...]]]]) -> None:
        for bound in self._names.values():
            bound.made += len(bound.texts) + any(not self.paths(alias) for alias in bound.aliases)
        self._known.clear()
        self._chains.clear()
        waiting = deque(key for key, bound in self._names.items() if bound.made)
        while waiting:
            for target, _ in links.get(waiting.popleft(), ()):
                if not self._names[target].made:
                    self._names[target].made = 1
                    waiting.append(target)

    def _outward(self, scope: Scope) -> Iterator[Scope]:
        yield scope
        while scope is not self._tree.module:
            scope = self._tree.scopes[scope]
            yield scope

    def _found(self, key: _Key) -> tuple[list[_Key], bool]:
        """Give the bindings that a name may have, and whether it must have one of them."""
        scope, name = key
        found: list[_Key] = []
        for each in self._searched(scope, name):
            if (each, name) in self._names:
                found.append((each, name))
                if isinstance(each, Function | Comprehension) and name not in self._shared:
                    return found, True
        return found, False

    def _searched(self, scope: Scope, name: str) -> Iterator[Scope]:
        """Give the scopes that Python may search for a name, innermost first."""
        if (scope, name) in self._declared and name not in self._shared:
            yield self._tree.module
            return
        for each in self._outward(scope):
            if each is scope or not isinstance(each, ast.ClassDef):
                yield each

    def _merged(self, key: _Key) -> Meaning:
        found, certain = self._found(key)
        bound = [self._names[each] for each in found]
        paths = frozenset(path for each in bound for path in each.paths)
        texts = [text for each in bound for text in each.texts]
        made = sum(each.made for each in bound)
        text = texts[0] if len(texts) == 1 and made == 1 and not paths else None
        return Meaning(paths, bool(made), certain, text)


def _unchained(chain: ast.expr) -> tuple[ast.Name | None, tuple[str, ...]]:
    """Take `a.b.c` apart into the name and the attributes; anything else has no name."""
    attributes: list[str] = []
    while isinstance(chain, ast.Attribute):
        attributes.append(chain.attr)
        chain = chain.value
    return (chain, tuple(reversed(attributes))) if isinstance(chain, ast.Name) else (None, ())


def _extended(paths: frozenset[str], attributes: tuple[str, ...]) -> frozenset[str]:
    parts = ([*path.split("."), *attributes] for path in paths)
    return frozenset(".".join(each[:_LONGEST_PATH]) for each in parts)


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
