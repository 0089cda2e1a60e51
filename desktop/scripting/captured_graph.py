"""A graph that was captured: its record, its picture in a notebook, its files."""

from pathlib import Path
from typing import Literal

from desktop.export import check_drawable
from desktop.export.documents import document
from desktop.export.dot import title
from desktop.export.elsewhere import drawn_elsewhere
from desktop.export.job import PictureJob
from desktop.export.suffixes import DOCUMENTS
from desktop.records.files import write_atomically
from desktop.records.graph import Graph

_READABLE = 1_000
"""Nodes up to which a notebook shows the picture: the SVG of a larger graph is slow to scroll past."""


class CapturedGraph:
    """The record of a live tensor's graph, in no way attached to it. Notebooks show it as a picture. Thread: any.

    Pictures are drawn in a process of their own: Qt never comes into the person's.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._svg: str | None = None

    def __repr__(self) -> str:
        roots = [title(node) for node in self._graph.nodes if node.id in self._graph.roots]
        return f"<graph of {', '.join(roots)}: {len(self._graph.nodes):,} nodes, {len(self._graph.edges):,} edges>"

    def _repr_svg_(self) -> str | None:
        """Give the picture that a notebook shows; None, which leaves it at the words, where it were unreadable."""
        if self._svg is None and len(self._graph.nodes) <= _READABLE:
            self._svg = drawn_elsewhere(PictureJob(".svg"), self._graph).decode()
        return self._svg

    @property
    def graph(self) -> Graph:
        """The record: nodes, edges and roots as values."""
        return self._graph

    def save(self, path: str | Path, *, theme: Literal["light", "dark"] = "light", scale: float = 2.0) -> None:
        """Write the graph to a file, as its name asks: .svg, .pdf, .png, .dot, .graphml or .json.

        `theme` is of pictures; `scale` (1 to 4) is how many pixels of a .png stand for one. Raises UsageError.
        """
        target = Path(path).expanduser()
        check_drawable(target)
        suffix = target.suffix.lower()
        if suffix in DOCUMENTS:
            data = document(self._graph, suffix)
        else:
            data = drawn_elsewhere(PictureJob(suffix, theme, scale), self._graph)
        write_atomically(target, data)
