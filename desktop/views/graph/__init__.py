"""The graph picture: its painter, its widget, and how large its nodes are."""

from desktop.views.graph.node_face import measured, node_sizes
from desktop.views.graph.view import GraphView

__all__ = ["GraphView", "measured", "node_sizes"]
