"""Where the nodes and edges of a graph stand on paper."""

from typing import Literal

from desktop.records.record import Record

Direction = Literal["data", "gradients"]
"""What runs downwards in the picture: data, from the leaves to the root, or gradients, from the root to the leaves."""


class PlacedNode(Record, frozen=True):
    """A node's box: its centre and its size, in device-independent pixels at 100 %.

    A leaf that several operations use is drawn beside each of them: `copy` counts those boxes from 0.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    copy: int = 0


class PlacedEdge(Record, frozen=True):
    """An edge's way from the border of its source to the border of its target's copy.

    `points` are the control points of cubic Bézier pieces: the first point, then three for each piece.
    """

    source: str
    target: str
    slot: int | None
    target_copy: int
    points: tuple[tuple[float, float], ...]


class Placement(Record, frozen=True):
    """A whole graph in place; everything lies within (0, 0) and `size` (width, height)."""

    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    size: tuple[float, float]
    direction: Direction = "data"
