"""The layout beside Graphviz dot (time, crossings, length), and beside itself where it starts afresh after an edit.

Time is processor time. Without dot there are only our own figures.
"""

import math
import shutil
import time
from collections.abc import Iterator, Mapping
from statistics import mean, median
from typing import NamedTuple

from desktop.layout import place
from desktop.records.placement import Placement
from tests.bench.layout_edits import edited
from tests.bench.layout_graphs import GRAPHS
from tests.bench.layout_judge import Measured, dot, judged

Row = tuple[str, str, str, float | None, str]

_EDITED = ("residual network, 16 blocks", "encoder, 12 layers", "GRU, 200 steps", "U-Net", "random, 1,000 nodes")
_GROWTH = (5_000, 20_000)


class Edited(NamedTuple):
    """A picture after an edit: how far nodes that stayed moved on average, all moving alike set aside; its worth."""

    movement: float
    crossings: int
    length: float


def rows() -> Iterator[Row]:
    """Measure each graph with both: time, crossings, length; then how the time grows, and how steady pictures are."""
    if shutil.which("dot") is None:
        yield ("layout: Graphviz dot is not installed", "", "", None, "apt-get install graphviz")
    seconds: dict[str, float] = {}
    for name, build in GRAPHS.items():
        graph = build()
        started = time.process_time()
        placement = place(graph)
        seconds[name] = time.process_time() - started
        yield from _beside_dot(name, placement, judged(seconds[name], placement))
    yield _growth(seconds)
    for name in _EDITED:
        yield from _steadiness(name)


def _beside_dot(name: str, placement: Placement, ours: Measured) -> Iterator[Row]:
    theirs = dot(placement)
    crossings = "<= 1.1" if name.startswith("random") else "<= 1"
    goal = _time_goal(len(placement.nodes))
    yield _row(f"layout time: {name}", "{:.3f} s", ours.seconds, theirs.seconds if theirs else None, goal)
    yield _row(f"layout crossings: {name}", "{:,}", ours.crossings, theirs.crossings if theirs else None, crossings)
    yield _row(f"layout edge length: {name}", "{:,.0f} px", ours.length, theirs.length if theirs else None, "<= 1.1")


def _time_goal(boxes: int) -> str:
    bounds = ((15_000, "< 3 s"), (3_000, "<= 0.1"), (900, "<= 0.5"))
    return next((goal for least, goal in bounds if boxes >= least), "")


def _row(measure: str, form: str, ours: float, theirs: float | None, goal: str) -> Row:
    if theirs is None:
        return measure, form.format(ours), "dot: not run", None, goal
    return measure, form.format(ours), form.format(theirs), ours / theirs if theirs else None, goal


def _growth(seconds: dict[str, float]) -> Row:
    """Compare the time's growth with that of n log n."""
    small, large = (seconds[f"random, {count:,} nodes"] for count in _GROWTH)
    expected = math.prod(math.log(count) ** sign * count**sign for count, sign in zip(_GROWTH, (-1, 1), strict=True))
    measure = "layout time: growth from 5,000 to 20,000 nodes"
    return measure, f"{large / small:.2f}", f"n log n: {expected:.2f}", large / small / expected, "<= 1"


def _steadiness(name: str) -> Iterator[Row]:
    """Edit a graph at some places; compare with a fresh layout how far nodes move sideways, and what that costs."""
    steady: list[Edited] = []
    fresh: list[Edited] = []
    graph = GRAPHS[name]()
    spots = {node.id: (node.x, node.y) for node in place(graph).nodes if node.copy == 0}
    for after, names in edited(graph):
        near = {new: spots[old] for new, old in names.items()}
        steady.append(_edited(near, place(after, near=near)))
        fresh.append(_edited(near, place(after)))
    for what, form, goal in (
        ("movement", "{:.2f} px", "<= 1"),
        ("crossings", "{:,.0f}", "<= 1.05"),
        ("length", "{:,.0f} px", "<= 1.02"),
    ):
        ours, theirs = (sum(getattr(one, what) for one in all_of) / len(all_of) for all_of in (steady, fresh))
        ratio = ours / theirs if theirs else None
        yield f"layout {what} after an edit: {name}", form.format(ours), f"afresh: {form.format(theirs)}", ratio, goal


def _edited(near: Mapping[str, tuple[float, float]], placement: Placement) -> Edited:
    moved = [node.x - near[node.id][0] for node in placement.nodes if node.copy == 0 and node.id in near]
    common = median(moved)
    worth = judged(0.0, placement)
    return Edited(mean([abs(distance - common) for distance in moved]), worth.crossings, worth.length)
