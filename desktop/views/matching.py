"""Which nodes of a graph are those of the graph before, after its program was edited and their ids changed.

First nodes that are computed alike from equal leaves, however much was changed behind them; then, from one pair to the
next along the edges, what stands at the same place of a node that is the same; then what is there only once.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import cached_property

from desktop.views.drawing import DrawnEdge, DrawnNode

Keys = Sequence[tuple[object, ...] | int]
"""What is compared of each node."""

Near = list[tuple[int | None, int]]
"""Neighbours, each with the slot of the edge that leads there."""


def matched(
    before: Sequence[DrawnNode],
    after: Sequence[DrawnNode],
    edges_before: Sequence[DrawnEdge],
    edges_after: Sequence[DrawnEdge],
) -> dict[str, str]:
    """Give for the id of each node that stayed the one it had before. No two have had the same.

    A node stays what it is where its kind and autograd's name do; its label, module and shape may change if it stands
    where it stood. Time grows with the number of nodes and edges. Thread: any.
    """
    old, new = _Side(before, edges_before), _Side(after, edges_after)
    pairs = _Pairs(old, new)
    numbers: dict[Hashable, int] = {}
    pairs.match_alike(old.computed(numbers), new.computed(numbers))
    pairs.spread(old.named, new.named)
    for one, other in ((old.shaped, new.shaped), (old.named, new.named)):
        pairs.match_alike(one, other)
        pairs.spread(old.named, new.named)
    pairs.spread(old.typed, new.typed)
    return {after[new_index].id: before[old_index].id for new_index, old_index in pairs.old_of.items()}


class _Side:
    """One of the two graphs, its nodes as indices. `targets` of a node come in the order of their slots."""

    def __init__(self, nodes: Sequence[DrawnNode], edges: Sequence[DrawnEdge]) -> None:
        self._nodes = nodes
        self.targets: list[Near] = [[] for _ in nodes]
        self.sources: list[Near] = [[] for _ in nodes]
        index = {node.id: number for number, node in enumerate(nodes)}
        for edge in edges:
            source, target = index[edge.source], index[edge.target]
            self.targets[source].append((edge.slot, target))
            self.sources[target].append((edge.slot, source))
        for targets in self.targets:
            if len(targets) > 1:
                targets.sort(key=lambda near: -1 if near[0] is None else near[0])
        self.roots = [node for node, sources in enumerate(self.sources) if not sources]

    @cached_property
    def typed(self) -> Keys:
        """What a node is whatever became of it."""
        return [(node.kind, node.name) for node in self._nodes]

    @cached_property
    def named(self) -> list[tuple[object, ...]]:
        """What a node is and what the program calls it."""
        return [(node.kind, node.name, node.label, node.module) for node in self._nodes]

    @cached_property
    def shaped(self) -> Keys:
        """What a node is, what it is called and what shape it has."""
        return [(*key, node.tensor and node.tensor.shape) for key, node in zip(self.named, self._nodes, strict=True)]

    def computed(self, numbers: dict[Hashable, int]) -> Keys:
        """Give nodes that are computed alike, from equal leaves, the same number."""
        found = [-1] * len(self.targets)
        waiting = [len(targets) for targets in self.targets]
        ready = [node for node, count in enumerate(waiting) if not count]
        for node in ready:
            key = (self.shaped[node], *[found[target] for _, target in self.targets[node]])
            found[node] = numbers.setdefault(key, len(numbers))
            for _, source in self.sources[node]:
                waiting[source] -= 1
                if not waiting[source]:
                    ready.append(source)
        return found


class _Pairs:
    """The nodes found to be the same; `old_of` gives for each new one the old one."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self.old_of: dict[int, int] = {}
        self._new_of: dict[int, int] = {}
        self._old = old
        self._new = new

    def match_alike(self, old: Keys, new: Keys) -> None:
        """Match the unmatched nodes of a key one by one in their order, where both sides have as many of it."""
        if not self._is_complete():
            self._match_among(range(len(old)), old, range(len(new)), new)

    def _match_among(self, old_nodes: Sequence[int], old: Keys, new_nodes: Sequence[int], new: Keys) -> None:
        old_ones, new_ones = _by_key(old_nodes, old, self._new_of), _by_key(new_nodes, new, self.old_of)
        for key, found in new_ones.items():
            others = old_ones.get(key, [])
            if len(others) == len(found):
                for one, other in zip(others, found, strict=True):
                    self._match(one, other)

    def spread(self, old: Keys, new: Keys) -> None:
        """Match from pair to pair what has the same key at the same slot of, or with the same slot on, both."""
        self._match_among(self._old.roots, old, self._new.roots, new)
        waiting = list(self.old_of.items())
        for new_node, old_node in waiting:
            if self._is_complete():
                return
            for old_near, new_near in (
                (self._old.targets[old_node], self._new.targets[new_node]),
                (self._old.sources[old_node], self._new.sources[new_node]),
            ):
                for one, other in self._only(old_near, old, new_near, new):
                    # A node may stand at two slots, as x does in x * x.
                    if one not in self._new_of and other not in self.old_of:
                        self._match(one, other)
                        waiting.append((other, one))

    def _only(self, old_near: Near, old: Keys, new_near: Near, new: Keys) -> list[tuple[int, int]]:
        """Pair the unmatched neighbours that only one node on each side can be."""
        free = [(slot, node) for slot, node in new_near if node not in self.old_of]
        if not free:
            return []
        others = _by_slot([(slot, node) for slot, node in old_near if node not in self._new_of], old)
        ours = _by_slot(free, new)
        return [(others[at], node) for at, node in ours.items() if node >= 0 and others.get(at, -1) >= 0]

    def _is_complete(self) -> bool:
        """Say whether one side has nobody left."""
        return len(self.old_of) == min(len(self._old.targets), len(self._new.targets))

    def _match(self, old_node: int, new_node: int) -> None:
        self.old_of[new_node] = old_node
        self._new_of[old_node] = new_node


def _by_key(nodes: Sequence[int], keys: Keys, without: dict[int, int]) -> dict[Hashable, list[int]]:
    found: defaultdict[Hashable, list[int]] = defaultdict(list)
    for node in nodes:
        if node not in without:
            found[keys[node]].append(node)
    return found


def _by_slot(near: Near, keys: Keys) -> dict[tuple[int | None, Hashable], int]:
    """Give the one node for each slot and key, -1 where there are several."""
    found: dict[tuple[int | None, Hashable], int] = {}
    for slot, node in near:
        at = slot, keys[node]
        found[at] = node if found.get(at, node) == node else -1
    return found
