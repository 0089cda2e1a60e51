"""How long a frame of the graph takes at 1440×900, offscreen: while light moves, panning, zooming, and all in sight."""

import os
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node
from desktop.records.placement import PlacedEdge, PlacedNode, Placement
from desktop.records.tensor import Tensor
from desktop.views.graph import GraphView
from desktop.views.theme import LIGHT

Row = tuple[str, str, str, float | None, str]

_FRAMES = 120
_CELL_WIDTH, _CELL_HEIGHT = 170.0, 90.0
_WIDTH, _HEIGHT = 1440, 900


def rows() -> Iterator[Row]:
    """Measure the 95th percentile of the time that a frame takes, against the goal."""
    application = QApplication.instance() or QApplication([])
    for count in (2_000, 20_000):
        yield _row(f"flow frame, still view, {count:,} nodes", _flow_times(count), 5.0)
    yield _row("pan frame, 2,000 nodes in view", _moving_times(2_000, _pan), 16.7)
    yield _row("zoom frame, 2,000 nodes in view", _moving_times(2_000, _zoom), 16.7)
    yield _row("pan frame, 200 nodes near enough to read", _near_times(20_000, _pan), 16.7)
    yield _row("zoom frame, 200 nodes near enough to read", _near_times(20_000, _zoom), 16.7)
    yield _row("zoom frame, 20,000 nodes fitted", _moving_times(20_000, _zoom), 33.0)
    del application


def _row(measure: str, seconds: list[float], goal_ms: float) -> Row:
    worst = sorted(seconds)[int(0.95 * len(seconds))] * 1000
    return (measure, f"{worst:.1f} ms", f"{goal_ms:g} ms", worst / goal_ms, "at most 1.00 (95th percentile)")


def _flow_times(count: int) -> list[float]:
    """Play a whole flow in 20 s, frame by frame at 60 Hz, from its middle on."""
    view = _view(count)
    steps = count / (20 * 60)
    view.show_flow(_flow(count))
    view.set_step(count / 2)
    view.render(_paper())
    return _times(view, lambda frame: view.set_step(count / 2 + frame * steps))


def _moving_times(count: int, move: Callable[[GraphView, int], None]) -> list[float]:
    view = _view(count)
    return _times(view, lambda frame: move(view, frame))


def _near_times(count: int, move: Callable[[GraphView, int], None]) -> list[float]:
    view = _view(count)
    view.zoom(0.7 / view.camera_scale(), QPointF(_WIDTH / 2, _HEIGHT / 2))
    return _times(view, lambda frame: move(view, frame))


def _pan(view: GraphView, frame: int) -> None:
    view.pan(QPointF(3 if frame % 20 < 10 else -3, 2 if frame % 8 < 4 else -2))


def _zoom(view: GraphView, frame: int) -> None:
    view.zoom(1.01 if frame % 10 < 5 else 1 / 1.01, QPointF(_WIDTH / 2, _HEIGHT / 2))


def _times(view: GraphView, change: Callable[[int], None]) -> list[float]:
    paper = _paper()
    seconds = []
    for frame in range(_FRAMES):
        change(frame)
        start = time.perf_counter()
        view.render(paper)
        seconds.append(time.perf_counter() - start)
    return seconds


def _paper() -> QPixmap:
    return QPixmap(_WIDTH, _HEIGHT)


def _view(count: int) -> GraphView:
    view = GraphView(LIGHT)
    view.resize(_WIDTH, _HEIGHT)
    view.show_graph(*_lattice(count))
    view.render(_paper())
    return view


def _lattice(count: int) -> tuple[Graph, Placement]:
    """Stand nodes in rows, each fed by two of the row above, a tenth of them leaves; in the window's proportion."""
    columns = round((count * _WIDTH / _HEIGHT * _CELL_HEIGHT / _CELL_WIDTH) ** 0.5)
    tensor = Tensor((32, 16), "float32", "cpu")
    nodes = tuple(_node(index, tensor) for index in range(count))
    placed = tuple(PlacedNode(f"n{index}", *_place(index, columns), 130.0, 50.0) for index in range(count))
    links = [
        (index, above, slot)
        for index in range(columns, count)
        for slot, above in enumerate((index - columns, index - columns - (1 if index % columns else 0)))
    ]
    edges = tuple(Edge(f"n{source}", f"n{target}", slot, 0) for source, target, slot in links)
    routes = tuple(
        PlacedEdge(f"n{source}", f"n{target}", slot, 0, _route(source, target, columns))
        for source, target, slot in links
    )
    size = (columns * _CELL_WIDTH, (count // columns + 1) * _CELL_HEIGHT)
    return Graph((f"n{count - 1}",), nodes, edges), Placement(placed, routes, size)


def _node(index: int, tensor: Tensor) -> Node:
    if index % 10 == 0:
        return Node(f"n{index}", "AccumulateGrad", "leaf", f"layers.{index}.weight", tensor)
    return Node(f"n{index}", "MulBackward0", "operation", f"h{index}" if index % 3 == 0 else "", tensor)


def _place(index: int, columns: int) -> tuple[float, float]:
    return (index % columns + 0.5) * _CELL_WIDTH, (index // columns + 0.5) * _CELL_HEIGHT


def _route(source: int, target: int, columns: int) -> tuple[tuple[float, float], ...]:
    (x, y), (to_x, to_y) = _place(source, columns), _place(target, columns)
    return ((x, y - 25), (x, y - 45), (to_x, to_y + 45), (to_x, to_y + 25))


def _flow(count: int) -> Flow:
    """Run the nodes from the last to the first, with norms over eight decades."""
    steps = tuple(
        FlowStep(f"n{index}", count - 1 - index, 10.0, (_gradient(index),), (_gradient(index), _gradient(index)))
        for index in reversed(range(count))
    )
    return Flow(0, 1, steps)


def _gradient(index: int) -> Tensor:
    return Tensor((32, 16), "float32", "cpu", count=512, norm=10.0 ** (index % 80 / 10 - 6))
