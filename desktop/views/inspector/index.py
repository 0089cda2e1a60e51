"""A graph and a pass by their nodes' names, so that telling of one node does not walk over all."""

from collections.abc import Iterable

from desktop.records.flow import Change, Flow, FlowStep
from desktop.records.graph import Edge, Graph, Node, Scope
from desktop.records.tensor import Tensor
from desktop.views.graph.incidence import Incidence


class GraphIndex:
    """The nodes, edges and scopes of one graph. Thread: any."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = {node.id: node for node in graph.nodes}
        self.scopes = {scope.id: scope for scope in graph.scopes}
        self._labelled = tuple(node.id for node in graph.nodes if node.label)
        places = {name: place for place, name in enumerate(self.nodes)}
        self._from = Incidence(places, (edge.source for edge in graph.edges))
        self._to = Incidence(places, (edge.target for edge in graph.edges))

    def edges_from(self, node_id: str) -> list[Edge]:
        """Give the edges along which a node sends gradients, and those to its inputs."""
        return [self.graph.edges[row] for row in self._from.of(node_id).tolist()]

    def edges_to(self, node_id: str) -> list[Edge]:
        """Give the edges along which gradients come to a node."""
        return [self.graph.edges[row] for row in self._to.of(node_id).tolist()]

    def around(self, node: Node) -> Graph:
        """Give the part of the graph that a node's chain rule is written from, and all that has a name.

        That is what it differentiates, what that comes from, who else sends gradients there, and the roots.
        """
        own = self.edges_from(node.id)
        targets = dict.fromkeys(edge.target for edge in own)
        edges = [*own, *(edge for target in targets for edge in (*self.edges_from(target), *self.edges_to(target)))]
        ids = dict.fromkeys((node.id, *targets, *(edge.target for edge in edges), *self.graph.roots, *self._labelled))
        nodes = tuple(self.nodes[each] for each in ids if each in self.nodes)
        return Graph(self.graph.roots, nodes, tuple(dict.fromkeys(edges)))

    def module_of(self, node: Node) -> Scope | None:
        """Give the innermost call of a module that a node was made in."""
        scope = self.scopes.get(node.scope)
        while scope is not None and scope.kind != "module":
            scope = self.scopes.get(scope.parent)
        return scope


class FlowIndex:
    """The steps and changes of one pass. Thread: any."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.steps = {step.node: step for step in flow.steps}
        self.accumulated = _by_node(flow.accumulated)
        self.updated = _by_node(flow.updated)

    def sent(self, edge: Edge) -> Tensor | None:
        """Give the gradient that ran along an edge."""
        step = self.steps.get(edge.source)
        if step is None or edge.slot is None or edge.slot >= len(step.outgoing):
            return None
        return step.outgoing[edge.slot]

    def first(self) -> FlowStep | None:
        """Give the step that the pass began with."""
        return self.flow.steps[0] if self.flow.steps else None


def _by_node(changes: Iterable[Change]) -> dict[str, Change]:
    """Give the change of each node; where several optimizers moved a value, from before the first to the last."""
    found: dict[str, Change] = {}
    for change in changes:
        before = found[change.node].before if change.node in found else change.before
        found[change.node] = Change(change.node, before, change.after)
    return found
