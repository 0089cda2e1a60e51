"""Where the nodes that only feed others stand: leaves, inputs, constants."""

from collections import defaultdict
from collections.abc import Iterable

from desktop.records.graph import Graph, Node, Scope
from desktop.views.grouping.block import Block, Nest
from desktop.views.grouping.scope_blocks import enclosing

Homes = dict[str, tuple[Block, ...]]
"""The innermost blocks of each node: one, or one for each call of a module that keeps a parameter inside."""

_HANDED = {"input": ("module", "function", "round", "loop"), "leaf": ("module",)}


class Housing:
    """Finds the homes of nodes that feed working nodes, in a tree of blocks that is complete but for them."""

    def __init__(self, graph: Graph, nest: Nest) -> None:
        self._nest = nest
        self._scopes = {scope.id: scope for scope in graph.scopes}
        self._scope_of = {node.id: node.scope for node in graph.nodes}
        self._consumers: dict[str, list[str]] = defaultdict(list)
        for edge in graph.edges:
            if edge.target not in nest.home:
                self._consumers[edge.target].append(edge.source)
        self._users = self._users_by_name(graph.nodes)

    def homes(self, node: Node) -> tuple[Block, ...]:
        """Give the innermost block that holds all consumers of a node; data from outside stays out of the calls.

        A parameter that every call of its module uses stands in each of them.
        """
        consumers = self._consumers.get(node.id)
        if not consumers:
            return (self._nest.root,)
        owner = self._owner(node, consumers)
        if owner:
            return self._in_each_call(owner, consumers)
        return (self._outside(node, self._common(consumers)),)

    def _common(self, nodes: Iterable[str]) -> Block:
        return self._nest.common(self._nest.home[node] for node in nodes)

    def _owner(self, node: Node, consumers: list[str]) -> str:
        """Give the path of the innermost module whose calls hold all consumers and whose own the node is, or ""."""
        names = [self._modules(scope) for scope in {self._scope_of[consumer] for consumer in consumers}]
        shared = set(names[0]).intersection(*names[1:])
        return max((name for name in shared if node.label.startswith(f"{name}.")), key=len, default="")

    def _modules(self, scope_id: str) -> set[str]:
        around = enclosing(self._scopes, scope_id)
        return {scope.name for scope in around if scope.kind == "module" and scope.name}

    def _in_each_call(self, owner: str, consumers: list[str]) -> tuple[Block, ...]:
        calls: dict[Block | None, list[str]] = defaultdict(list)
        for consumer in consumers:
            calls[self._call(owner, consumer)].append(consumer)
        if None in calls:
            return (self._common(consumers),)
        return tuple(self._common(each) for each in calls.values())

    def _call(self, owner: str, consumer: str) -> Block | None:
        around = self._nest.around(self._nest.home[consumer])
        return next((block for block in around if not block.repeats and _is_call(block.scopes[0], owner)), None)

    def _outside(self, node: Node, home: Block) -> Block:
        """Step out of what a named tensor was handed to: it is not theirs.

        Where each round of a loop, or each of several equal blocks, was handed one of that name, it stays with them.
        """
        while home.kind in _handed_to(node):
            outer = self._nest.parent[home]
            if (home.turn is not None or outer.repeats) and len(self._users[outer, node.label]) > 1:
                return outer if home.kind != "round" and (outer.repeats or outer.kind == "loop") else home
            home = outer
        return home

    def _users_by_name(self, nodes: Iterable[Node]) -> dict[tuple[Block, str], set[Block]]:
        """Give for each block and name those of its inner blocks that hold all consumers of a tensor of that name."""
        users: dict[tuple[Block, str], set[Block]] = defaultdict(set)
        for node in nodes:
            if node.id in self._consumers and _handed_to(node):
                for block in self._nest.around(self._common(self._consumers[node.id])):
                    users[self._nest.parent[block], node.label].add(block)
        return users


def _handed_to(node: Node) -> tuple[str, ...]:
    """Name the kinds of blocks that such a node is not a part of, but handed to; a leaf is learned where it is used."""
    return _HANDED.get(node.kind, ()) if node.label else ()


def settle(graph: Graph, nest: Nest) -> Homes:
    """Put every node into the blocks of its homes, and give these; the nodes of each block end up in walk order."""
    housing = Housing(graph, nest)
    homes: Homes = {}
    for block in nest.blocks:
        block.nodes = []
    for node in graph.nodes:
        home = nest.home.get(node.id)
        homes[node.id] = (home,) if home is not None else housing.homes(node)
        for block in homes[node.id]:
            block.nodes.append(node.id)
    return homes


def _is_call(scope: Scope, owner: str) -> bool:
    return scope.kind == "module" and scope.name == owner
