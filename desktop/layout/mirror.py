"""A part of the picture upside down: gradients run downwards where data ran before."""

from desktop.layout.component import Part
from desktop.records.placement import PlacedEdge, PlacedNode


def upside_down(part: Part) -> Part:
    """Mirror a part at its middle height. What touched and what crossed does so still; edges keep their direction."""
    return Part(
        tuple([_node(node, part.height) for node in part.nodes]),
        tuple([_edge(edge, part.height) for edge in part.edges]),
        part.width,
        part.height,
        part.before,
    )


def _node(node: PlacedNode, height: float) -> PlacedNode:
    return PlacedNode(node.id, node.x, height - node.y, node.width, node.height, node.copy)


def _edge(edge: PlacedEdge, height: float) -> PlacedEdge:
    points = tuple([(x, height - y) for x, y in edge.points])
    return PlacedEdge(edge.source, edge.target, edge.slot, edge.target_copy, points)
