"""Blocks dissolved until no way of closing them makes a cycle.

If the items of every block, joined by the edges between them, are free of cycles, so is every picture of the graph: a
cycle of drawn nodes would be one among the items of the innermost block that holds them all.
Calls follow each other in time, so their blocks hardly ever tangle; interleaved generators do, and repeats may.
"""

from collections import defaultdict
from collections.abc import Iterable

from desktop.records.graph import Edge
from desktop.views.grouping.block import Block, Item, Nest
from desktop.views.grouping.strong_parts import strong_parts

_PATIENT_PASSES = 8
"""So often one block of each tangle is dissolved, to see whether the others can stay; after that all of them."""


def untangle(root: Block, edges: Iterable[Edge]) -> None:
    """Dissolve the blocks that, closed, would stand in a cycle. The edges join nodes of the tree."""
    pairs = [(edge.source, edge.target) for edge in edges]
    passes = 0
    while tangles := _tangles(Nest(root), pairs):
        passes += 1
        for block, inner in tangles:
            block.dissolve(*([min(inner, key=_worth)] if passes <= _PATIENT_PASSES else inner))


def _tangles(nest: Nest, pairs: Iterable[tuple[str, str]]) -> list[tuple[Block, list[Block]]]:
    """Give for each cycle the block that it lies in, and those of its inner blocks that it runs through."""
    targets: dict[Block, dict[Item, dict[Item, None]]] = defaultdict(lambda: defaultdict(dict))
    for one, other in pairs:
        block, source, target = nest.meet(one, other)
        if block.blocks:
            targets[block][source][target] = None
    cycles = [(block, part) for block, each in targets.items() for part in strong_parts(each, each)]
    found = [(block, [item for item in part if isinstance(item, Block)]) for block, part in cycles if len(part) > 1]
    return [(block, inner) for block, inner in found if inner]


def _worth(block: Block) -> tuple[bool, int]:
    """Say what is lost with a block: a level of our own less than the program's, few nodes less than many."""
    return not block.repeats, len(block.nodes) + sum(len(inner.nodes) for inner in block.blocks)
