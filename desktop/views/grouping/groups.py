"""The tree of groups of a graph: which nodes may be drawn as one, and which of these stand open."""

from functools import cached_property

from desktop.records.graph import Graph
from desktop.views.drawing import Group
from desktop.views.grouping.block import Block, Nest
from desktop.views.grouping.group_records import GroupRecords
from desktop.views.grouping.homes import settle
from desktop.views.grouping.opening import opening_to_read
from desktop.views.grouping.repeats import gather_repeats
from desktop.views.grouping.scope_blocks import leave_out_whole, prune, scope_blocks
from desktop.views.grouping.untangle import untangle

MOST_OPEN = 300
"""A graph of so many nodes is shown whole at first."""


class Groups:
    """The groups of one graph. However they are opened and closed, what is drawn has no cycle.

    A group is drawn open where it and all around it are in a set of opened ids; so a set may hold more than is seen.
    Thread: any, one at a time.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nest = Nest(_blocks(graph))
        self.homes = settle(graph, self.nest)
        self._inner = self.nest.blocks[1:]
        self._by_id = {block.id: block for block in self._inner}

    def __contains__(self, group_id: object) -> bool:
        return group_id in self._by_id

    def __len__(self) -> int:
        return len(self._inner)

    def group(self, group_id: str) -> Group:
        """Give the record of a group; KeyError where there is none."""
        return self._records.group(self._by_id[group_id])

    def all_open(self) -> frozenset[str]:
        """Open everything."""
        return frozenset(self._by_id)

    def depth(self) -> int:
        """Say how deep groups are nested: `to_depth` of it opens everything. 0 where there are none."""
        return max(self.nest.depth.values())

    def to_depth(self, levels: int) -> frozenset[str]:
        """Open so many levels, the outermost first; 0 closes everything."""
        return frozenset(block.id for block in self._inner if self.nest.depth[block] <= levels)

    def initial(self, most: int = MOST_OPEN) -> frozenset[str]:
        """Open a graph for a first look: everything where it has at most `most` nodes, else what reads at once."""
        return self.all_open() if len(self.graph.nodes) <= most else opening_to_read(self.nest)

    def path_to(self, node_id: str) -> frozenset[str]:
        """Give the groups that must stand open so that a recorded node is drawn; KeyError where there is none."""
        return frozenset(block.id for block in self.nest.around(self.homes[node_id][0]))

    def closing(self, group_id: str) -> frozenset[str]:
        """Give a group and all within: what an opening loses so that it shows the group closed, and opens it so again.

        KeyError where there is no such group.
        """
        found = [self._by_id[group_id]]
        for block in found:  # grows as it is read
            found += block.blocks
        return frozenset(block.id for block in found)

    @cached_property
    def _records(self) -> GroupRecords:
        return GroupRecords(self.graph, self.nest, self.homes)


def _blocks(graph: Graph) -> Block:
    """Build the tree of blocks with their working nodes."""
    root = scope_blocks(graph)
    prune(root)
    if not root.blocks:
        return root
    working = Nest(root).home
    edges = [edge for edge in graph.edges if edge.source in working and edge.target in working]
    untangle(root, edges)
    gather_repeats(root, graph.nodes, edges)
    untangle(root, edges)
    prune(root)
    leave_out_whole(root)
    return root
