"""The part of a graph that one backward pass is about: in a loop the passes share their leaves, and so one graph."""

from collections import defaultdict

from desktop.records.flow import Flow
from desktop.records.graph import Graph


def flow_part(graph: Graph, flow: Flow) -> Graph:
    """Give what the nodes of a pass reach, in walk order, or all of a graph that nothing flowed through."""
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        targets[edge.source].append(edge.target)
    waiting = [step.node for step in flow.steps]
    reached = set(waiting)
    while waiting:
        fresh = set(targets[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    if not reached:
        return graph
    return Graph(
        tuple(root for root in graph.roots if root in reached),
        tuple(node for node in graph.nodes if node.id in reached),
        tuple(edge for edge in graph.edges if edge.source in reached),
        graph.scopes,
    )
