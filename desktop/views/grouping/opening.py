"""Which groups of a large graph stand open at first, so that it reads at once."""

from desktop.views.grouping.block import Block, Nest

_MOST_DRAWN = 60
"""So many boxes a person takes in at a glance."""
_FEW = 8
"""So few nodes tell a reader of a large graph no more than the name of the group that holds them."""


def opening_to_read(nest: Nest) -> frozenset[str]:
    """Open the largest groups first, all of one kind or none, while few enough boxes are drawn; repeats stay closed."""
    weight = _weights(nest)
    opened: set[str] = set()
    refused = _repeated(nest.root)
    drawn = _items(nest.root)
    waiting = _worth_opening(nest.root, weight)
    while waiting:
        kind = max(waiting, key=weight.__getitem__).likeness
        alike = [block for block in waiting if block.likeness == kind]
        waiting = [block for block in waiting if block.likeness != kind]
        more = sum(_items(block) - 1 for block in alike)
        if kind in refused or drawn + more > _MOST_DRAWN:
            refused.add(kind)
            continue
        drawn += more
        opened.update(block.id for block in alike)
        refused.update(kind for block in alike for kind in _repeated(block))
        waiting += [inner for block in alike for inner in _worth_opening(block, weight)]
    return frozenset(opened)


def _worth_opening(block: Block, weight: dict[Block, int]) -> list[Block]:
    return [inner for inner in block.blocks if inner.times == 1 and weight[inner] > _FEW]


def _repeated(block: Block) -> set[tuple[str, ...]]:
    """Give the kinds that stand closed in levels of repeats: one that stands beside them stays so, too."""
    return {inner.likeness for inner in block.blocks if inner.repeats}


def _items(block: Block) -> int:
    return len(block.nodes) + len(block.blocks)


def _weights(nest: Nest) -> dict[Block, int]:
    weight: dict[Block, int] = {}
    for block in reversed(nest.blocks):
        weight[block] = len(block.nodes) + sum(weight[inner] for inner in block.blocks)
    return weight
