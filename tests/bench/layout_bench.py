"""The layout beside Graphviz dot: time, crossings and length of the same graphs with the same boxes and distances.

dot gets each copy of a shared leaf as a node of its own, as ours draws it. Crossings are counted in both drawings in
the same way: where the curves of two edges without a common box meet. Time is processor time. Without dot there are
only our own figures.
"""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from desktop.layout import place
from desktop.layout.bands import RANK_GAP
from desktop.layout.component import BOX_GAP
from desktop.records.graph import Edge, Graph, Node, NodeKind
from desktop.records.placement import Placement

DOT_PATIENCE_S = 120
LARGEST_FOR_DOT = 5_000
_POINTS_PER_INCH = 72.0

Row = tuple[str, str, str, float | None, str]
Curve = tuple[tuple[str, str], list[tuple[float, float]]]
"""The two boxes an edge joins, and the control points of its Bézier pieces."""


class Tape:
    """Records operations as they are applied, and gives the graph autograd would build of them."""

    def __init__(self) -> None:
        self._nodes: list[tuple[str, NodeKind, str]] = []
        self._edges: list[tuple[int, int, int]] = []

    def apply(self, name: str, *inputs: int) -> int:
        """Apply an operation to what earlier calls gave."""
        self._edges += [(len(self._nodes), target, slot) for slot, target in enumerate(inputs)]
        return self._add(f"{name}Backward0", "operation", "")

    def parameter(self, label: str) -> int:
        """Add a leaf."""
        return self._add("torch::autograd::AccumulateGrad", "leaf", label)

    def chain(self, value: int, *names: str) -> int:
        """Apply operations of one input, one after the other."""
        for name in names:
            value = self.apply(name, value)
        return value

    def linear(self, value: int, label: str) -> int:
        """Apply a linear layer."""
        weight = self.apply("T", self.parameter(f"{label}.weight"))
        return self.apply("Addmm", self.parameter(f"{label}.bias"), value, weight)

    def layer(self, name: str, value: int, label: str) -> int:
        """Apply a layer whose operation takes the weight and the bias themselves."""
        return self.apply(name, value, self.parameter(f"{label}.weight"), self.parameter(f"{label}.bias"))

    def graph(self) -> Graph:
        """Give the graph, numbered from the last operation backwards."""
        last = len(self._nodes) - 1
        nodes = [Node(f"n{last - i}", name, kind, label) for i, (name, kind, label) in enumerate(self._nodes)]
        edges = [Edge(f"n{last - source}", f"n{last - target}", slot, 0) for source, target, slot in self._edges]
        return Graph(("n0",), tuple(reversed(nodes)), tuple(edges))

    def _add(self, name: str, kind: NodeKind, label: str) -> int:
        self._nodes.append((name, kind, label))
        return len(self._nodes) - 1


def residual(blocks: int) -> Graph:
    """Shape a residual network; every fourth block changes the width and has a convolution on its skip."""
    tape = Tape()
    value = tape.layer("Convolution", tape.parameter("x"), "stem")
    for block in range(blocks):
        inner = tape.layer("Convolution", value, f"blocks.{block}.conv1")
        inner = tape.chain(tape.layer("NativeBatchNorm", inner, f"blocks.{block}.bn1"), "Relu")
        inner = tape.layer("Convolution", inner, f"blocks.{block}.conv2")
        inner = tape.layer("NativeBatchNorm", inner, f"blocks.{block}.bn2")
        skip = value if block % 4 else tape.layer("Convolution", value, f"blocks.{block}.skip")
        value = tape.chain(tape.apply("Add", inner, skip), "Relu")
    return tape_end(tape, tape.linear(tape.chain(value, "Mean", "View"), "head"))


def encoder(layers: int) -> Graph:
    """Shape a transformer encoder as autograd sees it: about 76 nodes a layer."""
    tape = Tape()
    value = tape.parameter("x")
    for layer in range(layers):
        label = f"layers.{layer}"
        value = tape.layer(
            "NativeLayerNorm", tape.apply("Add", value, _attention(tape, value, label)), f"{label}.norm1"
        )
        inner = tape.linear(tape.chain(value, "View"), f"{label}.linear1")
        inner = tape.linear(tape.chain(inner, "View", "Relu", "NativeDropout", "View"), f"{label}.linear2")
        inner = tape.chain(inner, "View", "NativeDropout")
        value = tape.layer("NativeLayerNorm", tape.apply("Add", value, inner), f"{label}.norm2")
    return tape_end(tape, value)


def _attention(tape: Tape, value: int, label: str) -> int:
    weight = tape.chain(tape.parameter(f"{label}.self_attn.in_proj_weight"), "T")
    joint = tape.chain(tape.apply("Mm", tape.chain(value, "Transpose", "Clone", "UnsafeView"), weight), "UnsafeView")
    joint = tape.apply("Add", joint, tape.parameter(f"{label}.self_attn.in_proj_bias"))
    joint = tape.chain(joint, "View", "Unsqueeze", "Transpose", "Squeeze", "Clone")
    shape = ("Select", "View", "Transpose", "View")
    query = tape.chain(joint, *shape, "Mul", "Expand", "ReshapeAlias")
    key = tape.chain(joint, *shape, "Transpose", "Mul", "Expand", "ReshapeAlias")
    scores = tape.chain(tape.apply("Bmm", query, key), "UnsafeView", "Softmax", "NativeDropout", "Expand", "View")
    mixed = tape.apply("Bmm", scores, tape.chain(joint, *shape, "Expand", "ReshapeAlias"))
    mixed = tape.chain(mixed, "UnsafeView", "Permute", "Clone", "UnsafeView")
    return tape.chain(tape.linear(mixed, f"{label}.self_attn.out_proj"), "View", "Transpose", "NativeDropout")


