"""The engine's walk over a graph that lives on in the person's own process: it leaves no trace in it."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from torch._C import DisableTorchFunction

from desktop.engine.capture import Capture, id_of, walk
from desktop.engine.watch import is_leaf
from desktop.records.graph import Graph, Node
from desktop.scripting.given_names import Named
from desktop.scripting.roots import Root
from desktop.scripting.surroundings import Surroundings

_ID = "chainrule.id"  # under which the engine's capture notes in a node that it is recorded
_ONE_AT_A_TIME = threading.Lock()
"""Two threads may capture graphs that share nodes, and the ids are noted in the nodes."""


def walked(roots: Sequence[Root], names: Named, around: Surroundings) -> Graph:
    """Write down all that the roots reach, as one graph, whether its parts hang together or not. Thread: any."""
    nodes, _ = walk([root.node for root in roots])
    with _ONE_AT_A_TIME, DisableTorchFunction(), _unmarked(nodes):
        noted = around.names()
        for node in nodes:
            if is_leaf(node):
                around.note(noted, node.variable)
        graph = Capture(noted).expose(nodes[0], nodes, around.namespaces).develop()
        labels = _labels(nodes, roots, names)
        return msgspec.structs.replace(
            graph,
            roots=tuple(str(id_of(root.node)) for root in roots),
            nodes=tuple(_labelled(node, labels.get(node.id)) for node in graph.nodes),
        )


@contextlib.contextmanager
def _unmarked(nodes: Sequence[Any]) -> Iterator[None]:
    """Take the engine's ids off some nodes, and leave the nodes as they were (a recorded run may know them)."""
    before = [node.metadata.pop(_ID, None) for node in nodes]
    try:
        yield
    finally:
        for node, identifier in zip(nodes, before, strict=True):
            node.metadata.pop(_ID, None)
            if identifier is not None:
                node.metadata[_ID] = identifier


def _labels(nodes: Sequence[Any], roots: Sequence[Root], names: Named) -> dict[str, str]:
    """Give the names that a person gave, by the ids of the nodes: in `params`, or as the keys of a dict of roots."""
    of_leaves = {id(tensor): name for name, tensor in names}
    of_results = {tensor.grad_fn: name for name, tensor in names if tensor.grad_fn is not None}
    of_roots = {root.node: root.name for root in roots}
    found = {}
    for node in nodes:
        name = of_leaves.get(id(node.variable)) if is_leaf(node) else of_results.get(node)
        if name := name or of_roots.get(node):
            found[str(id_of(node))] = "".join(filter(str.isprintable, name))
    return found


def _labelled(node: Node, label: str | None) -> Node:
    return node if label is None else msgspec.structs.replace(node, label=label)
