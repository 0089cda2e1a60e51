"""A flow over a graph that is placed already, in the form of each suffix."""

from collections.abc import Callable
from pathlib import Path

from desktop.export.animation import moving
from desktop.export.forms import pdf, svg
from desktop.export.strip import Strip
from desktop.export.suffixes import MOVING, STILLS, check_place
from desktop.records.files import write_atomically
from desktop.records.flow import Flow
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import Theme


def write_flow(
    picture: GraphPicture, flow: Flow, path: Path, theme: Theme, told: Callable[[float], None] = lambda _: None
) -> None:
    """Write a flow over a picture as it is drawn in a window: moving (.gif, .webp, .png) or as stills (.svg, .pdf).

    `told` hears the share of what moves that is done. Raises UsageError. Thread: the GUI's.
    """
    check_place(path, (*MOVING, *STILLS))
    write_atomically(path, flow_bytes(picture, flow, path.suffix.lower(), theme, told))


def flow_bytes(picture: GraphPicture, flow: Flow, suffix: str, theme: Theme, told: Callable[[float], None]) -> bytes:
    """Draw a flow over a picture as ".gif", ".webp" or ".png", which move, or as ".svg" or ".pdf", which are stills."""
    if suffix in MOVING:
        return moving(picture, flow, suffix, theme, told)
    return (svg if suffix == ".svg" else pdf)(Strip(picture, flow, theme))
