"""What layout needs of a drawing: who feeds whom, and what may stand beside each of those it feeds."""

from desktop.records.graph import Edge, Graph, Node, NodeKind
from desktop.views.drawing import Drawing, DrawnNode


def bare(drawing: Drawing) -> Graph:
    """Give the drawing as a graph of bare nodes: whatever computes is "operation", all others "input"."""
    nodes = tuple(Node(node.id, "", _kind(node), node.label) for node in drawing.nodes)
    edges = tuple(Edge(edge.source, edge.target, edge.slot, None if edge.slot is None else 0) for edge in drawing.edges)
    return Graph(drawing.roots, nodes, edges)


def _kind(node: DrawnNode) -> NodeKind:
    return "operation" if node.kind in {"operation", "group", "ghost"} else "input"
