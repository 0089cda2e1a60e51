"""What a drawing is worth: crossings and length of its edges, ours and Graphviz dot's judged alike.

dot gets each copy of a shared leaf as a node of its own, as ours draws it, and the same boxes and distances. Crossings
are counted where the curves of two edges without a common box meet.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from desktop.layout.bands import RANK_GAP
from desktop.layout.component import BOX_GAP
from desktop.records.placement import Placement

DOT_PATIENCE_S = 120
LARGEST_FOR_DOT = 5_000
_POINTS_PER_INCH = 72.0

Curve = tuple[tuple[str, str], list[tuple[float, float]]]
"""The two boxes an edge joins, and the control points of its Bézier pieces."""


@dataclass(frozen=True)
class Measured:
    """What a drawing cost and what it is worth."""

    seconds: float
    crossings: int
    length: float


def judged(seconds: float, placement: Placement) -> Measured:
    """Judge a drawing of ours that took so long."""
    curves = [
        ((f"{edge.source}:0", f"{edge.target}:{edge.target_copy}"), list(edge.points)) for edge in placement.edges
    ]
    return _judged(seconds, curves)


def dot(placement: Placement) -> Measured | None:
    """Run dot on the same boxes; None where it is missing, was stopped, or the graph is too large for it."""
    program = shutil.which("dot")
    if program is None or len(placement.nodes) > LARGEST_FOR_DOT * 1.1:
        return None
    started = os.times()
    try:
        answer = subprocess.run(
            [program, "-Tplain"],
            input=_dot_text(placement),
            capture_output=True,
            text=True,
            timeout=DOT_PATIENCE_S,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    ended = os.times()
    seconds = ended.children_user + ended.children_system - started.children_user - started.children_system
    return _judged(seconds, _dot_curves(answer.stdout))


def _dot_text(placement: Placement) -> str:
    lines = [
        "digraph {",
        f"nodesep={BOX_GAP / _POINTS_PER_INCH}; ranksep={RANK_GAP / _POINTS_PER_INCH};",
        "node [shape=box, fixedsize=true]; edge [arrowhead=none];",
    ]
    for node in placement.nodes:
        size = f"width={node.width / _POINTS_PER_INCH}, height={node.height / _POINTS_PER_INCH}"
        lines.append(f'"{node.id}:{node.copy}" [{size}];')
    lines += [f'"{edge.target}:{edge.target_copy}" -> "{edge.source}:0";' for edge in placement.edges]
    return "\n".join([*lines, "}"])


def _dot_curves(plain: str) -> list[Curve]:
    """Read the edges of dot's plain output: `edge tail head n x1 y1 … xn yn …`, in inches."""
    curves: list[Curve] = []
    for line in plain.replace("\\\n", "").splitlines():
        if line.startswith("edge "):
            words = line.split()
            numbers = [float(word) * _POINTS_PER_INCH for word in words[4 : 4 + 2 * int(words[3])]]
            curves.append(
                ((words[1].strip('"'), words[2].strip('"')), list(zip(numbers[::2], numbers[1::2], strict=True)))
            )
    return curves


def _judged(seconds: float, curves: list[Curve]) -> Measured:
    """Sample the curves as polylines, and measure these."""
    segments: list[tuple[float, float, float, float]] = []
    edge: list[int] = []
    for index, (_, points) in enumerate(curves):
        pieces = list(pairwise(_sampled(points)))
        segments += [(*start, *end) for start, end in pieces]
        edge += [index] * len(pieces)
    array = np.array(segments).reshape(-1, 4)
    length = float(np.hypot(array[:, 0] - array[:, 2], array[:, 1] - array[:, 3]).sum())
    return Measured(seconds, _meetings(array, np.array(edge, dtype=np.int64), [ends for ends, _ in curves]), length)


def _sampled(points: list[tuple[float, float]], steps: int = 6) -> Iterator[tuple[float, float]]:
    yield points[0]
    for first in range(0, len(points) - 1, 3):
        piece = points[first : first + 4]
        straight = len({x for x, _ in piece}) == 1
        for step in range(steps if straight else 1, steps + 1):
            t = step / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield (
                sum(w * x for w, (x, _) in zip(weights, piece, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, piece, strict=True)),
            )


def _meetings(segments: npt.NDArray[np.float64], edge: npt.NDArray[np.int64], ends: list[tuple[str, str]]) -> int:
    """Count where segments of edges without a common box cross."""
    names = {name: index for index, name in enumerate(sorted({name for pair in ends for name in pair}))}
    boxes = np.array([[names[name] for name in ends[index]] for index in edge.tolist()]).reshape(-1, 2)
    low, high = np.minimum(segments[:, 1], segments[:, 3]), np.maximum(segments[:, 1], segments[:, 3])
    order = np.argsort(low, kind="stable")
    segments, boxes, low, high = segments[order], boxes[order], low[order], high[order]
    total, active = 0, np.empty(0, dtype=np.int64)
    for index in range(len(segments)):
        active = active[high[active] > low[index]]
        total += _crossed(segments[index], segments[active], boxes[index], boxes[active])
        active = np.append(active, index)
    return total


def _crossed(
    one: npt.NDArray[np.float64],
    others: npt.NDArray[np.float64],
    ends: npt.NDArray[np.int64],
    other_ends: npt.NDArray[np.int64],
) -> int:
    strangers = ~((other_ends == ends[0]) | (other_ends == ends[1])).any(axis=1)
    first, last, start, stop = one[:2], one[2:], others[:, :2], others[:, 2:]
    apart = _side(first, last, start) * _side(first, last, stop) < 0
    across = _side(start, stop, first) * _side(start, stop, last) < 0
    return int((strangers & apart & across).sum())


def _side(
    start: npt.NDArray[np.float64], end: npt.NDArray[np.float64], point: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    way, off = end - start, point - start
    return np.asarray(way[..., 0] * off[..., 1] - way[..., 1] * off[..., 0])
