"""A graph drawn into a file, in the form that the file's name asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.export.documents import document
from desktop.export.suffixes import DOCUMENTS, PICTURES, check_place
from desktop.records.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.records.graph import Graph
    from desktop.views.drawing import Drawing
    from desktop.views.theme import Theme

SUFFIXES = (*PICTURES, *DOCUMENTS)


def draw_graph(graph: Graph | Drawing, path: Path, theme: Theme | None = None, *, ratio: float = 2.0) -> None:
    """Write all of a graph to `path`: a picture (.svg, .pdf, .png) or a document (.dot, .graphml, .json).

    A Drawing is pictured as it is drawn, its groups folded or open; its document holds the recorded graph all the same.
    `theme` is the light one unless given, `ratio` (1 to 4) how many pixels of a .png stand for one. Documents need no
    Qt, pictures no display. Raises UsageError for another suffix or a place that cannot be written. Thread: the one of
    the QGuiApplication; where there is none yet, the main one.
    """
    check_drawable(path)
    write_atomically(path, drawn(graph, path.suffix.lower(), theme, ratio))


def check_drawable(path: Path) -> None:
    """Raise UsageError unless a graph can be drawn to `path`; to be asked before anything runs."""
    check_place(path, SUFFIXES)


def drawn(graph: Graph | Drawing, suffix: str, theme: Theme | None = None, ratio: float = 2.0) -> bytes:
    """Draw all of a graph in the form of a suffix, one of SUFFIXES."""
    if suffix in DOCUMENTS:
        return document(graph, suffix)
    from desktop.export.placing import picture_bytes  # noqa: PLC0415 # documents are written where Qt cannot be loaded

    return picture_bytes(graph, suffix, theme, ratio)
