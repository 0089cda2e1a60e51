"""A graph that nobody placed yet: measured, placed, pictured. Qt's application is made where there is none."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from desktop.export.flow_bytes import flow_bytes
from desktop.export.forms import FORMS
from desktop.export.view import View
from desktop.layout import place
from desktop.records.flow import Flow
from desktop.records.graph import Graph
from desktop.views.drawing import Drawing
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.node_face import node_sizes
from desktop.views.graph.whole_drawing import whole_drawing
from desktop.views.grouping import Groups, bare, fold
from desktop.views.theme import LIGHT, Theme


def picture_bytes(graph: Graph | Drawing, suffix: str, theme: Theme | None = None, ratio: float = 2.0) -> bytes:
    """Draw all of a graph as ".svg", ".pdf" or ".png"."""
    application = offscreen_application()
    data = FORMS[suffix](View.whole(placed(graph), theme or LIGHT), ratio)
    del application  # until here it had to live, as the fonts do
    return data


def flow_picture_bytes(
    graph: Graph, flow: Flow, suffix: str, theme: Theme | None, told: Callable[[float], None]
) -> bytes:
    """Draw a flow over a graph, moving or as stills; the groups of a large graph are closed as a window closes them."""
    application = offscreen_application()
    groups = Groups(graph)
    picture = placed(fold(graph, groups, groups.initial(), saved=False))
    data = flow_bytes(picture, flow, suffix, theme or LIGHT, told)
    del application  # as above
    return data


def placed(drawn: Graph | Drawing) -> GraphPicture:
    """Measure and place a graph, as data flows downwards; what is drawn of an open group stands together."""
    drawing = whole_drawing(drawn)
    sizes = {size.node: (size.width, size.height) for size in node_sizes(drawing)}
    groups = [frame.members for frame in drawing.opened]
    return GraphPicture(drawing, place(bare(drawing), sizes, groups=groups))


def offscreen_application() -> QGuiApplication:
    """Give the process's application, made without a display where there is none. Hold it while Qt is used."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    return QGuiApplication(["chainrule", "-platform", "offscreen"])
