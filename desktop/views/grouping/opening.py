"""Which groups of a large graph stand open at first, so that it reads at once."""

from collections import defaultdict

from desktop.views.grouping.block import Block, Nest

_MOST_DRAWN = 60
"""So many boxes a person takes in at a glance."""


def opening_to_read(nest: Nest) -> frozenset[str]:
    """Open the largest groups first, alike ones together, while few enough boxes are drawn; repeats stay closed."""
    weight = _weights(nest)
    opened: set[str] = set()
    drawn = _items(nest.root)
    waiting = list(nest.root.blocks)
    while waiting:
        alike = _largest_alike(waiting, weight)
        waiting = [block for block in waiting if block not in alike]
        more = sum(_items(block) - 1 for block in alike)
        if drawn + more <= _MOST_DRAWN:
            drawn += more
            opened.update(block.id for block in alike)
            waiting += [inner for block in alike for inner in block.blocks if inner.times == 1]
    return frozenset(opened)


def _largest_alike(blocks: list[Block], weight: dict[Block, int]) -> set[Block]:
    """Give the heaviest blocks: of equal siblings one does not open without the others."""
    by_weight: dict[int, set[Block]] = defaultdict(set)
    for block in blocks:
        by_weight[weight[block]].add(block)
    return by_weight[max(by_weight)]


def _items(block: Block) -> int:
    return len(block.nodes) + len(block.blocks)


def _weights(nest: Nest) -> dict[Block, int]:
    weight: dict[Block, int] = {}
    for block in reversed(nest.blocks):
        weight[block] = len(block.nodes) + sum(weight[inner] for inner in block.blocks)
    return weight
