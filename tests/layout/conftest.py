"""What every picture must hold, and short ways to write graphs down."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from desktop.layout.component import BOX_GAP
from desktop.records.graph import Edge, Graph, Node, NodeKind
from desktop.records.placement import PlacedNode, Placement

Point = tuple[float, float]
_TOUCH = 0.01


@pytest.fixture(scope="session")
def graph_of() -> Callable[..., Graph]:
    """Build graphs of edges "a>b" (a differentiates b); nodes named in `leaves` are leaves, others operations."""

    def build(*edges: str, leaves: str = "") -> Graph:
        pairs = [edge.split(">") for edge in edges]
        names = dict.fromkeys(name for pair in pairs for name in pair)
        kinds: dict[str, NodeKind] = dict.fromkeys(leaves.split(), "leaf")
        slots: dict[str, int] = dict.fromkeys(names, 0)
        records = []
        for source, *target in pairs:
            if target:
                records.append(Edge(source, target[0], slots[source], 0))
                slots[source] += 1
        nodes = tuple(Node(name, "AddBackward0", kinds.get(name, "operation")) for name in names)
        return Graph(tuple(names)[:1], nodes, tuple(records))

    return build


@pytest.fixture(scope="session")
def assert_well_drawn() -> Callable[[Graph, Placement], None]:
    """Hold a picture against all that pictures promise."""

    def check(graph: Graph, placement: Placement) -> None:
        boxes = {(node.id, node.copy): node for node in placement.nodes}
        assert len(boxes) == len(placement.nodes)
        assert {node.id for node in graph.nodes} == {name for name, _ in boxes}
        assert sorted((e.source, e.target, str(e.slot)) for e in graph.edges) == sorted(
            (e.source, e.target, str(e.slot)) for e in placement.edges
        )
        _assert_apart(placement)
        _assert_inside(placement)
        _assert_routed(placement, boxes)

    return check


def _assert_apart(placement: Placement) -> None:
    nodes = sorted(placement.nodes, key=lambda node: (node.y, node.x))
    for index, one in enumerate(nodes):
        for other in nodes[index + 1 :]:
            apart_x = abs(one.x - other.x) - (one.width + other.width) / 2
            apart_y = abs(one.y - other.y) - (one.height + other.height) / 2
            assert max(apart_x, apart_y) > BOX_GAP - _TOUCH, (one, other)


def _assert_inside(placement: Placement) -> None:
    width, height = placement.size
    for node in placement.nodes:
        assert node.width / 2 < node.x < width - node.width / 2
        assert node.height / 2 < node.y < height - node.height / 2
    for edge in placement.edges:
        assert all(0 < x < width and 0 < y < height for x, y in edge.points)


def _assert_routed(placement: Placement, boxes: dict[tuple[str, int], PlacedNode]) -> None:
    ways = set()
    up = 1 if placement.direction == "data" else -1  # which border of a box the edges that leave it start at
    for edge in placement.edges:
        source, target = boxes[edge.source, 0], boxes[edge.target, edge.target_copy]
        (start_x, start_y), (end_x, end_y) = edge.points[0], edge.points[-1]
        assert start_y == pytest.approx(source.y - up * source.height / 2)
        assert abs(start_x - source.x) <= source.width / 2
        assert end_y == pytest.approx(target.y + up * target.height / 2)
        assert abs(end_x - target.x) <= target.width / 2
        assert edge.points not in ways
        ways.add(edge.points)
        _assert_touches_no_box(sampled(edge.points), placement.nodes)


def _assert_touches_no_box(line: list[Point], nodes: tuple[PlacedNode, ...]) -> None:
    left, right = min(x for x, _ in line), max(x for x, _ in line)
    high, low = min(y for _, y in line), max(y for _, y in line)
    for node in nodes:
        half_width, half_height = node.width / 2, node.height / 2
        beside = node.x + half_width < left or node.x - half_width > right
        if not beside and node.y - half_height < low and node.y + half_height > high:
            for x, y in line:
                assert min(half_width - abs(x - node.x), half_height - abs(y - node.y)) < _TOUCH, (node, x, y)


def sampled(points: tuple[Point, ...], steps: int = 12) -> list[Point]:
    """Give points along a curve of cubic Bézier pieces."""
    assert len(points) % 3 == 1
    assert len(points) > 1
    return [point for first in range(0, len(points) - 1, 3) for point in _piece(points[first : first + 4], steps)]


def _piece(piece: tuple[Point, ...], steps: int) -> Iterator[Point]:
    for step in range(steps + 1):
        points = piece
        while len(points) > 1:
            points = tuple(_between(one, other, step / steps) for one, other in pairwise(points))
        yield points[0]


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
