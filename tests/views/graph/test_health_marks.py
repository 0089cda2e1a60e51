"""Which boxes bear the marks of unwell gradients, and how near an edge a click must be."""

from PySide6.QtCore import QPointF, QRectF

from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.views.graph.camera import Sight
from desktop.views.graph.graph_picture import GraphPicture
from desktop.views.graph.health_marks import HealthMarks

GRAPH = Graph(
    ("n0",),
    (Node("n0", "MulBackward0", "operation"), Node("n1", "AccumulateGrad", "leaf"), Node("n2", "Tensor", "input")),
    (Edge("n0", "n1", 0, 0), Edge("n0", "n2", None, None)),
)
PLACEMENT = Placement(
    (
        PlacedNode("n0", 100.0, 250.0, 80.0, 40.0),
        PlacedNode("n1", 50.0, 30.0, 80.0, 40.0),
        PlacedNode("n1", 300.0, 30.0, 80.0, 40.0, 1),
        PlacedNode("n2", 180.0, 30.0, 80.0, 40.0),
    ),
    (
        PlacedEdge("n0", "n1", 0, 0, ((100.0, 230.0), (100.0, 150.0), (50.0, 150.0), (50.0, 50.0))),
        PlacedEdge("n0", "n2", None, 0, ((110.0, 230.0), (110.0, 150.0), (180.0, 150.0), (180.0, 50.0))),
    ),
    (400.0, 300.0),
)


def picture() -> GraphPicture:
    """Give a picture with a leaf that is drawn twice."""
    return GraphPicture(GRAPH, PLACEMENT)


def test_every_box_of_a_node_is_marked() -> None:
    """A shared leaf bears its mark wherever it is drawn; what is out of sight is left out."""
    marks = HealthMarks(picture(), {"n1": "vanishing", "n0": "nan"})
    whole = [(verdict, boxes.tolist()) for verdict, boxes in marks.in_sight(Sight(QRectF(0, 0, 400, 300), 1.0))]
    assert whole == [("nan", [0]), ("vanishing", [1, 2])]
    left = [(verdict, boxes.tolist()) for verdict, boxes in marks.in_sight(Sight(QRectF(0, 0, 120, 100), 1.0))]
    assert left == [("vanishing", [1])]


def test_nodes_that_are_not_drawn_have_no_mark() -> None:
    """A verdict on a node of another part of the graph marks nothing."""
    marks = HealthMarks(picture(), {"n77": "nan"})
    assert marks.in_sight(Sight(QRectF(0, 0, 400, 300), 1.0)) == []


def test_the_nearest_edge_within_reach_is_found() -> None:
    """Of two curves beside each other the nearer; none where both are too far."""
    drawn = picture()
    on_first, on_second = (drawn.curves.way(edge).at(0.4) for edge in (0, 1))
    assert drawn.edge_at(on_first - QPointF(2, 0), 6.0) == 0
    assert drawn.edge_at(on_second + QPointF(2, 0), 6.0) == 1
    assert drawn.edge_at(QPointF(390, 290), 6.0) is None


def test_an_edge_within_the_hull_of_a_curve_but_far_from_it_is_not_meant() -> None:
    """The bounds of a curve are wider than itself."""
    drawn = picture()
    assert drawn.edge_at(QPointF(60, 220), 6.0) is None


def test_an_edge_tells_what_it_carries() -> None:
    """The recorded edge by its source and slot; data alone carries none."""
    drawn = picture()
    assert drawn.drawn_edge(0).carries == (("n0", 0),)
    assert drawn.drawn_edge(1).slot is None
