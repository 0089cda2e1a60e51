"""A recorded flow written to a file: as a picture that moves, or as a strip of stills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.export.suffixes import MOVING, STILLS, check_place
from desktop.records.files import write_atomically
from desktop.records.flow_part import flow_part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.records.flow import Flow
    from desktop.records.graph import Graph
    from desktop.views.theme import Theme


def check_animatable(path: Path) -> None:
    """Raise UsageError unless a flow can be drawn to `path`; to be asked before anything runs."""
    check_place(path, (*MOVING, *STILLS))


def draw_flow(
    graph: Graph,
    flow: Flow,
    path: Path,
    theme: Theme | None = None,
    *,
    told: Callable[[float], None] = lambda _: None,
) -> None:
    """Write a flow over what it is about of its graph: moving (.gif, .webp, .png) or as stills (.svg, .pdf).

    What moves is 800 to 1600 pixels wide, at 20 frames a second, for ever again; `told` hears the share of it that is
    done. `theme` is the light one unless given. Needs no display. Raises UsageError. Thread: as of `draw_graph`.
    """
    check_animatable(path)
    from desktop.export.placing import flow_picture_bytes  # noqa: PLC0415 # paths are checked where there is no Qt

    write_atomically(path, flow_picture_bytes(flow_part(graph, flow), flow, path.suffix.lower(), theme, told))
