"""What a group tells while it stands closed: its name, its parameters, the tensors that cross its border."""

from collections import defaultdict
from collections.abc import Iterable

from desktop.records.graph import Graph, Scope
from desktop.records.tensor import Tensor
from desktop.views.drawing import Group
from desktop.views.grouping.block import Block, Nest, outer_first
from desktop.views.grouping.group_names import group_label, group_module, group_name
from desktop.views.grouping.homes import Homes
from desktop.views.grouping.parameters import ParameterCounts

_FLOW_FIRST = ("operation", "input", "leaf", "constant")
"""What a reader looks for first among the tensors that enter a group."""


class GroupRecords:
    """Writes the records of groups, each once, when it is asked for."""

    def __init__(self, graph: Graph, nest: Nest, homes: Homes) -> None:
        self._nodes = {node.id: node for node in graph.nodes}
        self._position = {node.id: position for position, node in enumerate(graph.nodes)}
        self._scopes = {scope.id: scope for scope in graph.scopes}
        self._parameters = ParameterCounts(graph.scopes)
        self._borders = Borders(graph, nest, homes)
        self._made: dict[Block, Group] = {}

    def group(self, block: Block) -> Group:
        """Give the record of a block."""
        if block not in self._made:
            self._made[block] = self._group(block)
        return self._made[block]

    def _group(self, block: Block) -> Group:
        first: Scope = block.scopes[0]
        gives = self._tensors(self._borders.gives[block])
        return Group(
            id=block.id,
            name=group_name(first),
            label=group_label(block.scopes),
            members=self._members(block),
            times=block.times,
            parameters=self._parameters.total(block.scopes),
            takes=self._tensors(self._borders.takes[block]),
            gives=gives,
            tensor=gives[0] if gives else None,
            module=group_module(block.scopes, self._scopes),
            span=first.span,
        )

    def _members(self, block: Block) -> tuple[str, ...]:
        inside = {node for each in outer_first(block) for node in each.nodes}
        return tuple(sorted(inside, key=self._position.__getitem__))

    def _tensors(self, nodes: Iterable[str]) -> tuple[Tensor, ...]:
        known = sorted((self._nodes[node] for node in nodes), key=lambda node: _FLOW_FIRST.index(node.kind))
        return tuple(node.tensor for node in known if node.tensor is not None)


class Borders:
    """For each block the nodes outside whose tensors enter it, and those inside whose tensors leave it."""

    def __init__(self, graph: Graph, nest: Nest, homes: Homes) -> None:
        self._nest = nest
        self._own = {node: frozenset(blocks) for node, blocks in homes.items() if len(blocks) > 1}
        self.takes: dict[Block, dict[str, None]] = defaultdict(dict)
        self.gives: dict[Block, dict[str, None]] = defaultdict(dict)
        for edge in graph.edges:
            if edge.source in homes and edge.target in homes:
                taker = homes[edge.source][0]
                self._cross(taker, self._giver(taker, edge.target, homes), edge.target)
        for root in graph.roots:
            for block in nest.around(homes[root][0]) if root in homes else ():
                self.gives[block][root] = None

    def _giver(self, taker: Block, node: str, homes: Homes) -> Block:
        """Give the home from which a node is taken: of a parameter's the one around the taker."""
        own = self._own.get(node, ())
        around = self._nest.around(taker) if own else ()
        return next((block for block in around if block in own), homes[node][0])

    def _cross(self, taker: Block, giver: Block, node: str) -> None:
        """Note the borders between a node and one that takes from it."""
        while taker is not giver:
            if self._nest.depth[taker] >= self._nest.depth[giver]:
                self.takes[taker][node] = None
                taker = self._nest.parent[taker]
            else:
                self.gives[giver][node] = None
                giver = self._nest.parent[giver]
