"""In which order the operations ran whose gradients a pass computed."""

from collections import defaultdict

from desktop.records.flow import Flow
from desktop.records.graph import Graph


def forward_order(graph: Graph, flow: Flow) -> tuple[str, ...]:
    """Give the operations that a pass is about, the first that ran first. Thread: any.

    Of all nodes that are ready autograd's engine takes the one that was made last, so that its order, turned round, is
    that in which operations ran. One that the pass left out comes just before the first that needed it.
    """
    operations = {node.id for node in graph.nodes if node.kind == "operation"}
    operands: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges:
        if edge.target in operations:
            operands[edge.source].append(edge.target)
    order: dict[str, None] = {}
    for step in reversed(flow.steps):
        if step.node in operations:
            _run(step.node, operands, order)
    return tuple(order)


def _run(node: str, operands: dict[str, list[str]], order: dict[str, None]) -> None:
    """Let a node run after all that it needs."""
    waiting = [node]
    while waiting:
        missing = [each for each in operands[waiting[-1]] if each not in order]
        if missing:
            waiting += missing
        else:
            order.setdefault(waiting.pop())
