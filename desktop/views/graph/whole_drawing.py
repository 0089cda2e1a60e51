"""A recorded graph as a drawing of itself: nothing is folded, no saved tensor is shown."""

from desktop.records.graph import Graph
from desktop.views.drawing import Drawing, DrawnEdge


def whole_drawing(drawn: Graph | Drawing) -> Drawing:
    """Give the drawing in which each node and each edge of a graph stands for itself; a drawing as it is."""
    if isinstance(drawn, Drawing):
        return drawn
    edges = tuple(
        DrawnEdge(edge.source, edge.target, edge.slot, () if edge.slot is None else ((edge.source, edge.slot),))
        for edge in drawn.edges
    )
    return Drawing(drawn, drawn.roots, drawn.nodes, edges, (), {node.id: node.id for node in drawn.nodes})
