"""Numbers by which blocks are told equal: the same operations with the same shapes in the same wiring.

What an item takes from is part of its number, as in a Merkle tree; what comes from outside the block is not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.records.graph import Edge, Node
from desktop.views.grouping.block import Block, Item, Nest
from desktop.views.grouping.strong_parts import strong_parts

_Wire = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Wiring:
    """The edges between the items of one block."""

    edges: dict[Item, list[tuple[Edge, Item]]]

    def inputs(self, item: Item) -> list[Item]:
        """Give the items that an item takes from directly."""
        return [target for _, target in self.edges.get(item, ())]

    def inputs_first(self, block: Block) -> list[Item]:
        """Give the items of the block, each after those that it takes from."""
        items: list[Item] = [*block.nodes, *block.blocks]
        targets = {item: self.inputs(item) for item in self.edges}
        return [item for part in strong_parts(items, targets) for item in part]


def wirings(nest: Nest, edges: Iterable[Edge]) -> dict[Block, Wiring]:
    """Give each block the edges that run between its items."""
    found: dict[Block, dict[Item, list[tuple[Edge, Item]]]] = {block: defaultdict(list) for block in nest.blocks}
    for edge in edges:
        block, source, target = nest.meet(edge.source, edge.target)
        found[block][source].append((edge, target))
    return {block: Wiring(dict(each)) for block, each in found.items()}


class Signatures:
    """Gives each block of an untangled tree its number; inner blocks must be asked for first."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._numbers: dict[object, int] = {}
        self._of_node: dict[str, int] = {}
        self._of_block: dict[Block, int] = {}

    def number(self, block: Block, wiring: Wiring) -> int:
        """Give a block its number, and equal blocks the same."""
        of_item: dict[Item, int] = {}
        for item in wiring.inputs_first(block):
            wires = sorted(self._wire(edge, of_item.get(target, -1)) for edge, target in wiring.edges.get(item, ()))
            of_item[item] = self._intern((self._own(item), *wires))
            if isinstance(item, str):
                self._of_node[item] = of_item[item]
        self._of_block[block] = self._intern((block.likeness, *sorted(of_item.values())))
        return self._of_block[block]

    def _own(self, item: Item) -> object:
        if isinstance(item, Block):
            return self._of_block[item]
        node = self._nodes[item]
        return node.name, node.tensor.shape if node.tensor is not None else None

    def _wire(self, edge: Edge, target: int) -> _Wire:
        """Write an edge down by its ends within the items; a node that is itself an item has no number yet."""
        slot = -1 if edge.slot is None else edge.slot
        output = -1 if edge.output is None else edge.output
        return self._of_node.get(edge.source, -1), slot, output, self._of_node.get(edge.target, -1), target

    def _intern(self, key: object) -> int:
        return self._numbers.setdefault(key, len(self._numbers))