def recurrent(steps: int) -> Graph:
    """Shape a GRU unrolled: every step uses the same four leaves."""
    tape = Tape()
    leaves = [tape.parameter(name) for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh")]
    state = tape.parameter("h")
    for step in range(steps):
        inputs = tape.apply("Addmm", leaves[1], tape.parameter(f"x{step}"), tape.apply("T", leaves[0]))
        hidden = tape.apply("Addmm", leaves[3], state, tape.apply("T", leaves[2]))
        ours, theirs = tape.apply("UnsafeSplit", inputs), tape.apply("UnsafeSplit", hidden)
        reset = tape.chain(tape.apply("Add", ours, theirs), "Sigmoid")
        update = tape.chain(tape.apply("Add", ours, theirs), "Sigmoid")
        new = tape.chain(tape.apply("Add", ours, tape.apply("Mul", reset, theirs)), "Tanh")
        state = tape.apply("Add", tape.apply("Mul", tape.apply("Sub", state, new), update), new)
    return tape_end(tape, state)


def u_net(depth: int = 4) -> Graph:
    """Shape a U-Net."""
    tape = Tape()
    value, skips = tape.parameter("x"), []
    for level in range(depth):
        skips.append(value := _double_convolution(tape, value, f"down.{level}"))
        value = tape.chain(value, "MaxPool2DWithIndices")
    value = _double_convolution(tape, value, "middle")
    for level in reversed(range(depth)):
        up = tape.layer("Convolution", value, f"up.{level}.transposed")
        value = _double_convolution(tape, tape.apply("Cat", up, skips[level]), f"up.{level}")
    return tape_end(tape, value)


def _double_convolution(tape: Tape, value: int, label: str) -> int:
    for index in (1, 2):
        value = tape.layer("Convolution", value, f"{label}.conv{index}")
        value = tape.chain(tape.layer("NativeBatchNorm", value, f"{label}.bn{index}"), "Relu")
    return value


def random_layers(count: int) -> Graph:
    """Draw layers of nodes that mostly use near nodes of the layer before, and in 2 % one from far before."""
    chance = random.Random(count)  # noqa: S311 - a picture, not a secret
    width = max(10, round((count / 2.5) ** 0.5))
    tape = Tape()
    for _ in range(width):
        tape.apply("Exp")
    for index in range(width, count):
        inputs = [index - width]
        if chance.random() < 0.35:
            inputs.append(index - width + chance.choice((-1, 1)))
        if chance.random() < 0.02:
            inputs.append(chance.randrange(max(0, index - 20 * width), index - width + 1))
        tape.apply("Mul", *sorted({max(0, value) for value in inputs}))
    return tape.graph()


def tape_end(tape: Tape, value: int) -> Graph:
    """Sum a value up to a loss, and give the graph."""
    tape.chain(value, "Sum")
    return tape.graph()


GRAPHS: dict[str, Callable[[], Graph]] = {
    "residual network, 16 blocks": lambda: residual(16),
    "residual network, 64 blocks": lambda: residual(64),
    "encoder, 12 layers": lambda: encoder(12),
    "encoder, 48 layers": lambda: encoder(48),
    "GRU, 200 steps": lambda: recurrent(200),
    "U-Net": u_net,
    "random, 1,000 nodes": lambda: random_layers(1_000),
    "random, 5,000 nodes": lambda: random_layers(5_000),
    "random, 20,000 nodes": lambda: random_layers(20_000),
}


@dataclass(frozen=True)
class Measured:
    """What a drawing cost and what it is worth."""

    seconds: float
    crossings: int
    length: float


def rows() -> Iterator[Row]:
    """Measure each graph with both; one row each for time, crossings and length."""
    if shutil.which("dot") is None:
        yield ("layout: Graphviz dot is not installed", "", "", None, "apt-get install graphviz")
    for name, build in GRAPHS.items():
        graph = build()
        started = time.process_time()
        placement = place(graph)
        seconds = time.process_time() - started
        ours = _judged(seconds, _our_curves(placement))
        yield from _rows(name, len(placement.nodes), ours, _dot(placement))


def _rows(name: str, count: int, ours: Measured, dot: Measured | None) -> Iterator[Row]:
    crossings = "<= 1.1" if name.startswith("random") else "<= 1"
    yield _row(f"layout time: {name}", "{:.3f} s", ours.seconds, dot.seconds if dot else None, _time_goal(count))
    yield _row(f"layout crossings: {name}", "{:,}", ours.crossings, dot.crossings if dot else None, crossings)
    yield _row(f"layout edge length: {name}", "{:,.0f} px", ours.length, dot.length if dot else None, "<= 1.1")


def _time_goal(boxes: int) -> str:
    bounds = ((15_000, "< 3 s"), (3_000, "<= 0.1"), (900, "<= 0.5"))
    return next((goal for least, goal in bounds if boxes >= least), "")


def _row(measure: str, form: str, ours: float, dot: float | None, goal: str) -> Row:
    if dot is None:
        return measure, form.format(ours), "dot: not run", None, goal
    return measure, form.format(ours), form.format(dot), ours / dot if dot else None, goal


def _our_curves(placement: Placement) -> list[Curve]:
    return [((f"{edge.source}:0", f"{edge.target}:{edge.target_copy}"), list(edge.points)) for edge in placement.edges]


def _dot(placement: Placement) -> Measured | None:
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
