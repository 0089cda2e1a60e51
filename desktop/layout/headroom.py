"""Which boxes must stand above a group so that its frame begins below them.

A leaf stands one rank above what uses it, beside the operation before: where that is in no group of the leaf's, it
would stand in the middle of the group's frame.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop.layout.boxes import Box
from desktop.layout.membership import common

if TYPE_CHECKING:
    import networkx as nx

_SMALLEST = 6
"""Boxes in a group that is worth the height."""

_MOST = 4
"""How many pairs there may be for each box."""


def held_above(flow: "nx.DiGraph[int]", boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Give pairs (upper, lower): what feeds a group from outside, and each box in it that nothing feeds."""
    sources = _sources(flow, boxes)
    left = _MOST * len(boxes)
    for upper, lower in flow.edges:
        outer, inner = boxes[upper].inside, boxes[lower].inside
        entered = inner[len(common(outer, inner)) :]
        fed = sources.get(entered[0], []) if entered else []
        if left >= len(fed):
            left -= len(fed)
            yield from ((upper, source) for source in fed)


def _sources(flow: "nx.DiGraph[int]", boxes: Sequence[Box]) -> dict[int, list[int]]:
    """Give for each group that is large enough the boxes in it that nothing feeds."""
    size = Counter(group for box in boxes for group in box.inside)
    sources: defaultdict[int, list[int]] = defaultdict(list)
    for index, box in enumerate(boxes):
        if not flow.pred[index]:
            for group in box.inside:
                sources[group].append(index)
    return {group: found for group, found in sources.items() if size[group] >= _SMALLEST}
