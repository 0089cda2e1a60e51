"""The graph picture: its painter, its widget, and how large its nodes are."""

from desktop.views.graph.node_face import node_sizes
from desktop.views.graph.view import GraphView

__all__ = ["GraphView", "node_sizes"]
