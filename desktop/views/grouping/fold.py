"""A graph folded into a drawing: closed groups as one box, open ones as frames around what they hold."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop.records.graph import Edge, Graph
from desktop.views.drawing import Drawing, DrawnEdge, DrawnNode, OpenGroup
from desktop.views.grouping.block import Block
from desktop.views.grouping.groups import Groups
from desktop.views.grouping.saved_tensors import SavedTensors


def fold(graph: Graph, groups: Groups, opened: frozenset[str], *, saved: bool) -> Drawing:
    """Draw a graph with the groups of these ids open, as far as all around them are; `saved` adds saved tensors.

    Equal arguments give equal drawings. Nodes come in walk order, a group where its first member does.
    Thread: any.
    """
    folding = _Folding(groups, opened)
    nodes: dict[str, DrawnNode] = {}
    edges = list(_drawn_edges(graph, folding))
    beside = SavedTensors(graph) if saved else None
    held: dict[str, tuple[str, ...]] = {}
    for node in graph.nodes:
        shown = folding.shown_by[node.id]
        if shown in nodes:
            continue
        nodes[shown] = node if shown == node.id else groups.group(shown)
        if beside is not None and shown == node.id:
            tensors = beside.of(node)
            nodes.update((tensor.id, tensor) for tensor in tensors)
            edges += [DrawnEdge(node.id, tensor.id, None) for tensor in tensors]
            held[node.id] = tuple(tensor.id for tensor in tensors)
    roots = tuple(dict.fromkeys(folding.shown(root) for root in graph.roots))
    frames = tuple(_frames(groups, folding, held))
    return Drawing(graph, roots, tuple(nodes.values()), tuple(edges), frames, folding.shown_by)


class _Folding:
    """Who shows whom: `closed` gives for each block the closed group that hides it, or ""."""

    def __init__(self, groups: Groups, opened: frozenset[str]) -> None:
        nest = groups.nest
        self.closed = {nest.root: ""}
        for block in nest.blocks[1:]:
            self.closed[block] = self.closed[nest.parent[block]] or ("" if block.id in opened else block.id)
        self._hidden: dict[str, set[str]] = {}
        self.shown_by = {node: self._shown(node, homes) for node, homes in groups.homes.items()}

    def shown(self, node: str) -> str:
        """Give the drawn node that shows a recorded one; what is no node is left for the layout to refuse."""
        return self.shown_by.get(node, node)

    def is_inside(self, edge: Edge) -> bool:
        """Say whether an edge lies within one drawn node."""
        shown = self.shown(edge.source)
        return shown == self.shown(edge.target) or shown in self._hidden.get(edge.target, ())

    def _shown(self, node: str, homes: tuple[Block, ...]) -> str:
        """Of several calls that hide a parameter, the first of the forward pass shows it: there its gradient ends."""
        if len(homes) == 1:
            return self.closed[homes[0]] or node
        closed = [self.closed[home] for home in homes]
        self._hidden[node] = set(closed) - {""}
        return closed[-1] if all(closed) else node


@dataclass
class _Bundle:
    """Recorded edges between the same two drawn nodes."""

    slot: int | None
    carries: list[tuple[str, int]] = field(default_factory=list)


def _drawn_edges(graph: Graph, folding: _Folding) -> Iterator[DrawnEdge]:
    """Join the edges that share a closed group's border; a group numbers its edges as they come."""
    bundles: dict[tuple[str, str, int | None], _Bundle] = {}
    count: dict[str, int] = defaultdict(int)
    for edge in graph.edges:
        if folding.is_inside(edge):
            continue
        source, target = folding.shown(edge.source), folding.shown(edge.target)
        slot = edge.slot
        key = source, target, slot
        if slot is not None and (source != edge.source or target != edge.target):
            key = source, target, -1
        if key not in bundles:
            if slot is not None and source != edge.source:
                slot, count[source] = count[source], count[source] + 1
            bundles[key] = _Bundle(slot)
        if edge.slot is not None:
            bundles[key].carries.append((edge.source, edge.slot))
    for (source, target, _), bundle in bundles.items():
        yield DrawnEdge(source, target, bundle.slot, tuple(bundle.carries))


def _frames(groups: Groups, folding: _Folding, held: dict[str, tuple[str, ...]]) -> Iterator[OpenGroup]:
    """Give the open groups, outermost first, each with all that is drawn of it."""
    nest = groups.nest
    opened = [block for block in nest.blocks[1:] if not folding.closed[block]]
    members: dict[Block, list[str]] = defaultdict(list)
    for block in reversed(opened):
        for node in block.nodes:
            members[block] += [node, *held.get(node, ())]
        for inner in block.blocks:
            members[block] += members.get(inner, [inner.id])
    for block in opened:
        yield OpenGroup(groups.group(block.id), nest.depth[block] - 1, tuple(dict.fromkeys(members[block])))
