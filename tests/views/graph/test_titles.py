"""Whatever is lit, the titles of frames stay readable."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.records.tensor import Tensor
from desktop.views.drawing import Drawing, DrawnEdge, Group, OpenGroup
from desktop.views.graph import GraphView
from desktop.views.graph.camera import Sight
from desktop.views.graph.flow_light import FlowLight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.theme import DARK, LIGHT, Theme

X = 90.0
"""Where the edge runs straight down, through the title of the frame that begins at x = 49."""


def crossed() -> GraphPicture:
    """Place n0 below a frame around n1 and n2, and an edge from n0 to n1 that runs over the frame's title."""
    nodes = tuple(Node(f"n{index}", "MulBackward0", "operation") for index in range(3))
    graph = Graph(("n0",), nodes, (Edge("n0", "n1", 0, 0),))
    group = Group("s0", "Linear", "a.linear.layer", ("n1", "n2"))
    drawing = Drawing(
        graph,
        ("n0",),
        nodes,
        (DrawnEdge("n0", "n1", 0, (("n0", 0),)),),
        (OpenGroup(group, 0, ("n1", "n2")),),
        {node.id: node.id for node in nodes},
    )
    places = {"n0": (X, 30), "n1": (120, 250), "n2": (120, 150)}
    boxes = tuple(PlacedNode(name, x, y, 120 if name != "n0" else 60, 50) for name, (x, y) in places.items())
    down = PlacedEdge("n0", "n1", 0, 0, ((X, 55), (X, 100), (X, 180), (X, 225)))
    return GraphPicture(drawing, Placement(boxes, (down,), (300, 300)))


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Give each theme."""
    assert isinstance(request.param, Theme)
    return request.param


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> GraphView:
    """Show it at 100 %."""
    widget = GraphView(theme)
    qtbot.addWidget(widget)
    widget.resize(380, 380)
    widget.toggle_legend()
    widget.show_picture(crossed(), None)
    widget.show()
    return widget


def title_of(view: GraphView) -> QRectF:
    """Give the title's place on the widget, without its border."""
    assert view._picture is not None
    (tab,) = view._picture.tabs().seen(Sight(view._picture.bounds(), 1.0))
    return view._camera.transform().mapRect(tab.rect).adjusted(3, 3, -3, -3)


def part(image: QImage, rect: QRectF) -> QImage:
    """Cut a part out of an image."""
    return image.copy(rect.toAlignedRect())


def test_a_selected_edge_runs_below_a_title(view: GraphView) -> None:
    """The title looks as before; above and below it the edge is lit."""
    before, title = view.grab().toImage(), title_of(view)
    view.select_node("n0")
    after = view.grab().toImage()
    assert part(after, title) == part(before, title)
    above = title.translated(0, -title.height() - 4)
    assert part(after, above) != part(before, above)


def test_a_lineage_runs_below_a_title(view: GraphView, theme: Theme) -> None:
    """What is not of it fades, but no line in the colour of the lineage crosses the title."""
    view.hover_node("n0")
    image = part(view.grab().toImage(), title_of(view))
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert QColor(theme.accent).name() not in colours


def test_the_light_of_a_pass_runs_below_a_title(view: GraphView) -> None:
    """What a gradient has passed is tinted around it."""
    picture = view._picture
    assert picture is not None
    one = Tensor((), "float32", "cpu", count=1, norm=2.0, values=(2.0,))
    flow = Flow(0, 1, (FlowStep("n0", 0, 1.0, (one,), (one,)), FlowStep("n1", 1, 1.0, (one,), ())))
    view.show_picture(picture, FlowLight(picture, flow))
    before, title = view.grab().toImage(), title_of(view)
    view.set_step(2.0)
    after = view.grab().toImage()
    assert part(after, title) == part(before, title)
    above = title.translated(0, -title.height() - 4)
    assert part(after, above) != part(before, above)
