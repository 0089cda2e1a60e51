"""The gradients that reached each node of a graph in one pass, and when."""

from collections.abc import Iterator

from desktop.records.flow import Flow, FlowStep
from desktop.records.graph import Edge, Graph
from desktop.records.tensor import Tensor

STRETCH = 500
"""Steps, edges or nodes between two breaths: about a millisecond."""


class Arrivals:
    """What reached each node within a pass's reach: nothing, where only None was sent there; and at which turn.

    `autograd.grad` runs no leaf, so that a leaf has no step of its own: what its users sent there is what reached it,
    half a turn after the last of them.
    """

    def __init__(self, graph: Graph, flow: Flow) -> None:
        self.gradients: dict[str, tuple[Tensor, ...]] = {}
        self.turns: dict[str, float] = {}
        self._graph = graph
        self._flow = flow
        self._sent: dict[str, tuple[Tensor | None, ...]] = {}

    def gather(self) -> Iterator[None]:
        """Read the pass, with a breath after each stretch of it."""
        for place, step in enumerate(self._flow.steps):
            self._take_step(step)
            if place % STRETCH == 0:
                yield
        leaves = {node.id for node in self._graph.nodes if node.kind == "leaf" and node.id not in self.gradients}
        for place, edge in enumerate(self._graph.edges):
            if edge.target in leaves and edge.source in self._sent and edge.slot is not None:
                self._take_edge(edge, edge.slot)
            if place % STRETCH == 0:
                yield

    def _take_step(self, step: FlowStep) -> None:
        self.gradients[step.node] = there(step.incoming)
        self.turns[step.node] = float(step.order)
        self._sent[step.node] = step.outgoing

    def _take_edge(self, edge: Edge, slot: int) -> None:
        sent = there(self._sent[edge.source][slot : slot + 1])
        self.gradients[edge.target] = self.gradients.get(edge.target, ()) + sent
        self.turns[edge.target] = max(self.turns.get(edge.target, 0.0), self.turns[edge.source] + 0.5)


def there(tensors: tuple[Tensor | None, ...]) -> tuple[Tensor, ...]:
    """Leave out what is None."""
    return tuple(tensor for tensor in tensors if tensor is not None)
