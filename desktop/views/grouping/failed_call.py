"""The call that ended a run with names for its operands, and what of the run's graphs leads up to it."""

from collections import defaultdict
from collections.abc import Iterator

from desktop.records.graph import Edge, Graph, Node
from desktop.records.run import Run
from desktop.records.tensor import Tensor
from desktop.views.drawing import FailedCall
from desktop.views.operation_names import operation_name


def failed_call(run: Run | None) -> FailedCall | None:
    """Give the torch call that ended a run, where it was one; a nameless result goes by its operation. Thread: any."""
    ghost = run.error.ghost if run is not None and run.error is not None else None
    if run is None or ghost is None:
        return None
    wanted = {operand.node for operand in ghost.operands}
    labels = {node.id: _title(node) for graph in run.graphs for node in graph.nodes if node.id in wanted}
    known = list(_named(run))
    names = [labels.get(each.node or "") or _name_of(each.tensor, known) for each in ghost.operands]
    return FailedCall(ghost, tuple(names))


def leading_up(run: Run, failed: FailedCall) -> Graph | None:
    """Give what the operands were computed from, in walk order; None where no operand has a node.

    That may be parts of several graphs: the failed call would have made them one. Where it is all of one graph, it is
    that very graph.
    """
    starts = {operand.node for operand in failed.ghost.operands} - {None}
    parts = [part for graph in run.graphs if (part := _part(graph, {node for node in starts if node}))]
    if len(parts) < 2:  # noqa: PLR2004 # one is itself
        return parts[0] if parts else None
    scopes = {scope.id: scope for part in parts for scope in part.scopes}
    return Graph(
        tuple(root for part in parts for root in part.roots),
        tuple(node for part in parts for node in part.nodes),
        tuple(edge for part in parts for edge in part.edges),
        tuple(scopes.values()),
    )


def _part(graph: Graph, starts: set[str]) -> Graph | None:
    """Give what some nodes of a graph reach; its roots are what nothing else in it leads to."""
    held = [node.id for node in graph.nodes if node.id in starts]
    reached = _reached(graph.edges, held)
    if len(reached) in {0, len(graph.nodes)}:
        return graph if reached else None
    edges = tuple(edge for edge in graph.edges if edge.source in reached)
    inner = {edge.target for edge in edges}
    nodes: tuple[Node, ...] = tuple(node for node in graph.nodes if node.id in reached)
    return Graph(tuple(each for each in held if each not in inner), nodes, edges, graph.scopes)


def _reached(edges: tuple[Edge, ...], starts: list[str]) -> set[str]:
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        targets[edge.source].append(edge.target)
    reached, waiting = set(starts), list(starts)
    while waiting:
        fresh = set(targets[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _title(node: Node) -> str:
    return node.label or (operation_name(node.name) if node.kind == "operation" else "")


def _named(run: Run) -> Iterator[tuple[str, Tensor]]:
    """Give every tensor that a run left, with its name; a module's parameters by their paths."""
    for variable in run.variables:
        if variable.tensor is not None:
            yield variable.name, variable.tensor
        for parameter in variable.module.parameters if variable.module is not None else ():
            if parameter.tensor is not None:
                yield f"{variable.name}.{parameter.name}", parameter.tensor


def _name_of(tensor: Tensor, known: list[tuple[str, Tensor]]) -> str:
    """Give the one name of a tensor of which all is equal, values too; "" where there is none or more than one."""
    names = [name for name, each in known if each == tensor] if tensor.values else []
    return names[0] if len(names) == 1 else ""
