"""What leaves were worth when a pass began: the record has one node for a leaf, and optimizers move it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from desktop.records.flow import Flow
from desktop.records.graph import Graph

if TYPE_CHECKING:
    from desktop.records.tensor import Tensor


def graph_at_pass(graph: Graph, flows: Sequence[Flow], flow: Flow) -> Graph:
    """Give a graph with its leaves as the optimizers of the passes before had left them; the same where none did.

    `flows` are all passes of the run. What moved between passes that were not recorded is not known. Thread: any.
    """
    moved: dict[str, Tensor] = {}
    for before in sorted(flows, key=lambda each: each.number):
        if before.number < flow.number:
            moved |= {change.node: change.after for change in before.updated}
    if not any(node.id in moved for node in graph.nodes):
        return graph
    replaced = msgspec.structs.replace
    nodes = (replaced(node, tensor=moved[node.id]) if node.id in moved else node for node in graph.nodes)
    return replaced(graph, nodes=tuple(nodes))
