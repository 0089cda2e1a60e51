"""Where the nodes that only feed others stand: leaves, inputs, constants."""

from collections import defaultdict
from collections.abc import Iterable

from desktop.records.graph import Graph, Node, Scope
from desktop.views.grouping.block import Block, Nest
from desktop.views.grouping.scope_blocks import enclosing

Homes = dict[str, tuple[Block, ...]]
"""The innermost blocks of each node: one, or one for each call of a module that keeps a parameter inside."""


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
        """Step out of the calls that a named tensor was handed to: it is not theirs."""
        handed = {"input": {"module", "function"}, "leaf": {"module"}}.get(node.kind if node.label else "", set())
        while home.kind in handed:
            home = self._nest.parent[home]
        return home


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
