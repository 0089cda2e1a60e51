"""A graph drawn into a file, in the form that the file's name asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.export.dot import dot_text
from desktop.records.files import UsageError, check_writable, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.records.graph import Graph
    from desktop.views.theme import Theme

SUFFIXES = (".svg", ".png", ".pdf", ".dot")


def draw_graph(graph: Graph, path: Path, theme: Theme | None = None) -> None:
    """Write a graph's picture to `path` (.svg, .png, .pdf) or its description for Graphviz (.dot); needs no display.

    `theme` is the light one unless given; a .dot has no theme, and needs no Qt. Raises UsageError for another suffix
    or a place that cannot be written. Thread: the one of the QGuiApplication; where there is none yet, any.
    """
    check_drawable(path)
    write_atomically(path, drawing(graph, path.suffix.lower(), theme))


def check_drawable(path: Path) -> None:
    """Raise UsageError unless a graph can be drawn to `path`; to be asked before anything runs."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{path} cannot be drawn: its name has to end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    check_writable(path)


def drawing(graph: Graph, suffix: str, theme: Theme | None = None) -> bytes:
    """Draw a graph in the form of a suffix, one of SUFFIXES."""
    if suffix == ".dot":
        return dot_text(graph).encode()
    from desktop.export.picture import picture_bytes  # noqa: PLC0415 (a .dot is written where Qt cannot be loaded)

    return picture_bytes(graph, suffix, theme)
