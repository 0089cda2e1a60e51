"""Pictures and documents of a graph and of the gradients that flowed through it, written to files."""

from desktop.export.draw import SUFFIXES, check_drawable, draw_graph
from desktop.export.flow_pictures import check_animatable, draw_flow

__all__ = ["SUFFIXES", "check_animatable", "check_drawable", "draw_flow", "draw_graph"]
