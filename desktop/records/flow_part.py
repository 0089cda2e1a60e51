"""The part of a graph that one backward pass is about: in a loop the passes share their leaves, and so one graph."""

from collections import defaultdict

from desktop.records.flow import Flow
from desktop.records.graph import Graph


def flow_part(graph: Graph, flow: Flow) -> Graph:
    """Give what the nodes of a pass reach, in walk order; the very same graph where that is all of it, or none."""
    reached = _reached(graph, {step.node for step in flow.steps})
    if len(reached) == len(graph.nodes) or not reached:
        return graph
    return Graph(
        tuple(root for root in graph.roots if root in reached),
        tuple(node for node in graph.nodes if node.id in reached),
        tuple(edge for edge in graph.edges if edge.source in reached),
        graph.scopes,
    )


def _reached(graph: Graph, start: set[str]) -> set[str]:
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        targets[edge.source].append(edge.target)
    reached, waiting = set(start), list(start)
    while waiting:
        for target in targets[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
