"""The layout as the window has it: how long it stalls the GUI thread, and how soon a newer graph is placed."""

import os
import time
from collections.abc import Callable, Iterator
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.records.graph import Graph
from desktop.records.messages import Size
from desktop.workers.layout_process import LayoutProcess
from tests.bench.layout_graphs import random_layers, u_net

Row = tuple[str, str, str, float | None, str]

Sized = tuple[Graph, tuple[Size, ...]]
"""A graph and how large the views draw its nodes."""

_LARGE = 20_000
_TIMES = 5
_STALL_MS = 20.0


class _Ticks:
    """A timer of one millisecond in the GUI thread; `longest_ms` is the longest time that it was kept waiting."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest_ms, self._last = max(self.longest_ms, 1e3 * (now - self._last)), now


def rows() -> Iterator[Row]:
    """Place a graph of 20,000 nodes and watch the GUI thread; ask for a small graph in the midst of it."""
    application = QApplication.instance() or QApplication([])
    layout = LayoutProcess()
    large, small = _sized(random_layers(_LARGE)), _sized(u_net())
    _placed(layout, small)
    # The least of some: whatever else runs on the machine stalls a window, too.
    stall = min(_stall(lambda: _placed(layout, large)) for _ in range(_TIMES))
    yield "layout: longest stall of the window, 20,000 nodes", f"{stall:.0f} ms", "20 ms", stall / _STALL_MS, "<= 1"
    alone = _seconds(lambda: _placed(layout, small))
    amid = median([_amid(layout, large, small) for _ in range(_TIMES)])
    fresh = LayoutProcess()
    anew = _seconds(lambda: _placed(fresh, small))
    yield "layout: a U-Net asked for", f"{1e3 * alone:.0f} ms", f"new process: {1e3 * anew:.0f} ms", alone / anew, ""
    measure = "layout: a U-Net asked for while 20,000 nodes are placed"
    yield measure, f"{1e3 * amid:.0f} ms", f"new process: {1e3 * anew:.0f} ms", amid / anew, "<= 0.5"
    layout.close()
    fresh.close()
    del application


def _sized(graph: Graph) -> Sized:
    return graph, tuple(Size(node.id, 60.0, 30.0) for node in graph.nodes)


def _placed(layout: LayoutProcess, sized: Sized) -> None:
    """Ask for a placement and wait until it is there."""
    loop = QEventLoop()
    connection = layout.placed.connect(loop.quit)
    layout.place(*sized)
    loop.exec()
    layout.placed.disconnect(connection)


def _stall(act: Callable[[], None]) -> float:
    ticks = _Ticks()
    act()
    return ticks.longest_ms


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _amid(layout: LayoutProcess, large: Sized, small: Sized) -> float:
    """Ask for a large graph, wait until it must be in the midst of being placed, then ask for a small one."""
    layout.place(*large)
    loop = QEventLoop()
    QTimer.singleShot(600, loop.quit)
    loop.exec()
    return _seconds(lambda: _placed(layout, small))
