"""The chapter's graph z = (x + y) + v, placed by hand, its flow, and a view that shows them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.records.tensor import Tensor
from desktop.records.text import Span
from desktop.views.graph import GraphView
from desktop.views.theme import LIGHT

Probe = Callable[[QWidget, QPoint], QColor]


@pytest.fixture
def graph() -> Graph:
    """Call z n0 and x + y n1; v and x are leaves, y is an input."""
    square = Tensor((2, 2), "float32", "cpu", requires_grad=True, count=4, norm=2.0)
    return Graph(
        ("n0",),
        (
            Node("n0", "AddBackward0", "operation", "z", square, "model", Span(4, 4, 4, 15)),
            Node("n1", "AddBackward0", "operation", "", square),
            Node("n2", "AccumulateGrad", "leaf", "v", square),
            Node("n3", "AccumulateGrad", "leaf", "x", square),
            Node("n4", "Tensor", "input", "y", Tensor((2, 2), "float32", "cpu")),
        ),
        (
            Edge("n0", "n1", 0, 0),
            Edge("n0", "n2", 1, 0),
            Edge("n1", "n3", 0, 0),
            Edge("n1", "n4", None, None),
        ),
    )


@pytest.fixture
def placement() -> Placement:
    """Straight edges between boxes of 120×50, the root at the bottom; v has a second box far to the right."""
    places = {"n3": (100, 30), "n4": (300, 30), "n1": (200, 130), "n2": (400, 130), "n0": (300, 230)}
    nodes = [PlacedNode(name, x, y, 120, 50) for name, (x, y) in places.items()]
    nodes.append(PlacedNode("n2", 600, 30, 120, 50, copy=1))
    edges = [
        _straight("n0", "n1", 0, (270, 205), (230, 155)),
        _straight("n0", "n2", 1, (330, 205), (370, 155)),
        _straight("n1", "n3", 0, (170, 105), (130, 55)),
        _straight("n1", "n4", None, (230, 105), (270, 55)),
    ]
    return Placement(tuple(nodes), tuple(edges), (700, 260))


@pytest.fixture
def flow() -> Flow:
    """Backward from z: z, then v, then x + y, then x."""
    ones = Tensor((2, 2), "float32", "cpu", count=4, norm=2.0)
    small = Tensor((2, 2), "float32", "cpu", count=4, norm=0.002)
    return Flow(
        0,
        1,
        (
            FlowStep("n0", 0, 5.0, (ones,), (ones, ones)),
            FlowStep("n2", 1, 5.0, (ones,), ()),
            FlowStep("n1", 2, 5.0, (ones,), (small,)),
            FlowStep("n3", 3, 5.0, (small,), ()),
        ),
    )


@pytest.fixture
def view(qtbot: QtBot, graph: Graph, placement: Placement) -> GraphView:
    """Show the graph at exactly 100 %, the picture's corner at (40, 40) of the widget, without the keys below it."""
    view = GraphView(LIGHT)
    qtbot.addWidget(view)
    view.resize(780, 340)
    view.toggle_legend()
    view.show_graph(graph, placement)
    view.show()
    return view


@pytest.fixture
def probe() -> Probe:
    """Give the colour that a widget shows at a point."""

    def colour(widget: QWidget, point: QPoint) -> QColor:
        return QColor(widget.grab().toImage().pixel(point))

    return colour


def _straight(
    source: str, target: str, slot: int | None, start: tuple[float, float], end: tuple[float, float]
) -> PlacedEdge:
    third = tuple(a + (b - a) / 3 for a, b in zip(start, end, strict=True))
    two_thirds = tuple(a + (b - a) * 2 / 3 for a, b in zip(start, end, strict=True))
    return PlacedEdge(source, target, slot, 0, (start, (third[0], third[1]), (two_thirds[0], two_thirds[1]), end))
