"""Graphs written by hand and by chance, to be folded."""

import random
from collections.abc import Callable, Iterable

import pytest

from desktop.records.graph import Edge, Graph, Node, NodeKind, Scope, ScopeKind
from desktop.records.tensor import Tensor

RandomGraph = Callable[[int], Graph]


def tensor(*shape: int, value: float = 1.0) -> Tensor:
    """Give the record of a tensor full of one value."""
    return Tensor(shape, "float32", "cpu", count=1, norm=value, values=(value,))


class Sketch:
    """Writes a graph as it would be recorded: scopes as they are entered, nodes as they are made."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._scopes: list[Scope] = []

    def scope(self, kind: ScopeKind, name: str = "", parent: str = "", **facts: object) -> str:
        """Enter a scope and give its id."""
        known = Scope(f"s{len(self._scopes)}", parent, kind, name, **facts)  # type: ignore[arg-type]
        self._scopes.append(known)
        return known.id

    def feed(self, kind: NodeKind, label: str = "", shape: tuple[int, ...] = (2,)) -> str:
        """Make a leaf, an input or a constant."""
        return self._add(Node(f"n{len(self._nodes)}", "Tensor", kind, label, tensor(*shape)))

    def node(self, name: str, scope: str, *inputs: str, label: str = "", shape: tuple[int, ...] = (2,)) -> str:
        """Make an operation on some inputs and give its id."""
        made = self._add(Node(f"n{len(self._nodes)}", name, "operation", label, tensor(*shape), scope=scope))
        kinds = {node.id: node.kind for node in self._nodes}
        for slot, each in enumerate(inputs):
            carries = kinds[each] in {"operation", "leaf"}
            self._edges.append(Edge(made, each, slot if carries else None, 0 if carries else None))
        return made

    def graph(self, *roots: str) -> Graph:
        """Give the graph as it is walked from its roots: what was made last comes first."""
        return Graph(roots, tuple(reversed(self._nodes)), tuple(reversed(self._edges)), tuple(self._scopes))

    def _add(self, node: Node) -> str:
        self._nodes.append(node)
        return node.id


@pytest.fixture
def sketch() -> Sketch:
    """Give an empty sketch."""
    return Sketch()


@pytest.fixture
def random_graph() -> RandomGraph:
    """Give graphs of a seed: of programs for even ones, for odd ones with scopes at random, the worst that may come."""
    return lambda seed: _random_graph(seed) if seed % 2 else _random_program(seed)


@pytest.fixture
def encoder_of() -> Callable[[int], Graph]:
    """Give encoders of so many equal layers, with an input, a norm behind them and a loss."""
    return _encoder


def _encoder(layers: int) -> Graph:
    """Give an encoder as its classes would record it; each layer holds an attention and a feed-forward part."""
    sketch = Sketch()
    model = sketch.scope("module", "model", type="Encoder", parameters=100 * layers + 10)
    flow = sketch.feed("input", "x", (4, 8))
    for index in range(layers):
        flow = _layer(sketch, f"model.layers.{index}", model, flow)
    norm = sketch.scope("module", "model.norm", model, type="LayerNorm", parameters=10)
    flow = sketch.node("NativeLayerNormBackward0", norm, flow, sketch.feed("leaf", "model.norm.weight"))
    return sketch.graph(sketch.node("SumBackward0", "", flow, label="loss", shape=()))


def _layer(sketch: Sketch, name: str, parent: str, flow: str) -> str:
    layer = sketch.scope("module", name, parent, type="Layer", parameters=100)
    for part in ("attention", "feed_forward"):
        inner = sketch.scope("module", f"{name}.{part}", layer, type=part.title(), parameters=50)
        weight = sketch.node("TBackward0", inner, sketch.feed("leaf", f"{name}.{part}.weight", (8, 8)), shape=(8, 8))
        product = sketch.node("MmBackward0", inner, flow, weight, shape=(4, 8))
        flow = sketch.node("AddBackward0", layer, product, flow, shape=(4, 8))
    return flow


def _random_program(seed: int) -> Graph:
    """Enter and leave scopes at random while nodes are made from what was made before; some calls are repeated."""
    chance = random.Random(seed)  # noqa: S311 # a test wants the same programs each time
    sketch, made, inside = Sketch(), [], [""]
    made = [sketch.feed(chance.choice(["leaf", "input", "constant"]), label) for label in ("x", "m.w", "")]
    for _ in range(chance.randint(1, 40)):
        if chance.random() < 0.4:
            kind: ScopeKind = chance.choice(["module", "function", "loop", "round"])
            inside.append(sketch.scope(kind, chance.choice(["m", "m.a", "f"]), inside[-1], type="T"))
        elif len(inside) > 1 and chance.random() < 0.5:
            inside.pop()
        inputs = chance.sample(made[-4:] + made[:3], chance.randint(1, 3))
        made.append(sketch.node(chance.choice("AB"), inside[-1], *dict.fromkeys(inputs)))
    return sketch.graph(made[-1])


def _random_graph(seed: int) -> Graph:
    chance = random.Random(seed)  # noqa: S311 # a test wants the same graphs each time
    scopes = [_random_scope(chance, index) for index in range(chance.randint(0, 12))]
    nodes = [_random_node(chance, index, scopes) for index in range(chance.randint(1, 40))]
    edges = [edge for index in range(len(nodes)) for edge in _random_edges(chance, index, nodes)]
    return Graph((nodes[0].id,), tuple(nodes), tuple(edges), tuple(scopes))


def _random_scope(chance: random.Random, index: int) -> Scope:
    parent = chance.choice(["", *(f"s{other}" for other in range(index))])
    kind: ScopeKind = chance.choice(["module", "function", "loop", "round"])
    return Scope(f"s{index}", parent, kind, chance.choice(["m", "m.a", "f"]), "T", 1, 5)


def _random_node(chance: random.Random, index: int, scopes: Iterable[Scope]) -> Node:
    kind: NodeKind = chance.choice(["operation", "operation", "operation", "leaf", "input", "constant"])
    scope = chance.choice(["", *(scope.id for scope in scopes)])
    label = chance.choice(["", "x", "m.weight", "m.a.weight"])
    return Node(f"n{index}", chance.choice("AB"), kind, label, tensor(2), scope=scope)


def _random_edges(chance: random.Random, index: int, nodes: list[Node]) -> Iterable[Edge]:
    if nodes[index].kind != "operation":
        return
    later = nodes[index + 1 :]
    for slot, target in enumerate(chance.sample(later, min(len(later), chance.randint(0, 3)))):
        carries = target.kind in {"operation", "leaf"}
        yield Edge(nodes[index].id, target.id, slot if carries else None, 0 if carries else None)
