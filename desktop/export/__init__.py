"""Pictures and documents of a graph, written to files."""

from desktop.export.draw import draw_graph

__all__ = ["draw_graph"]
