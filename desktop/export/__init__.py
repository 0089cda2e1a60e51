"""Pictures and documents of a graph, written to files."""

from desktop.export.draw import SUFFIXES, check_drawable, draw_graph

__all__ = ["SUFFIXES", "check_drawable", "draw_graph"]
