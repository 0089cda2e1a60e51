"""The way from a pass's root to one of its nodes: found in the record, walked again in the graph of another run."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from desktop.engine.capture import walk
from desktop.engine.checking.refusal import NotCheckedError
from desktop.records.flow import Flow
from desktop.records.graph import Edge, Graph, Node
from desktop.records.run import Run

_NO_BACKWARD = "This run has no pass {number}, so there is no root whose derivative could be taken."
_NO_NODE = "This node does not lie behind the root of pass {number}, so the root does not depend on it."
_NO_GRADIENT = "This tensor needs no gradient, so autograd says nothing of it that could be checked."
_OTHERWISE = (
    "The program's text, run again with the same seed, built another graph for this pass, so the node cannot be found "
    "in it. It may depend on the time, on files, or on what another thread does."
)


class Route(NamedTuple):
    """Which of the outermost roots (in the order in which they run) to start from, and a slot and a name each step."""

    start: int
    starts: int
    slots: tuple[int, ...]
    names: tuple[str, ...]

    def follow(self, roots: Sequence[Any]) -> Any:
        """Give the node at the end of the route, from the root nodes of the pass; raise NotCheckedError."""
        outer = _outermost(roots)
        if len(outer) != self.starts:
            raise NotCheckedError(_OTHERWISE)
        node = outer[self.start]
        for slot, name in zip((None, *self.slots), self.names, strict=True):
            if slot is not None:
                targets = node.next_functions
                node = targets[slot][0] if slot < len(targets) else None
            if node is None or node.name().rpartition("::")[2] != name:
                raise NotCheckedError(_OTHERWISE)
        return node


def route(run: Run, node: str, number: int) -> Route:
    """Find the shortest way to a node of pass `number`; raise NotCheckedError where there is none."""
    flow = next((flow for flow in run.flows if flow.number == number), None)
    if flow is None or not flow.steps:
        raise NotCheckedError(_NO_BACKWARD.format(number=number))
    graph = run.graphs[flow.graph]
    nodes = {each.id: each for each in graph.nodes}
    if node in nodes and nodes[node].kind in {"input", "constant"}:
        raise NotCheckedError(_NO_GRADIENT)
    starts = _starts(graph, flow)
    slots = _slots(graph, starts, node)
    if slots is None:
        raise NotCheckedError(_NO_NODE.format(number=number))
    start, taken = slots
    return Route(starts.index(start), len(starts), taken, _names(graph, nodes, start, taken))


def _starts(graph: Graph, flow: Flow) -> list[str]:
    """Give the nodes of a pass that no other of its nodes sends a gradient to, in the order in which they ran."""
    ran = [step.node for step in flow.steps]
    reached = {edge.target for edge in graph.edges if edge.slot is not None and edge.source in set(ran)}
    return [node for node in ran if node not in reached]


def _slots(graph: Graph, starts: Sequence[str], wanted: str) -> tuple[str, tuple[int, ...]] | None:
    """Search from each start, breadth first, in the order of slots."""
    leaving = _leaving(graph)
    came: dict[str, Edge | None] = dict.fromkeys(starts)
    waiting = deque(starts)
    while waiting and wanted not in came:
        for edge in leaving.get(waiting.popleft(), ()):
            if edge.target not in came:
                came[edge.target] = edge
                waiting.append(edge.target)
    if wanted not in came:
        return None
    taken: list[int] = []
    at, last = wanted, came[wanted]
    while last is not None:
        taken.append(last.slot or 0)
        at, last = last.source, came[last.source]
    return at, tuple(reversed(taken))


def _leaving(graph: Graph) -> Mapping[str, list[Edge]]:
    leaving: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        if edge.slot is not None:
            leaving.setdefault(edge.source, []).append(edge)
    return leaving


def _names(graph: Graph, nodes: Mapping[str, Node], start: str, slots: Sequence[int]) -> tuple[str, ...]:
    targets = {(edge.source, edge.slot): edge.target for edge in graph.edges}
    names, at = [nodes[start].name], start
    for slot in slots:
        at = targets[at, slot]
        names.append(nodes[at].name)
    return tuple(names)


def _outermost(roots: Sequence[Any]) -> list[Any]:
    """Give the root nodes that no other root reaches, in the order in which the engine takes them."""
    nodes, _ = walk(roots)
    reached = {target for node in nodes for target, _ in node.next_functions}
    outer = [node for node in dict.fromkeys(roots) if node not in reached]
    return sorted(outer, key=lambda node: int(node._sequence_nr()), reverse=True)
