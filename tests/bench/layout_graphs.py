"""The graphs that layouts are measured on: shaped as autograd builds them of real models, and random ones."""

import random
from collections.abc import Callable

from desktop.records.graph import Edge, Graph, Node, NodeKind


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
