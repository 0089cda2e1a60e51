"""A flow that nobody placed the graph of yet, in the form of each suffix."""

from collections.abc import Callable

from desktop.export.animation import MOVING, moving
from desktop.export.forms import pdf, svg
from desktop.export.placing import offscreen_application, placed
from desktop.export.strip import Strip
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.grouping import Groups, fold
from desktop.views.theme import LIGHT, Theme


def flow_bytes(graph: Graph, flow: Flow, suffix: str, theme: Theme | None, told: Callable[[float], None]) -> bytes:
    """Draw a flow over a graph as ".gif", ".webp" or ".png", which move, or as ".svg" or ".pdf", which are stills.

    Groups of a large graph are closed as the window closes them at first.
    """
    application = offscreen_application()
    groups = Groups(graph)
    picture = placed(fold(graph, groups, groups.initial(), saved=False))
    if suffix in MOVING:
        data = moving(picture, flow, suffix, theme or LIGHT, told)
    else:
        data = (svg if suffix == ".svg" else pdf)(Strip(picture, flow, theme or LIGHT))
    del application  # until here it had to live, as the fonts do
    return data
