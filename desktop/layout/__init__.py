"""The layout room: a graph and its labels' sizes in, a placement out. On networkx and numpy; no torch, no Qt."""

from desktop.layout.place import place

__all__ = ["place"]
