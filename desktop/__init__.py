"""Chainrule: a desktop laboratory for PyTorch autograd."""

__version__ = "0.1.0"
